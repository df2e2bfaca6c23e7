package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"concord/codebook"
	"concord/corpus/prose"
	"concord/store"
	"concord/store/study"
)

// listFlag adds items to a list of a code and takes some away.
type listFlag struct{ add, drop []string }

func (f *listFlag) register(cmd *cobra.Command, name, what string) {
	cmd.Flags().StringArrayVar(&f.add, name, nil, "add "+what)
	cmd.Flags().StringArrayVar(&f.drop, "no-"+name, nil, "take away "+what+", named by its beginning")
}

// apply gives the list as it is to be. An item to be dropped that is not there,
// or is not the only one that begins so, is an error.
func (f *listFlag) apply(name string, list []string) ([]string, error) {
	out := slices.Clone(list)
	for _, begin := range f.drop {
		var found []int
		for i, x := range out {
			if strings.HasPrefix(strings.ToLower(x), strings.ToLower(begin)) {
				found = append(found, i)
			}
		}
		if len(found) != 1 {
			return nil, fmt.Errorf("--no-%s %q: %s so", name, begin, prose.Counted(len(found), "entry begins", "entries begin"))
		}
		out = slices.Delete(out, found[0], found[0]+1)
	}
	for _, x := range f.add {
		if x = strings.TrimSpace(x); x != "" && !slices.Contains(out, x) {
			out = append(out, x)
		}
	}
	return out, nil
}

func codebookDescribe(g *globals) *cobra.Command {
	var example, nearMiss, alias listFlag
	var colour, origin, source string
	var heading bool
	var cmd *cobra.Command
	cmd = changeCommand(g, "describe CODE", "Change a code's examples, near misses, aliases, colour, origin or source; codings stay as they are", 1,
		func(_ *study.Study, b *codebook.Codebook, a []string) (store.CodeChange, error) {
			c, err := b.Find(a[0])
			if err != nil {
				return store.CodeChange{}, err
			}
			v, err := describing(c, example, nearMiss, alias)
			if err != nil {
				return store.CodeChange{}, fmt.Errorf("describing “%s”: %w", c.Name, err)
			}
			if cmd.Flags().Changed("colour") {
				v.Colour = &colour
			}
			if cmd.Flags().Changed("heading") {
				v.Heading = &heading
			}
			if v.Origin, err = provenance(cmd, c, origin, source); err != nil {
				return store.CodeChange{}, err
			}
			if v == (codebook.Values{}) {
				return store.CodeChange{}, usageError{fmt.Errorf("codebook describe: say what is to change; “concord help codebook describe” lists what can")}
			}
			return store.CodeChange{Code: c.ID, Kind: codebook.Describe, Values: v}, nil
		})
	example.register(cmd, "example", "a typical passage")
	nearMiss.register(cmd, "near-miss", "a passage that looks like it, and is not")
	alias.register(cmd, "alias", "another name that finds it")
	f := cmd.Flags()
	f.StringVar(&colour, "colour", "", "#rrggbb; “” for one chosen by the program")
	f.StringVar(&origin, "origin", "", "deductive, inductive or in vivo")
	f.StringVar(&source, "source", "", "the theory or paper it comes from")
	f.BoolVar(&heading, "heading", false, "it only gathers the codes below it, and cannot be applied (--heading=false takes that back)")
	return cmd
}

// provenance is the origin and source of a code after --origin and --source; nil
// if neither was given.
func provenance(cmd *cobra.Command, c codebook.Code, origin, source string) (*codebook.Provenance, error) {
	p := codebook.Provenance{Origin: c.Origin, Source: c.Source}
	if cmd.Flags().Changed("source") {
		p.Source = source
	}
	if cmd.Flags().Changed("origin") {
		var err error
		if p.Origin, err = parseOrigin(origin); err != nil {
			return nil, usageError{fmt.Errorf("codebook describe: %w", err)}
		}
	} else if !cmd.Flags().Changed("source") {
		return nil, nil
	}
	return &p, nil
}

func describing(c codebook.Code, example, nearMiss, alias listFlag) (codebook.Values, error) {
	var v codebook.Values
	typical, err1 := example.apply("example", c.Examples.Typical)
	misses, err2 := nearMiss.apply("near-miss", c.Examples.NearMisses)
	aliases, err3 := alias.apply("alias", c.Aliases)
	if err := firstError(err1, err2, err3); err != nil {
		return v, err
	}
	if !slices.Equal(typical, c.Examples.Typical) || !slices.Equal(misses, c.Examples.NearMisses) {
		v.Example = &codebook.Examples{Typical: typical, NearMisses: misses}
	}
	if !slices.Equal(aliases, c.Aliases) {
		v.Aliases = &aliases
	}
	return v, nil
}

func parseOrigin(s string) (codebook.Origin, error) {
	switch o := codebook.Origin(s); o {
	case codebook.Deductive, codebook.Inductive, codebook.InVivo:
		return o, nil
	}
	return "", fmt.Errorf("%q is no origin; a code is deductive, inductive or in vivo", s)
}
