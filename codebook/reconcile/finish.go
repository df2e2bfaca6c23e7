package reconcile

import (
	"slices"

	"concord/codebook"
)

// finish is why a coder counts on a transcript: her completion, or the
// assumption that she finished.
type finish struct {
	assumed     bool
	definitions []codebook.ChangeID // sorted
}

// finishes gives, for each coder, why she counts on a transcript; nil where she
// does not. It counts what it finds.
func finishes(w *codebook.CodedTranscript, coders []codebook.Coder, rules Rules, counts *Counts) []*finish {
	out := make([]*finish, len(coders))
	for i, coder := range coders {
		mine := func(c codebook.Coding) bool { return c.Coder == coder.ID }
		completion, complete := w.LastCompletion(coder.ID)
		switch {
		case complete:
			counts.Completions++
			out[i] = &finish{definitions: completion.Definitions}
		case rules.AssumeComplete && slices.ContainsFunc(w.Codings, mine):
			counts.Completions++
			counts.Assumed++
			out[i] = &finish{assumed: true}
		case slices.ContainsFunc(w.Completions, func(c codebook.Completion) bool { return c.Coder == coder.ID }):
			counts.OldCompletions++
		case slices.ContainsFunc(w.Codings, mine):
			counts.Incomplete++
		}
	}
	if slices.ContainsFunc(out, func(f *finish) bool { return f != nil }) {
		counts.CodingsOnOldTexts += w.Elsewhere
	}
	return out
}

// meant reports whether what a coder did and left is an answer for a line: each
// of the codes that count as it, and that may be applied now, had the same
// definition when she finished.
func (f *finish) meant(line *RatedCode) bool {
	if f.assumed {
		return true
	}
	for _, definition := range line.definitions {
		if _, found := slices.BinarySearchFunc(f.definitions, definition, codebook.ChangeID.Compare); !found {
			return false
		}
	}
	return true
}

// each hands out the codings on a transcript of the coders who count, for every
// line that they speak of, and whether they are stale there. It counts those
// that no codebook has a place for.
func each(book *codebook.Codebook, w *codebook.CodedTranscript, coders []codebook.Coder, finished []*finish, number map[codebook.CodeID][]int, counts *Counts,
	yield func(k key, c codebook.Coding, stale bool)) {
	for _, c := range w.Codings {
		coder := slices.IndexFunc(coders, func(x codebook.Coder) bool { return x.ID == c.Coder })
		if coder < 0 || finished[coder] == nil {
			continue
		}
		codes, standing := reach(book, c)
		if standing == codebook.Hidden || standing == codebook.Unknown {
			counts.HiddenCodings++
			continue
		}
		done := map[int]bool{}
		for _, id := range codes {
			for _, line := range number[id] {
				if !done[line] {
					done[line] = true
					yield(key{line, coder}, c, standing == codebook.Stale)
				}
			}
		}
	}
}
