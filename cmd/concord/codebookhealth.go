package main

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"concord/corpus/prose"
	"concord/store/study"
)

func codebookHealth(g *globals) *cobra.Command {
	var view viewFlags
	cmd := &cobra.Command{
		Use:   "health",
		Short: "What may be wrong with the codebook: unused, alike, without definition, always together",
		Long: `What may be wrong with the codebook: codes without a definition or an example,
never used or used by one coder only, codes whose passages overlap those of
another (nearly) always, and names that are nearly the same. These are hints: a
rare code may be the most telling one.`,
		Args: args(cobra.NoArgs),
		RunE: g.verbOn(view.opening(g), func(ctx context.Context, s *study.Study, _ []string) (answer, error) {
			h, err := s.Health(ctx)
			return answer{value: h, text: func(w io.Writer) { printHealth(w, h) }}, err
		}),
	}
	view.registerVersion(cmd)
	view.registerPast(cmd)
	return cmd
}

func printHealth(w io.Writer, h study.Health) {
	fmt.Fprintf(w, "codebook %s, %s that may be applied\n", h.Codebook, prose.Counted(h.Codes, "code", "codes"))
	var last study.Complaint
	for _, f := range h.Findings {
		if f.Kind != last {
			fmt.Fprintf(w, "\n%s\n", f.Kind)
			last = f.Kind
		}
		fmt.Fprintln(w, "   ", f.Say)
	}
	if len(h.Findings) == 0 {
		fmt.Fprintln(w, "nothing found")
	}
}
