package sheets

import (
	"fmt"
	"strings"
	"testing"
)

func BenchmarkCodings(b *testing.B) {
	var w strings.Builder
	w.WriteString("transcript,start,end,code,coder,memo\n")
	for i := range 10_000 {
		fmt.Fprintf(&w, "P%02d,%d,%d,trust/in police,ana,\"a memo, short\"\n", i%40, i, i+40)
	}
	b.SetBytes(int64(w.Len()))
	for b.Loop() {
		if _, err := ReadCodings("c.csv", strings.NewReader(w.String())); err != nil {
			b.Fatal(err)
		}
	}
}
