package turns

import (
	"testing"
	"time"
)

func FuzzTimesOfLines(f *testing.F) {
	for _, s := range []string{"0:00", "[00:01:02] - ", "2:04 P.M. EDT", "END 11:47 A.M. EST", "0:01| "} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if d, n := leadingTime(s); n < 0 || n > len(s) || d < 0 || d > 1001*time.Hour {
			t.Fatalf("%v, %d of %q", d, n, s)
		}
		isClock(s)
	})
}
