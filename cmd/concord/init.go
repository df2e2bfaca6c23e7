package main

import (
	"fmt"
	"io"
	"os/user"
	"path/filepath"

	"github.com/spf13/cobra"

	"concord/store"
)

func initCommand(g *globals) *cobra.Command {
	var title, from string
	var k keyFlags
	cmd := &cobra.Command{
		Use:   "init DIR",
		Short: "Make a project in a folder, or a copy of one from a bundle",
		Args:  args(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, a []string) error {
			dir, err := filepath.Abs(a[0])
			if err != nil {
				return err
			}
			if from != "" {
				return initFrom(cmd, g, dir, from, k)
			}
			if title == "" {
				title = filepath.Base(dir)
			}
			p, err := store.Init(cmd.Context(), dir, title)
			if err != nil {
				return err
			}
			out := cmd.OutOrStdout()
			if g.json {
				return printJSON(out, map[string]string{"project": p.ID().String(), "dir": p.Dir(), "title": title})
			}
			fmt.Fprintf(out, "made the project “%s” in %s\n", title, p.Dir())
			fmt.Fprintf(out, "next: cd %s, concord coder add %s, concord import FILE…\n", p.Dir(), proposedName())
			return nil
		},
	}
	cmd.Flags().StringVar(&title, "title", "", "what the project is called (default: the folder's name)")
	cmd.Flags().StringVar(&from, "from", "", "make a copy of the project that this bundle is of")
	k.register(cmd)
	cmd.MarkFlagsMutuallyExclusive("from", "title")
	return cmd
}

// initFrom makes a copy of a project from a bundle.
func initFrom(cmd *cobra.Command, g *globals, dir, from string, k keyFlags) error {
	key, err := k.key(cmd)
	if err != nil {
		return err
	}
	var p *store.Project
	r, err := openBundle(from, key, func(content io.Reader) (store.BundleReport, error) {
		made, r, err := store.InitCopy(cmd.Context(), dir, content)
		p = made
		return r, err
	})
	if err != nil {
		return fmt.Errorf("%s: %w", from, err)
	}
	out := cmd.OutOrStdout()
	if g.json {
		return printJSON(out, map[string]any{"project": p.ID().String(), "dir": p.Dir(), "title": r.Header.Title, "events": r.Events})
	}
	coders, err := p.As(r.Header.For).Coders(cmd.Context())
	if err != nil {
		return err
	}
	next := "concord coder choose NAME"
	if name := namesOf(coders)[r.Header.For]; name != "" {
		next = "concord coder choose " + name
	}
	fmt.Fprintf(out, "made a copy of “%s” in %s: %s\nnext: cd %s, %s\n", r.Header.Title, p.Dir(), counted(r.Events, "event", "events"), p.Dir(), next)
	return nil
}

// proposedName is a name to propose for the first coder.
func proposedName() string {
	if u, err := user.Current(); err == nil && u.Username != "" {
		return filepath.Base(u.Username)
	}
	return "NAME"
}
