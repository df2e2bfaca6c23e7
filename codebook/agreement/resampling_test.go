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
