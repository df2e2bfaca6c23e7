package coding

import (
	"cmp"
	"slices"

	"concord/codebook"
	"concord/corpus"
)

// differing says on which turns of a transcript coders differ: two who speak for
// the turn gave it different codes. A coder speaks for a turn if she has finished
// the transcript, so that her silence means no, or if she has coded the turn.
// Interviewers' turns are left out, and so are codings of retired codes.
func Differing(w *codebook.CodedTranscript, belongs func(codebook.Coding) (codebook.CodeID, codebook.CodingStatus)) func(corpus.TurnIndex) bool {
	finished := map[codebook.CoderID]bool{}
	for _, c := range w.Completions {
		if c.Text == w.Text.ID {
			finished[c.Coder] = true
		}
	}
	type mark struct {
		turn  corpus.TurnIndex
		coder codebook.CoderID
		code  codebook.CodeID
	}
	var marks []mark
	for _, c := range w.Codings {
		code, standing := belongs(c)
		if standing > codebook.Stale {
			continue
		}
		from, to := w.Text.TurnsIn(c.Span)
		for i := from; i < to; i++ {
			if c.Span.Overlaps(w.Text.Turns[i].SpeechSpan()) && w.SpokenBy(i) != corpus.RoleInterviewer {
				marks = append(marks, mark{i, c.Coder, code})
			}
		}
	}
	slices.SortFunc(marks, func(a, b mark) int {
		return cmp.Or(cmp.Compare(a.turn, b.turn), a.code.Compare(b.code), a.coder.Compare(b.coder))
	})
	marks = slices.Compact(marks)
	differ := map[corpus.TurnIndex]bool{}
	for at := 0; at < len(marks); {
		turn, end, codes := marks[at].turn, at, 0
		speaking := map[codebook.CoderID]bool{}
		for ; end < len(marks) && marks[end].turn == turn; end++ {
			speaking[marks[end].coder] = true
			if end == at || marks[end].code != marks[end-1].code {
				codes++
			}
		}
		for c := range finished {
			speaking[c] = true
		}
		// They agree if everybody who speaks for the turn gave each of its codes.
		differ[turn] = end-at != len(speaking)*codes
		at = end
	}
	return func(i corpus.TurnIndex) bool { return differ[i] }
}
