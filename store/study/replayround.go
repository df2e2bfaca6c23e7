package study

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"io/fs"
	"strings"

	"concord/codebook/reconcile"
)

// round does a step that is about a round.
func (r *replaying) round(ctx context.Context, st step) error {
	if st.Do == "round" {
		rules := reconcile.DefaultRules
		rules.Unit = reconcile.UnitKind(st.Unit)
		_, err := r.s.NewRound(ctx, RoundPlan{Name: st.Round, Transcripts: st.Transcripts, Rules: rules, Blind: st.Blind})
		return err
	}
	round, err := r.s.Round(ctx, st.Round)
	if err != nil {
		return err
	}
	switch st.Do {
	case "close":
		_, err := r.s.Project.CloseRound(ctx, r.s.Coder.ID, round.ID)
		return err
	case "decide":
		w, err := r.s.RoundWork(ctx, round.ID)
		if err != nil {
			return err
		}
		return r.decisions(ctx, w, st.File)
	}
	return fmt.Errorf("it is not known")
}

// decisions reads what was decided in a round: place, verdict, reason, present.
func (r *replaying) decisions(ctx context.Context, w *RoundWork, file string) error {
	content, err := fs.ReadFile(r.files, file)
	if err != nil {
		return err
	}
	rows, err := csv.NewReader(bytes.NewReader(content)).ReadAll()
	if err != nil {
		return err
	}
	for i, row := range rows[1:] {
		unit, err := w.RatingMatrix.Find(row[0])
		if err != nil {
			return fmt.Errorf("%s, line %d: %w", file, i+2, err)
		}
		v, err := w.ParseAdjudication(row[1])
		if err != nil {
			return fmt.Errorf("%s, line %d: %w", file, i+2, err)
		}
		v.Reason, v.Present = row[2], strings.Split(row[3], "; ")
		if _, err := r.s.Decide(ctx, w, unit, v); err != nil {
			return fmt.Errorf("%s, line %d: %w", file, i+2, err)
		}
	}
	return nil
}
