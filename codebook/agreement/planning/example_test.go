package planning_test

import (
	"fmt"

	"concord/codebook/agreement"
	"concord/codebook/agreement/planning"
)

// Krippendorff's table of sample sizes has 139 units for α of .800 at the .05 level,
// two coders and four categories equally used.
func ExampleUnitsForAlpha() {
	fmt.Println(planning.UnitsForAlpha(0.800, 0.25, 0.05, 2).Number)
	// Output: 139
}

func ExampleBenchmark_Classify() {
	e := agreement.Estimate{Value: agreement.Number(0.75), SE: agreement.Number(0.05)}
	b := planning.KrippendorffBenchmark
	class, _, err := b.Classify(e)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%s: by the value %s, claimed with .95 %s\n", b.Name, b.Of(0.75), class)
	// Output: Krippendorff: by the value tentative conclusions only, claimed with .95 tentative conclusions only
}

// κ 1 on a test set of 80 units, a fifth of which carry the code, generalises; κ .4
// does not.
func ExampleShafferRho() {
	for _, kappa := range []float64{1, 0.4} {
		rho, err := planning.ShafferRho(kappa, planning.Generalisation{BaseRate: 0.2, TestSet: 80, Seed: 4})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("κ %.1f: ρ below .05: %v\n", kappa, rho.Number < 0.05)
	}
	// Output:
	// κ 1.0: ρ below .05: true
	// κ 0.4: ρ below .05: false
}
