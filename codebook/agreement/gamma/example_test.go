package gamma_test

import (
	"context"
	"fmt"

	"concord/codebook/agreement/continuum"
	"concord/codebook/agreement/gamma"
)

func ExampleCompute() {
	text, err := continuum.New("interview", 0, 200, []continuum.CoderSpans{
		{Coder: "ana", Spans: []continuum.Span{{Start: 10, End: 30, Category: "trust"}, {Start: 80, End: 120, Category: "money"}}},
		{Coder: "ben", Spans: []continuum.Span{{Start: 12, End: 30, Category: "trust"}, {Start: 85, End: 120, Category: "money"}}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	g, err := gamma.Compute(context.Background(), []continuum.Continuum{text}, gamma.DefaultOptions())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("γ %.1f, disorder %.4f\n", g.Gamma.Number, g.Observed.Number)
	for _, u := range g.Alignment {
		fmt.Println("aligned:", u.Spans)
	}
	// Output:
	// γ 1.0, disorder 0.0108
	// aligned: [0 0]
	// aligned: [1 1]
}
