package main

import (
	"errors"

	"github.com/spf13/cobra"

	"concord/codebook/reconcile"
	"concord/store/study"
)

// viewFlags say which codings a report draws on, and as what they count.
type viewFlags struct {
	version, asOf, layer, round, undecided string
}

func (f *viewFlags) register(cmd *cobra.Command) {
	fl := cmd.Flags()
	f.registerVersion(cmd)
	f.registerPast(cmd)
	fl.StringVar(&f.layer, "layer", "", "draw on one layer: independent (what counted in --round) or agreed (what coders agreed on or decided)")
	fl.StringVar(&f.round, "round", "", "of this round (with --layer agreed: default all that are closed)")
	fl.StringVar(&f.undecided, "undecided", "", "in the agreed layer, what was not decided: leave-out, majority or any (default: leave-out)")
}

func (f *viewFlags) registerVersion(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.version, "version", "", "as codings count under a saved version of the codebook, such as v2 (default: the working codebook)")
}

func (f *viewFlags) registerPast(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.asOf, "as-of", "", "as it was at a day or time (2026-03-11), a saved version (v1), the close of a round (its name) or a state")
}

// opening is open for globals.verbOn.
func (f *viewFlags) opening(g *globals) func(*cobra.Command) (*study.Study, error) {
	return func(cmd *cobra.Command) (*study.Study, error) { return f.open(cmd, g) }
}

// open opens the project as the flags say it is to be seen.
func (f *viewFlags) open(cmd *cobra.Command, g *globals) (*study.Study, error) {
	s, err := g.open(cmd.Context())
	if err != nil {
		return nil, err
	}
	if f.asOf != "" {
		if s, err = s.AsOf(cmd.Context(), f.asOf); err != nil {
			return nil, err
		}
	}
	if s, err = s.Under(cmd.Context(), f.version); err != nil {
		return nil, err
	}
	if f.layer == "" {
		if f.round != "" || f.undecided != "" {
			return nil, usageError{errors.New(cmd.Name() + ": --round and --undecided go with --layer")}
		}
		return s, nil
	}
	q := study.LayerQuestion{Round: f.round}
	if q.Layer, err = study.ParseLayer(f.layer); err != nil {
		return nil, usageError{err}
	}
	if f.undecided != "" {
		if q.Undecided, err = reconcile.ParseUndecided(f.undecided); err != nil {
			return nil, usageError{err}
		}
	}
	return s.OnLayer(cmd.Context(), q)
}
