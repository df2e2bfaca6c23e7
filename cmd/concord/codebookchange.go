package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"concord/codebook"
	"concord/store"
	"concord/store/study"
)

func codebookAdd(g *globals) *cobra.Command {
	var n store.NewCode
	var parent, origin, reason string
	cmd := &cobra.Command{
		Use:   "add NAME",
		Short: "Add a code",
		Args:  args(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, a []string) error {
			s, err := g.open(cmd.Context())
			if err != nil {
				return err
			}
			b, err := s.Reader().Codebook(cmd.Context())
			if err != nil {
				return err
			}
			n.Name, n.Origin = a[0], codebook.Origin(origin)
			switch n.Origin {
			case codebook.Deductive, codebook.Inductive, codebook.InVivo:
			default:
				return usageError{fmt.Errorf("codebook add: %q is no origin; a code is deductive, inductive or in vivo", origin)}
			}
			if parent != "" {
				p, err := b.Find(parent)
				if err != nil {
					return err
				}
				n.Parent = p.ID
			}
			c, err := s.AddCode(cmd.Context(), s.Coder.ID, n, reason)
			if err != nil {
				return err
			}
			if g.json {
				return printJSON(cmd.OutOrStdout(), c)
			}
			fmt.Fprintf(cmd.OutOrStdout(), "added %s\n", c.Name)
			return nil
		},
	}
	f := cmd.Flags()
	f.StringVar(&parent, "parent", "", "the code above it: a path, or a name that is unique")
	f.StringVar(&n.Definition.Text, "definition", "", "what it means")
	f.StringVar(&n.Definition.Include, "include", "", "use when …")
	f.StringVar(&n.Definition.Exclude, "exclude", "", "not when …")
	f.StringVar(&origin, "origin", string(codebook.Inductive), "deductive, inductive or in vivo")
	f.StringVar(&n.Source, "source", "", "the theory or paper it comes from")
	f.StringVar(&n.Colour, "colour", "", "#rrggbb")
	f.StringVar(&reason, "reason", "", "why, kept with the change")
	return cmd
}

func codebookRename(g *globals) *cobra.Command {
	return changeCommand(g, "rename CODE NAME", "Give a code another name; codings stay as they are", 2,
		func(_ *study.Study, b *codebook.Codebook, a []string) (store.CodeChange, error) {
			c, err := b.Find(a[0])
			return store.CodeChange{Code: c.ID, Kind: codebook.Rename, Values: codebook.Values{Name: &a[1]}}, err
		})
}

func codebookRedefine(g *globals) *cobra.Command {
	var text, include, exclude string
	var cmd *cobra.Command
	cmd = changeCommand(g, "redefine CODE", "Change a code's definition; codings made before become stale until somebody looks", 1,
		func(_ *study.Study, b *codebook.Codebook, a []string) (store.CodeChange, error) {
			c, err := b.Find(a[0])
			if err != nil {
				return store.CodeChange{}, err
			}
			d := c.Definition
			for flag, part := range map[string]struct {
				to   *string
				from string
			}{"definition": {&d.Text, text}, "include": {&d.Include, include}, "exclude": {&d.Exclude, exclude}} {
				if cmd.Flags().Changed(flag) {
					*part.to = part.from
				}
			}
			if d == c.Definition {
				return store.CodeChange{}, usageError{fmt.Errorf("codebook redefine: the definition of “%s” would stay as it is; give --definition, --include or --exclude", c.Name)}
			}
			return store.CodeChange{Code: c.ID, Kind: codebook.Redefine, Values: codebook.Values{Defined: &codebook.Defined{Definition: d}}}, nil
		})
	f := cmd.Flags()
	f.StringVar(&text, "definition", "", "what it means")
	f.StringVar(&include, "include", "", "use when …")
	f.StringVar(&exclude, "exclude", "", "not when …")
	return cmd
}

func codebookMove(g *globals) *cobra.Command {
	return changeCommand(g, "move CODE PARENT", "Put a code below another (“/” for the root)", 2,
		func(_ *study.Study, b *codebook.Codebook, a []string) (store.CodeChange, error) {
			c, err := b.Find(a[0])
			if err != nil {
				return store.CodeChange{}, err
			}
			var parent codebook.CodeID
			if a[1] != "/" {
				p, err := b.Find(a[1])
				if err != nil {
					return store.CodeChange{}, err
				}
				parent = p.ID
			}
			return store.CodeChange{Code: c.ID, Kind: codebook.Move, Values: codebook.Values{Parent: &parent}}, nil
		})
}

func codebookMerge(g *globals) *cobra.Command {
	return changeCommand(g, "merge CODE INTO", "Merge a code into another; its codings then count for that one", 2,
		func(_ *study.Study, b *codebook.Codebook, a []string) (store.CodeChange, error) {
			c, err := b.Find(a[0])
			if err != nil {
				return store.CodeChange{}, err
			}
			into, err := b.Find(a[1])
			return store.CodeChange{Code: c.ID, Kind: codebook.Merge,
				Values: codebook.Values{State: &codebook.State{Status: codebook.Merged, Into: []codebook.CodeID{into.ID}}}}, err
		})
}

func codebookRetire(g *globals) *cobra.Command {
	return stateCommand(g, "retire CODE", "Take a code out of use; its codings are kept and hidden", codebook.Retire, codebook.Retired)
}

func codebookRestore(g *globals) *cobra.Command {
	return stateCommand(g, "restore CODE", "Bring a retired, merged or declined code back into use", codebook.Restore, codebook.Live)
}

func stateCommand(g *globals, use, short string, kind codebook.ChangeKind, status codebook.Status) *cobra.Command {
	return changeCommand(g, use, short, 1, func(_ *study.Study, b *codebook.Codebook, a []string) (store.CodeChange, error) {
		c, err := b.Find(a[0])
		return store.CodeChange{Code: c.ID, Kind: kind, Values: codebook.Values{State: &codebook.State{Status: status}}}, err
	})
}
