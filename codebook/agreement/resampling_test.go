package agreement

import (
	"fmt"
	"math"
	"testing"
)

// With clusters that are copies of one another, leaving one out changes nothing
// but n; with different ones the influences add up to what they should.
func TestJackknifeClusters(t *testing.T) {
	table := clustered(t, 12)
	whole := PercentAgreement(Identity).Value(table).Number
	got := JackknifeClusters(table, PercentAgreement(Identity))
	if len(got.Left) != 12 {
		t.Fatalf("%d clusters", len(got.Left))
	}
	for i, x := range got.Left {
		if want := fmt.Sprintf("interview %02d", i); x.Name != want {
			t.Errorf("cluster %d is called %q, want %q", i, x.Name, want)
		}
		if math.Abs(whole-x.Without.Number-x.Change.Number) > 1e-12 {
			t.Errorf("%s: %+v of %v", x.Name, x, whole)
		}
	}
	// The jackknife of a mean is its usual standard error.
	units := Jackknife(digits(t, "1110001010", "1111001011"), PercentAgreement(Identity))
	near(t, "standard error of a mean", units.SE, math.Sqrt(0.8*0.2/9), 1e-12)
	if v := Jackknife(digits(t, "10", "00"), KrippendorffAlpha(Nominal)).SE; v.Defined() {
		t.Error("the standard error is defined though alpha is not without unit 1")
	}
}

func TestCompareRounds(t *testing.T) {
	better := func(errors int) *Table {
		r := Ratings{Scale: yesNo, Coders: []string{"A", "B"}}
		for i := range 120 {
			row := []int{i % 3 / 2, i % 3 / 2}
			if i*7%120 < errors {
				row[1] = 1 - row[1]
			}
			r.Values = append(r.Values, row)
			r.Clusters = append(r.Clusters, fmt.Sprint("interview ", i%15))
		}
		table, err := Tabulate(r)
		if err != nil {
			t.Fatal(err)
		}
		return table
	}
	before, after := better(40), better(8)
	how := Resampling{Resamples: 2000, Seed: 5}
	d, err := Compare(before, after, KrippendorffAlpha(Nominal), how)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "change", d.Change, d.After.Number-d.Before.Number, 1e-12)
	if !(d.Bootstrap.CI95.Low > 0 && d.Bootstrap.CI95.Low < d.Change.Number && d.Bootstrap.CI95.High > d.Change.Number) {
		t.Errorf("interval %+v around %v", d.Bootstrap.CI95, d.Change)
	}
	near(t, "share above 0", d.Above0, 1, 0.001)
	back, err := Compare(after, before, KrippendorffAlpha(Nominal), how)
	if err != nil {
		t.Fatal(err)
	}
	// The same transcripts are drawn, so the interval is the mirror image.
	if math.Abs(back.Bootstrap.CI95.Low+d.Bootstrap.CI95.High) > 1e-9 || math.Abs(back.Bootstrap.CI95.High+d.Bootstrap.CI95.Low) > 1e-9 {
		t.Errorf("interval %+v, the other way round %+v", d.Bootstrap.CI95, back.Bootstrap.CI95)
	}
	none, err := Compare(before, before, KrippendorffAlpha(Nominal), how)
	if err != nil {
		t.Fatal(err)
	}
	if none.Bootstrap.CI95.Defined() || none.Change.Number != 0 || none.Above0.Number != 0 {
		t.Errorf("a round compared with itself: %+v", none)
	}
	if _, err := Compare(before, digits(t, "01", "01"), KrippendorffAlpha(Nominal), how); err == nil {
		t.Error("rounds without clusters were compared")
	}
}
