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
	var propose bool
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
			n.Name = a[0]
			if n.Origin, err = parseOrigin(origin); err != nil {
				return usageError{fmt.Errorf("codebook add: %w", err)}
			}
			if propose {
				n.Status = codebook.Proposed
			}
			if parent != "" {
				p, err := b.Find(parent)
				if err != nil {
					return err
				}
				n.Parent = p.ID
			}
			c, err := s.Project.AddCode(cmd.Context(), s.Coder.ID, n, reason)
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
	f.StringArrayVar(&n.Examples.Typical, "example", nil, "a typical passage")
	f.StringArrayVar(&n.Examples.NearMisses, "near-miss", nil, "a passage that looks like it, and is not")
	f.StringArrayVar(&n.Aliases, "alias", nil, "another name that finds it")
	f.BoolVar(&n.Heading, "heading", false, "it only gathers the codes below it, and cannot be applied")
	f.BoolVar(&propose, "propose", false, "only propose it: the lead accepts or declines it")
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
	var wording bool
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
			kind := codebook.Redefine
			if wording {
				kind = codebook.Reword
			}
			return store.CodeChange{Code: c.ID, Kind: kind, Values: codebook.Values{Defined: &codebook.Defined{Definition: d}}}, nil
		})
	f := cmd.Flags()
	f.StringVar(&text, "definition", "", "what it means")
	f.StringVar(&include, "include", "", "use when …")
	f.StringVar(&exclude, "exclude", "", "not when …")
	f.BoolVar(&wording, "wording", false, "it means the same in other words: codings stay as they are")
	return cmd
}

func codebookMove(g *globals) *cobra.Command {
	return changeCommand(g, "move CODE PARENT", "Put a code below another (“/” for the root)", 2,
		func(_ *study.Study, b *codebook.Codebook, a []string) (store.CodeChange, error) {
			c, err := b.Find(a[0])
			if err != nil {
				return store.CodeChange{}, err
			}
			parent, err := findParent(b, a[1])
			return store.CodeChange{Code: c.ID, Kind: codebook.Move, Values: codebook.Values{Parent: &parent}}, err
		})
}

func codebookMerge(g *globals) *cobra.Command {
	var reason string
	cmd := &cobra.Command{
		Use:   "merge CODE… INTO",
		Short: "Merge codes into another; their codings then count for that one",
		Args:  args(cobra.MinimumNArgs(2)),
		RunE: func(cmd *cobra.Command, a []string) error {
			s, b, err := g.codes(cmd)
			if err != nil {
				return err
			}
			into, err := b.Find(a[len(a)-1])
			if err != nil {
				return err
			}
			var changes []store.CodeChange
			for _, name := range a[:len(a)-1] {
				c, err := b.Find(name)
				if err != nil {
					return err
				}
				changes = append(changes, store.CodeChange{Code: c.ID, Kind: codebook.Merge, Reason: reason,
					Values: codebook.Values{State: &codebook.State{Status: codebook.Merged, Into: []codebook.CodeID{into.ID}}}})
			}
			return changeCodes(cmd, s, changes...)
		},
	}
	cmd.Flags().StringVar(&reason, "reason", "", "why, kept with the change")
	return cmd
}

func codebookSplit(g *globals) *cobra.Command {
	var reason string
	cmd := &cobra.Command{
		Use:   "split CODE PART PART…",
		Short: "Split a code; each coder then says of her passages which part they are",
		Long: `Split a code into two or more. A part that is no code yet is added beside the code
that is split; define it with “codebook redefine”. The codings of the code are
stale from then on: “concord worklist” goes through them, passage by passage.
“codebook restore” puts the code together again.`,
		Args: args(cobra.MinimumNArgs(3)),
		RunE: func(cmd *cobra.Command, a []string) error {
			s, b, err := g.codes(cmd)
			if err != nil {
				return err
			}
			whole, err := b.Find(a[0])
			if err != nil {
				return err
			}
			var parts []store.Part
			for _, name := range a[1:] {
				part := store.Part{New: store.NewCode{Name: name}}
				if c, err := b.Find(name); err == nil && c.InUse() {
					part.Code = c.ID
				}
				parts = append(parts, part)
			}
			if _, err := s.Project.SplitCode(cmd.Context(), s.Coder.ID, whole.ID, parts, reason); err != nil {
				return err
			}
			return sayChanged(cmd, s, codebook.SplitUp, whole.ID)
		},
	}
	cmd.Flags().StringVar(&reason, "reason", "", "why, kept with the change")
	return cmd
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

// codes opens the project and reads its working codebook.
func (g *globals) codes(cmd *cobra.Command) (*study.Study, *codebook.Codebook, error) {
	s, err := g.open(cmd.Context())
	if err != nil {
		return nil, nil, err
	}
	b, err := s.Reader().Codebook(cmd.Context())
	return s, b, err
}

// changeCommand makes a verb that changes one code: use, help, arguments, and
// what the change is.
func changeCommand(g *globals, use, short string, n int, change func(s *study.Study, b *codebook.Codebook, a []string) (store.CodeChange, error)) *cobra.Command {
	var reason string
	cmd := &cobra.Command{
		Use: use, Short: short, Args: args(cobra.ExactArgs(n)),
		RunE: func(cmd *cobra.Command, a []string) error {
			s, b, err := g.codes(cmd)
			if err != nil {
				return err
			}
			c, err := change(s, b, a)
			if err != nil {
				return err
			}
			c.Reason = reason
			return changeCodes(cmd, s, c)
		},
	}
	cmd.Flags().StringVar(&reason, "reason", "", "why, kept with the change")
	return cmd
}

// changeCodes makes changes and says what was done.
func changeCodes(cmd *cobra.Command, s *study.Study, changes ...store.CodeChange) error {
	if err := s.Project.ChangeCodes(cmd.Context(), s.Coder.ID, changes...); err != nil {
		return err
	}
	for _, c := range changes {
		if err := sayChanged(cmd, s, c.Kind, c.Code); err != nil {
			return err
		}
	}
	return nil
}

// sayChanged says what was done to a code, and how many passages wait for a
// look because of it.
func sayChanged(cmd *cobra.Command, s *study.Study, kind codebook.ChangeKind, id codebook.CodeID) error {
	b, err := s.Reader().Codebook(cmd.Context())
	if err != nil {
		return err
	}
	c, _ := b.Code(id)
	line := fmt.Sprintf("%s: %s", study.Done(kind), b.Path(id))
	if c.Status == codebook.Merged || c.Status == codebook.Split {
		line = fmt.Sprintf("%s: %s", b.Path(id), b.StatusLine(c))
	}
	n, err := s.Stale(cmd.Context(), id)
	if err != nil {
		return err
	}
	if n > 0 && (kind == codebook.Redefine || kind == codebook.SplitUp) {
		line += fmt.Sprintf("; %s for a look (concord worklist)", counted(n, "passage waits", "passages wait"))
	}
	fmt.Fprintln(cmd.OutOrStdout(), line)
	return nil
}
