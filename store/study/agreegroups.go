package study

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"concord/codebook"
	"concord/codebook/agreement"
	"concord/codebook/reconcile"
	"concord/codebook/report"
	"concord/corpus"
	"concord/corpus/exporter"
	"concord/store"
)

// By lists what agreement can be parted by, besides attributes.
var By = []string{"pair", "transcript", "round", "version", "day", "week", "month"}

// divide measures the parts that a question asks for.
func divide(ctx context.Context, a *report.Agreement, m *exporter.Study, coders []codebook.Coder, q AgreementQuestion) error {
	var groups []reconcile.Group
	switch q.By {
	case "", "round": // rounds are the study's; see byRound
		return nil
	case "version":
		return byVersion(ctx, a, m, coders, q)
	case "pair":
		groups = a.RatingMatrix.Pairs()
	case "transcript":
		groups = a.RatingMatrix.Transcripts()
	case "day", "week", "month":
		groups = a.RatingMatrix.Drift(reconcile.Period(q.By))
		a.PartsNote = "A transcript belongs to the " + q.By + " (UTC) in which the last of its coders completed it."
	default:
		var err error
		if groups, err = byAttribute(a, m, q.By); err != nil {
			return err
		}
	}
	for _, g := range groups {
		part, err := measure(ctx, g.Name, a.RatingMatrix.Select(g), q.ofParts(a.Resampling))
		if err != nil {
			return err
		}
		a.Parts = append(a.Parts, part)
	}
	return nil
}

// ofParts is what is resampled of parts.
func (q AgreementQuestion) ofParts(how agreement.Resampling) agreement.Resampling {
	if q.BareParts {
		how.Resamples = 0
	}
	return how
}

// byVersion measures the same codings under every saved version of the codebook.
func byVersion(ctx context.Context, a *report.Agreement, m *exporter.Study, coders []codebook.Coder, q AgreementQuestion) error {
	for _, v := range m.Versions {
		book := v.Codebook()
		var codes []codebook.CodeID
		if len(q.Codes) == 0 {
			codes, _ = q.chooseLines(book) // a version without themes has none to show
		} else {
			for _, l := range a.RatingMatrix.Codes {
				codes = append(codes, l.Code.ID)
			}
		}
		part, err := measure(ctx, VersionName(v), reconcile.BuildRatings(book, m.Coded, coders, codes, q.Rules), q.ofParts(a.Resampling))
		if err != nil {
			return err
		}
		a.Parts = append(a.Parts, part)
	}
	a.PartsNote = "The codings and completions are those of today, read under each version; answers under another definition are missing."
	return nil
}

// roundParts are the rounds by which agreement can be parted.
type roundParts struct {
	closed []*RoundWork
	open   []string // names, in quotes
}

func (s *Study) roundParts(ctx context.Context) (roundParts, error) {
	var out roundParts
	rounds, err := s.Reader().Rounds(ctx)
	if err != nil {
		return out, err
	}
	for _, r := range rounds {
		if r.Open || len(r.Closes) == 0 {
			out.open = append(out.open, "“"+r.Name+"”")
			continue
		}
		w, err := s.RoundWork(ctx, r.ID)
		if err != nil {
			return out, fmt.Errorf("agreement in the round “%s”: %w", r.Name, err)
		}
		out.closed = append(out.closed, w)
	}
	return out, nil
}

