package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"concord/codebook"
	"concord/corpus/prose"
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
		RunE: g.verb(func(ctx context.Context, s *study.Study, a []string) (answer, error) {
			var err error
			n.Name = a[0]
			if n.Origin, err = parseOrigin(origin); err != nil {
				return answer{}, usageError{fmt.Errorf("codebook add: %w", err)}
			}
			if propose {
				n.Status = codebook.Proposed
			}
			c, err := s.AddCode(ctx, n, parent, reason)
			return said("added %s", c.Name).as(c), err
		}),
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
		RunE: g.verb(func(ctx context.Context, s *study.Study, a []string) (answer, error) {
			changes, err := s.Merge(ctx, a[:len(a)-1], a[len(a)-1], reason)
			if err != nil {
				return answer{}, err
			}
			return changedCodes(ctx, s, changes...)
		}),
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
		RunE: g.verb(func(ctx context.Context, s *study.Study, a []string) (answer, error) {
			whole, err := s.Split(ctx, a[0], a[1:], reason)
			if err != nil {
				return answer{}, err
			}
			return changedCodes(ctx, s, store.CodeChange{Kind: codebook.SplitUp, Code: whole})
		}),
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

// changeCommand makes a verb that changes one code: use, help, arguments, and
// what the change is.
func changeCommand(g *globals, use, short string, n int, change func(s *study.Study, b *codebook.Codebook, a []string) (store.CodeChange, error)) *cobra.Command {
	var reason string
	cmd := &cobra.Command{
		Use: use, Short: short, Args: args(cobra.ExactArgs(n)),
		RunE: g.verb(func(ctx context.Context, s *study.Study, a []string) (answer, error) {
			b, err := s.Reader().Codebook(ctx)
			if err != nil {
				return answer{}, err
			}
			c, err := change(s, b, a)
			if err != nil {
				return answer{}, err
			}
			c.Reason = reason
			if err := s.Project.ChangeCodes(ctx, s.Coder.ID, c); err != nil {
				return answer{}, err
			}
			return changedCodes(ctx, s, c)
		}),
	}
	cmd.Flags().StringVar(&reason, "reason", "", "why, kept with the change")
	return cmd
}

// changedCodes says what was done to codes, and how many passages wait for a
// look because of it.
func changedCodes(ctx context.Context, s *study.Study, changes ...store.CodeChange) (answer, error) {
	b, err := s.Reader().Codebook(ctx)
	if err != nil {
		return answer{}, err
	}
	var lines []string
	var codes []codebook.Code
	for _, change := range changes {
		c, _ := b.Code(change.Code)
		codes = append(codes, c)
		line := fmt.Sprintf("%s: %s", study.Done(change.Kind), b.Path(c.ID))
		if c.Status == codebook.Merged || c.Status == codebook.Split {
			line = fmt.Sprintf("%s: %s", b.Path(c.ID), b.StatusLine(c))
		}
		n, err := s.Stale(ctx, c.ID)
		if err != nil {
			return answer{}, err
		}
		if n > 0 && (change.Kind == codebook.Redefine || change.Kind == codebook.SplitUp) {
			line += fmt.Sprintf("; %s for a look (concord worklist)", prose.Counted(n, "passage waits", "passages wait"))
		}
		lines = append(lines, line)
	}
	return said("%s", strings.Join(lines, "\n")).as(codes), nil
}
