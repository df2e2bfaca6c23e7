package store

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"concord/codebook"
	"concord/corpus"
)

// twin makes another, empty copy of a project: the same project id, a copy id
// of its own.
func twin(t testing.TB, p *Project) *Project {
	t.Helper()
	q := newProject(t.TempDir(), nil)
	if err := q.create(p.id); err != nil {
		t.Fatal(err)
	}
	q, err := Open(ctx, q.dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { sound(t, q) })
	return q
}

// everything reads all events and texts of a copy.
func everything(t testing.TB, p *Project) (events []*Event, texts []sharedText) {
	t.Helper()
	err := p.view(ctx, func(v view) error {
		err := v.scan(bucketEvent, nil, func(k, val []byte) error {
			e, err := decodeEvent(k, val)
			events = append(events, e)
			return err
		})
		if err != nil {
			return err
		}
		return v.scan(bucketText, nil, func(k, _ []byte) error {
			text, err := readText(v, corpus.TextID(k))
			if err != nil {
				return err
			}
			shared := sharedText{text, map[[8]byte][]byte{}}
			err = v.scan(bucketSecret, k, func(sk, secret []byte) error {
				shared.secrets[[8]byte(sk[16:])] = bytes.Clone(secret)
				return nil
			})
			texts = append(texts, shared)
			return err
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return events, texts
}

// stateOf writes out every state bucket.
func stateOf(t testing.TB, p *Project) string {
	t.Helper()
	var out bytes.Buffer
	err := p.view(ctx, func(v view) error {
		for _, b := range stateBuckets {
			fmt.Fprintf(&out, "== %s\n", b)
			err := v.scan(b, nil, func(k, val []byte) error {
				fmt.Fprintf(&out, "%s %q\n", hex.EncodeToString(k), val)
				return nil
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// wander does random things in a copy; what is refused is simply not done.
func wander(rng *rand.Rand, p *Project, coders []codebook.Coder, steps int) {
	for range steps {
		by := coders[rng.IntN(len(coders))].ID
		var book *codebook.Codebook
		var ts []corpus.Transcript
		var cs []codebook.Coding
		var memos []codebook.Memo
		texts := map[corpus.TextID]*corpus.Text{}
		_ = p.As(codebook.CoderID{}).Snapshot(ctx, func(r Reader) error {
			book, _ = r.Codebook(ctx)
			ts, _ = r.Transcripts(ctx)
			cs, _ = r.Codings(ctx, corpus.TranscriptID{})
			memos, _ = r.Memos(ctx, nil)
			for _, t := range ts {
				if text, err := r.Text(ctx, t.Text()); err == nil {
					texts[text.ID] = text
				}
			}
			return nil
		})
		codes := book.Codes()
		someCode := func() codebook.CodeID {
			if len(codes) == 0 {
				return codebook.CodeID{}
			}
			return codes[rng.IntN(len(codes))].ID
		}
		switch rng.IntN(20) {
		case 0, 1, 2, 3:
			if len(ts) == 0 {
				continue
			}
			t := ts[rng.IntN(len(ts))]
			if text := texts[t.Text()]; text != nil {
				start := corpus.Offset(rng.IntN(len(text.Body) - 10))
				_, _ = p.Apply(ctx, by, NewCoding{Transcript: t.ID, Code: someCode(), Span: corpus.Span{Start: start, End: start + corpus.Offset(1+rng.IntN(200))}})
			}
		case 4:
			_, _ = p.AddCode(ctx, by, NewCode{Name: fmt.Sprint("code ", rng.IntN(20)), Parent: someCode()}, "because")
		case 5:
			_ = p.ChangeCodes(ctx, by, CodeChange{Code: someCode(), Kind: codebook.Move, Values: codebook.Values{Parent: ptr(someCode())}})
		case 6:
			_ = p.ChangeCodes(ctx, by, CodeChange{Code: someCode(), Kind: codebook.Merge,
				Values: codebook.Values{State: &codebook.State{Status: codebook.Merged, Into: []codebook.CodeID{someCode()}}}})
		case 7:
			_ = p.ChangeCodes(ctx, by, CodeChange{Code: someCode(), Kind: codebook.Redefine,
				Values: codebook.Values{Defined: &codebook.Defined{Definition: codebook.Definition{Text: fmt.Sprint(rng.IntN(99))}}}})
		case 8:
			if len(cs) > 0 {
				c := cs[rng.IntN(len(cs))]
				_ = p.MoveCoding(ctx, c.Coder, c.ID, corpus.Span{Start: c.Span.Start, End: c.Span.End + 1})
			}
		case 9:
			if len(cs) > 0 {
				c := cs[rng.IntN(len(cs))]
				_ = p.RemoveCoding(ctx, c.Coder, c.ID)
			}
		case 10:
			if len(cs) > 0 {
				c := cs[rng.IntN(len(cs))]
				_ = p.Recode(ctx, c.Coder, c.ID, someCode())
			}
		case 11, 12:
			if rng.IntN(3) > 0 {
				_, _ = p.Undo(ctx, by)
			} else {
				_, _ = p.Redo(ctx, by)
			}
		case 13:
			if len(memos) > 0 && rng.IntN(2) > 0 {
				m := memos[rng.IntN(len(memos))]
				_ = p.EditMemo(ctx, m.Coder, m.ID, []string{"", "more words"}[rng.IntN(2)])
			} else {
				_, _ = p.AddMemo(ctx, by, codebook.Subject{Kind: codebook.AboutCode, Code: someCode()}, "words")
			}
		case 14:
			if len(ts) > 0 {
				t := ts[rng.IntN(len(ts))].ID
				if rng.IntN(3) > 0 {
					_, _ = p.Complete(ctx, by, by, t)
				} else {
					_ = p.Reopen(ctx, by, by, t)
				}
			}
		case 18, 19:
			wanderCodebook(rng, p, by, book, cs)
		case 16, 17:
			wanderRounds(rng, p, by, ts, coders)
		case 15:
			switch rng.IntN(3) {
			case 0:
				_, _ = p.SaveVersion(ctx, by, "because")
			case 1:
				var change CaseChange
				change.Name = fmt.Sprint("case ", rng.IntN(3))
				change.Attributes = []corpus.Attribute{{Name: "county", Value: fmt.Sprint(rng.IntN(2))}}
				if len(ts) > 0 {
					change.Transcripts = []corpus.TranscriptID{ts[rng.IntN(len(ts))].ID}
				}
				_, _ = p.SetCase(ctx, by, []CaseChange{change})
			case 2:
				_, _ = p.SetRoles(ctx, by, []corpus.Role{corpus.RoleInterviewer, corpus.RoleOther}[rng.IntN(2)], []string{"INT"})
			}
		}
	}
}

// wanderRounds opens, closes and reopens rounds, and decides in them.
// wanderSegments makes, changes or removes a segmentation.
func wanderSegments(rng *rand.Rand, p *Project, by codebook.CoderID, ts []corpus.Transcript) {
	all, _ := p.As(by).Segmentations(ctx)
	if len(ts) == 0 {
		return
	}
	at := corpus.Offset(rng.IntN(30))
	cuts := map[corpus.TextID][]corpus.Span{ts[rng.IntN(len(ts))].Text(): {{Start: at, End: at + 10}, {Start: at + 12, End: at + 20}}}
	switch {
	case len(all) == 0 || rng.IntN(5) == 0:
		_, _ = p.NewSegmentation(ctx, by, fmt.Sprint("topics ", rng.IntN(3)), "by hand", cuts)
	case rng.IntN(6) == 0:
		_ = p.RemoveSegmentation(ctx, by, all[0].ID)
	case rng.IntN(4) == 0:
		_, _ = p.RenameSegmentation(ctx, by, all[0].ID, fmt.Sprint("themes ", rng.IntN(3)))
	default:
		_, _ = p.SetSegments(ctx, by, all[rng.IntN(len(all))].ID, cuts)
	}
}

func wanderRounds(rng *rand.Rand, p *Project, by codebook.CoderID, ts []corpus.Transcript, coders []codebook.Coder) {
	r := p.As(codebook.CoderID{})
	rounds, _ := r.Rounds(ctx)
	versions, _ := r.Versions(ctx)
	switch n := rng.IntN(7); {
	case n == 6:
		wanderSegments(rng, p, by, ts)
	case n == 5 && rng.IntN(4) == 0:
		c, err := p.AddCoder(ctx, fmt.Sprint("coder ", rng.IntN(5)), "")
		if err == nil {
			if len(ts) > 0 {
				_, _ = p.Complete(ctx, by, c.ID, ts[0].ID)
			}
			_ = p.JoinCoders(ctx, by, c.ID, coders[rng.IntN(len(coders))].ID)
		}
	case n == 0 && len(ts) > 0 && len(versions) > 0:
		var ids []codebook.CoderID
		for _, c := range coders {
			ids = append(ids, c.ID)
		}
		as, _ := codebook.Assign(ts[:1+rng.IntN(len(ts))], ids, 0)
		_, _ = p.NewRound(ctx, by, codebook.Round{Name: fmt.Sprint("round ", rng.IntN(9)), Version: versions[0].ID, Unit: "turn", Blind: rng.IntN(2) == 0, Assignments: as})
	case len(rounds) == 0:
	case n == 1:
		_, _ = p.CloseRound(ctx, by, rounds[rng.IntN(len(rounds))].ID)
	case n == 2:
		_, _ = p.ReopenRound(ctx, by, rounds[rng.IntN(len(rounds))].ID, "because")
	default:
		round := rounds[rng.IntN(len(rounds))]
		book, _ := r.Codebook(ctx)
		if book.Len() == 0 {
			return
		}
		a := round.Assignments[rng.IntN(len(round.Assignments))]
		_, _ = p.Decide(ctx, by, codebook.Decision{Round: round.ID, Transcript: a.Transcript, Text: a.Text, Span: corpus.Span{Start: 0, End: corpus.Offset(1 + rng.IntN(40))},
			Answers: []codebook.Answer{{Code: book.Codes()[0].ID, Applies: rng.IntN(2) == 0}}, Outcome: "all"})
	}
}

// Copies that were handed the same events, in any order, in pieces, repeated,
// hold the same state, byte for byte, and every one of them passes the check.
func TestMergeDependsOnTheSetOfEventsAlone(t *testing.T) {
	t.Parallel() // it waits for the disk most of the time
	texts := []*corpus.Text{interview(t, 1), interview(t, 2), interview(t, 3)}
	rapid.Check(t, func(rt *rapid.T) {
		seed := rapid.Uint64().Draw(rt, "seed")
		rng := rand.New(rand.NewPCG(seed, 7))
		first := newBareStudy(t, texts[0])
		copies := []*Project{first.Project, twin(t, first.Project), twin(t, first.Project)}
		exchange := func(from, to *Project) {
			events, shared := everything(t, from)
			rng.Shuffle(len(events), func(i, j int) { events[i], events[j] = events[j], events[i] })
			for len(events) > 0 {
				n := 1 + rng.IntN(len(events))
				piece := events[:n]
				if rng.IntN(2) == 0 {
					piece = append(piece[:len(piece):len(piece)], piece[0]) // repeated
				}
				if _, err := to.merge(ctx, delivery{events: piece, texts: shared}, nil, steps{}); err != nil {
					rt.Fatal(err)
				}
				events = events[n:]
			}
		}
		exchange(copies[0], copies[1])
		exchange(copies[0], copies[2])
		coders := []codebook.Coder{first.ana, first.ben}
		for range rapid.IntRange(1, 4).Draw(rt, "rounds") {
			for i, c := range copies {
				if rng.IntN(4) == 0 {
					importText(t, c, coders[rng.IntN(2)].ID, fmt.Sprint("KI-0", i), texts[rng.IntN(3)])
				}
				wander(rng, c, coders, rng.IntN(25))
			}
			exchange(copies[rng.IntN(3)], copies[rng.IntN(3)])
		}
		for _, from := range copies {
			for _, to := range copies {
				exchange(from, to)
			}
		}
		want := stateOf(t, copies[0])
		for i, c := range copies {
			if got := stateOf(t, c); got != want {
				rt.Fatalf("copy %d differs:\n%s\n--- from\n%s", i, got, want)
			}
			r, err := c.Check(ctx)
			if err != nil || len(r.Problems) > 0 {
				rt.Fatalf("copy %d: %v %v", i, r.Problems, err)
			}
		}
	})
}

func newBareStudy(t testing.TB, text *corpus.Text) *study {
	s := &study{Project: open(t), text: text}
	s.ana, _ = s.AddCoder(ctx, "ana", "")
	s.ben, _ = s.AddCoder(ctx, "ben", "")
	s.transcript = importText(t, s.Project, s.ana.ID, "KI-01", text)
	return s
}

// Whatever a person does and undoes, redoing leads back to where she was.
func TestUndoingEverythingAndRedoingItIsNothing(t *testing.T) {
	t.Parallel() // it waits for the disk most of the time
	texts := []*corpus.Text{interview(t, 1)}
	rapid.Check(t, func(rt *rapid.T) {
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "seed"), 3))
		s := newBareStudy(t, texts[0])
		wander(rng, s.Project, []codebook.Coder{s.ana}, rapid.IntRange(1, 40).Draw(rt, "steps"))
		for { // take away what could be redone, so that the undos below can
			if _, err := s.Redo(ctx, s.ana.ID); err != nil {
				break
			}
		}
		before := visible(t, s.Project)
		undone := 0
		for {
			_, err := s.Undo(ctx, s.ana.ID)
			if errors.Is(err, ErrNothingToUndo) || err != nil && (strings.Contains(err.Error(), "round “") || strings.Contains(err.Error(), "on it; take that back first")) {
				// Closing a round is not undone, nor what it names and what was
				// decided on.
				break
			}
			if err != nil {
				rt.Fatal(err)
			}
			undone++
		}
		for range undone {
			if _, err := s.Redo(ctx, s.ana.ID); err != nil {
				rt.Fatal(err)
			}
		}
		if after := visible(t, s.Project); after != before {
			rt.Fatalf("after undoing and redoing %d actions:\n%s\n--- before\n%s", undone, after, before)
		}
	})
}

// visible writes out what people see of a project, without event ids and times.
func visible(t testing.TB, p *Project) string {
	t.Helper()
	r := p.As(codebook.CoderID{})
	o, err := r.Overview(ctx)
	if err != nil {
		t.Fatal(err)
	}
	cs, _ := r.Codings(ctx, corpus.TranscriptID{})
	ms, _ := r.Memos(ctx, nil)
	for i := range ms {
		ms[i].Edited = ms[i].Created
	}
	for _, byCoder := range o.Summaries {
		for c, m := range byCoder {
			m.LastWorked = m.LastWorked.Truncate(1 << 62)
			byCoder[c] = m
		}
	}
	var out bytes.Buffer
	fmt.Fprintf(&out, "%+v\n%+v\n%+v\n", o.Transcripts, o.Cases, o.Summaries)
	for _, c := range o.Codebook.Codes() {
		fmt.Fprintf(&out, "%s %+v\n", o.Codebook.Path(c.ID), c)
	}
	for _, c := range cs {
		fmt.Fprintf(&out, "%+v\n", c)
	}
	for _, m := range ms {
		fmt.Fprintf(&out, "%+v\n", m)
	}
	return out.String()
}
