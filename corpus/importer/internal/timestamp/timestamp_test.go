package timestamp

import (
	"testing"
	"time"
)

func FuzzTime(f *testing.F) {
	for _, s := range []string{"0:00", "[00:01:02]", "#00:01:23-4#", "00:00:01,000 --> 00:00:04.5", `\[01:46\]`, "(1:02 - 1:09)", "2:04 P.M. EDT", "[00:01", "[00:01 - ", "#0:01-", "\\[", "0:01.", "1:02:03:04"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, parse := range []func(string) (time.Duration, int){Parse, ParseBracketed} {
			if d, n := parse(s); n < 0 || n > len(s) || d < 0 || d > 1001*time.Hour {
				t.Fatalf("%v, %d of %q", d, n, s)
			}
		}
		if start, end, ok := ParseCueTiming(s); ok && (start < 0 || end < 0) {
			t.Fatalf("%v --> %v of %q", start, end, s)
		}
	})
}