// byRound measures the independent work of every closed round on its own, in the
// units asked for and under the round's version of the codebook.
func byRound(ctx context.Context, a *report.Agreement, rounds roundParts, q AgreementQuestion) error {
	var bare []string
	for _, w := range rounds.closed {
		r := w.Round
		if q.Rules.Themes && len(w.Version.Codebook().Themes()) == 0 {
			bare = append(bare, "“"+r.Name+"”")
			continue
		}
		m := w.Material
		// Who was not in the round has no part in it.
		in := q
		in.By, in.Version, in.Transcripts, in.Bootstrap = "", "", nil, q.ofParts(a.Resampling).Resamples
		in.Coders = slices.DeleteFunc(slices.Clone(q.Coders), func(name string) bool { _, err := store.FindCoder(m.Coders, name); return err != nil })
		if len(q.Coders) > 0 && len(in.Coders) < 2 {
			continue
		}
		if len(q.Transcripts) > 0 {
			m.Coded = slices.DeleteFunc(slices.Clone(m.Coded), func(x *codebook.CodedTranscript) bool {
				return !slices.ContainsFunc(a.RatingMatrix.Coded, func(y *codebook.CodedTranscript) bool { return y.Transcript.ID == x.Transcript.ID })
			})
		}
		in.Codes = nil // a code may not be in the round's codebook yet
		part, err := Measure(ctx, m, in)
		if err != nil {
			return fmt.Errorf("agreement in the round “%s”: %w", r.Name, err)
		}
		part.Part.Name = r.Name
		a.Parts = append(a.Parts, part.Part)
	}
	a.PartsNote = "Each round is measured on its independent work, under the codebook of the round; “all” on all codings as they are now."
	if len(rounds.open) > 0 {
		a.PartsNote += " Still open, and not among the parts: " + strings.Join(rounds.open, ", ") + "."
	}
	if len(bare) > 0 {
		a.PartsNote += " Under a codebook without themes, and not among the parts: " + strings.Join(bare, ", ") + "."
	}
	if len(rounds.open)+len(rounds.closed) == 0 {
		a.PartsNote = "There are no rounds yet."
	}
	return nil
}

// byAttribute groups transcripts by the values of an attribute of theirs or of
// their cases.
func byAttribute(a *report.Agreement, m *exporter.Study, name string) ([]reconcile.Group, error) {
	name = strings.TrimPrefix(name, "attribute:")
	all := Attributes(m)
	i := slices.IndexFunc(all, func(s string) bool { return strings.EqualFold(s, name) })
	if i < 0 {
		return nil, fmt.Errorf("agreement cannot be parted by %q: choose %s, or an attribute (%s)", name, strings.Join(By, ", "), none(all, "there are none yet"))
	}
	without, several, numbers := 0, 0, true
	values := func(w *codebook.CodedTranscript) []string {
		var out []string
		for _, x := range attributesOf(m, w) {
			if x.Name == all[i] && x.Value != "" && !slices.Contains(out, x.Value) {
				out = append(out, x.Value)
				_, err := strconv.ParseFloat(x.Value, 64)
				numbers = numbers && err == nil
			}
		}
		return out
	}
	for _, w := range a.RatingMatrix.Coded {
		switch n := len(values(w)); {
		case n == 0:
			without++
		case n > 1:
			several++
		}
	}
	if without > 0 {
		a.PartsNote = fmt.Sprintf("Without a value of %s, and in no part: %d of %d transcripts.", all[i], without, len(a.RatingMatrix.Coded))
	}
	if several > 0 {
		a.PartsNote = strings.TrimSpace(a.PartsNote + fmt.Sprintf(" With several values, and in several parts: %d.", several))
	}
	return a.RatingMatrix.By(values, func(x, y string) int {
		if numbers {
			p, _ := strconv.ParseFloat(x, 64)
			q, _ := strconv.ParseFloat(y, 64)
			return cmp.Compare(p, q)
		}
		return strings.Compare(x, y)
	}), nil
}

// Attributes lists the names of all attributes of the study's transcripts and
// their cases, sorted.
func Attributes(m *exporter.Study) []string {
	names := map[string]bool{}
	for _, w := range m.Coded {
		for _, x := range attributesOf(m, w) {
			names[x.Name] = true
		}
	}
	return slices.Sorted(maps.Keys(names))
}

func attributesOf(m *exporter.Study, w *codebook.CodedTranscript) []corpus.Attribute {
	out := slices.Clone(w.Transcript.Attributes)
	for _, id := range w.Transcript.Cases {
		out = append(out, m.Cases[id].Attributes...)
	}
	return out
}

func none(list []string, words string) string {
	if len(list) == 0 {
		return words
	}
	return strings.Join(list, ", ")
}
