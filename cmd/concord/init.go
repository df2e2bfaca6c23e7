package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"os/user"
	"path/filepath"

	"github.com/spf13/cobra"

	"concord/corpus/prose"
	"concord/store"
)

func initCommand(g *globals) *cobra.Command {
	var title, from string
	var k keyFlags
	cmd := &cobra.Command{
		Use:   "init DIR",
		Short: "Make a project in a folder, or a copy of one from a bundle",
		Args:  args(cobra.ExactArgs(1)),
		RunE: g.plainVerb(func(ctx context.Context, a []string) (answer, error) {
			dir, err := filepath.Abs(a[0])
			if err != nil {
				return answer{}, err
			}
			if from != "" {
				return initFrom(ctx, dir, from, k)
			}
			title = cmp.Or(title, filepath.Base(dir))
			p, err := store.Init(ctx, dir, title)
			if err != nil {
				return answer{}, err
			}
			return madeProject(p, title), nil
		}),
	}
	cmd.Flags().StringVar(&title, "title", "", "what the project is called (default: the folder's name)")
	cmd.Flags().StringVar(&from, "from", "", "make a copy of the project that this bundle is of")
	k.register(cmd)
	cmd.MarkFlagsMutuallyExclusive("from", "title")
	return cmd
}

func madeProject(p *store.Project, title string) answer {
	return said("made the project “%s” in %s\nnext: cd %s, concord coder add %s, concord import FILE…", title, p.Dir(), p.Dir(), proposedName()).
		as(map[string]string{"project": p.ID().String(), "dir": p.Dir(), "title": title})
}

// initFrom makes a copy of a project from a bundle.
func initFrom(ctx context.Context, dir, from string, k keyFlags) (answer, error) {
	key, err := k.key()
	if err != nil {
		return answer{}, err
	}
	var p *store.Project
	r, err := openBundle(from, key, func(content io.Reader) (store.BundleReport, error) {
		made, r, err := store.InitCopy(ctx, dir, content)
		p = made
		return r, err
	})
	if err != nil {
		return answer{}, fmt.Errorf("%s: %w", from, err)
	}
	coders, err := p.As(r.Header.For).Coders(ctx)
	name := "NAME"
	for _, c := range coders {
		if c.ID == r.Header.For {
			name = c.Name
		}
	}
	return said("made a copy of “%s” in %s: %s\nnext: cd %s, concord coder choose %s", r.Header.Title, p.Dir(), prose.Counted(r.Events, "event", "events"), p.Dir(), name).
		as(map[string]any{"project": p.ID().String(), "dir": p.Dir(), "title": r.Header.Title, "events": r.Events}), err
}

// proposedName is a name to propose for the first coder.
func proposedName() string {
	if u, err := user.Current(); err == nil && u.Username != "" {
		return filepath.Base(u.Username)
	}
	return "NAME"
}
