package span_test

import (
	"context"
	"fmt"
	"strings"

	"concord/codebook/agreement/continuum"
	"concord/codebook/agreement/gamma"
	"concord/codebook/agreement/span"
)

// The worked example of Krippendorff, Mathet, Bouvry & Widlöcher (2016), whose
// authors print .510, .413 and .724.
func ExampleUnitizingAlpha() {
	texts, _, err := continuum.Read(strings.NewReader(`coder,start,end,category
Alex,2,9,1
Alex,11,17,2
Alex,24,30,5
Alex,32,36,6
Alex,36,44,6
Alex,44,60,7
Paul,2,9,1
Paul,11,17,3
Paul,19,25,5
Paul,32,44,6
Suzan,2,9,1
Suzan,11,17,4
Suzan,21,27,5
Suzan,32,36,6
Suzan,36,40,6
Suzan,40,44,6
`), continuum.Bounds{End: 60})
	if err != nil {
		fmt.Println(err)
		return
	}
	u := span.UnitizingAlpha(texts)
	fmt.Printf("u-alpha %.3f, |u-alpha %.3f, cu-alpha %.3f\n", u.UAlpha.Number, u.BarUAlpha.Number, u.CUAlpha.Number)
	fmt.Printf("code 7: %s\n", u.KUAlpha["7"].Undefined)

	g, err := gamma.Compute(context.Background(), texts, gamma.DefaultOptions())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("disorder %.4f, another alignment as good: %v\n", g.Observed.Number, g.Tied)
	// Output:
	// u-alpha 0.510, |u-alpha 0.413, cu-alpha 0.724
	// code 7: where one coder applied "7", no other marked anything
	// disorder 0.9606, another alignment as good: true
}

func ExamplePanel() {
	texts, _, err := continuum.Read(strings.NewReader("coder,start,end,category\nana,0,20,x\nana,30,50,y\nana,32,48,tone\nben,2,20,x\nben,30,48,y\n"), continuum.Bounds{End: 100})
	if err != nil {
		fmt.Println(err)
		return
	}
	r, err := span.Panel(context.Background(), texts, span.PanelOptions{Domains: []span.Domain{{Name: "content", Codes: []string{"x", "y"}}}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("all codes:", r.Unitizing.UAlpha.Defined())
	fmt.Printf("%s: uα %.2f\n", r.Domains[0].Name, r.Domains[0].Unitizing.UAlpha.Number)
	fmt.Println("overlap:", r.Overlaps, "separate:", r.Separate)
	// Output:
	// all codes: false
	// content: uα 0.93
	// overlap: [{tone y 1}] separate: [x]
}

func ExampleCompare() {
	text, err := continuum.New("", 0, 1000, []continuum.CoderSpans{
		{Coder: "ana", Spans: []continuum.Span{{Start: 0, End: 150, Category: "trust"}}},
		{Coder: "ben", Spans: []continuum.Span{{Start: 100, End: 200, Category: "trust"}}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	p := span.Compare([]continuum.Continuum{text}, "trust", "ana", "ben")
	fmt.Printf("both %d, only ana %d, only ben %d: %.0f %% of the characters, κ %.2f, F1 %.2f\n", p.Both, p.OnlyFirst, p.OnlySecond, 100*p.Percent().Number, p.Kappa().Number, p.Dice().Number)
	fmt.Printf("α %.3f\n", span.CharAlpha([]continuum.Continuum{text}, "trust").Number)
	// Output:
	// both 50, only ana 100, only ben 50: 85 % of the characters, κ 0.32, F1 0.40
	// α 0.315
}
