package coding

import (
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"concord/corpus/segment"
	"concord/tui/app"
	"concord/tui/keymap"
)

// onRead makes a key's function of something the reading screen does.
func (r *Screen) onRead(f func(s *openTranscript)) func() tea.Cmd {
	return func() tea.Cmd {
		f(r.Read)
		return nil
	}
}

// readKeys are the keys of the reading screen.
func (r *Screen) Bindings() []keymap.Binding {
	return slices.Concat(keymap.Under("coding", r.codeKeys()), r.segmentKeys(), keymap.Under("moving and selecting", r.motionKeys()), keymap.Under("going somewhere", r.goKeys()),
		keymap.Under("a coding that is there", r.codingKeys()), keymap.Under("the transcript", r.readingKeys()))
}

// codeKeys apply a code to what is selected.
func (r *Screen) codeKeys() []keymap.Binding {
	return []keymap.Binding{
		{Name: "code", Mode: keymap.ModeRead, Keys: []string{"c"}, Help: "apply a code: to the selection, or to the whole turn; type to find it, or to make a new one", Foot: "code",
			Do: r.openPicker, Why: r.canCode},
		{Name: "again", Mode: keymap.ModeRead, Keys: []string{"."}, Help: "apply the last code again", Foot: "again", Do: r.again,
			Live: func() string {
				if c, ok := r.LastCode(); ok {
					return "again: " + c.Name
				}
				return "again"
			}, Why: func() string {
				if _, ok := r.LastCode(); !ok {
					return "you have not applied a code yet; press {code}"
				}
				return r.canCode()
			}},
		{Name: "enter", Mode: keymap.ModeRead, Keys: []string{"enter"}, Help: "keep the moved edge; else code the selection", Do: func() tea.Cmd {
			if r.Read.edge != 0 {
				return r.keepEdge()
			}
			return r.openPicker()
		}, Why: func() string {
			if r.Read.edge == 0 && r.Read.Selection.Empty() {
				return "Enter codes what is selected, or keeps a moved edge; {code} codes the whole turn"
			}
			return r.canCode()
		}},
	}
}

// motionKeys move through the text and select it.
func (r *Screen) motionKeys() []keymap.Binding {
	plain := func(name, help string, f func(*openTranscript), keys ...string) keymap.Binding {
		return keymap.Binding{Name: name, Mode: keymap.ModeText, Keys: keys, Help: help, Do: r.onRead(f)}
	}
	// selecting is a motion after which open coding asks for a name. Words are
	// left out: they are the beginning of a longer selection.
	selecting := func(name, help string, f func(*openTranscript), keys ...string) keymap.Binding {
		return keymap.Binding{Name: name, Mode: keymap.ModeText, Keys: keys, Help: help, Do: func() tea.Cmd {
			f(r.Read)
			return r.offerName()
		}}
	}
	by := func(u segment.Unit, n int) func(*openTranscript) { return func(s *openTranscript) { s.by(u, n) } }
	wider := func(u segment.Unit, n int) func(*openTranscript) {
		return func(s *openTranscript) {
			if s.edge != 0 {
				s.moveEdge(u, n)
				return
			}
			s.extend(u, n)
		}
	}
	noSelection := func() string {
		if r.Read.edge == 0 && r.Read.Selection.Empty() {
			return "select something first, or take hold of an edge with {edge}"
		}
		return ""
	}
	noSegment := func() string {
		switch {
		case !r.Read.Page.Segmented:
			return "no segments are shown; {show-segments} shows them"
		case len(r.Read.Page.Segments) == 0:
			return "this transcript has no segments in “" + r.cut().Name + "”"
		}
		return ""
	}
	toSegment := func(name, help string, n int, key string) keymap.Binding {
		b := selecting(name, help, func(s *openTranscript) { s.bySegment(n) }, key)
		b.Why = noSegment
		return b
	}
	return []keymap.Binding{
		plain("next-turn", "next turn; a long one is scrolled through first", func(s *openTranscript) { s.byTurn(1) }, "down", "j"),
		plain("previous-turn", "turn before", func(s *openTranscript) { s.byTurn(-1) }, "up", "k"),
		selecting("next-sentence", "select the next sentence (the first of the turn, from a whole turn)", by(segment.Sentence, 1), "right", "l"),
		selecting("previous-sentence", "select the sentence before", by(segment.Sentence, -1), "left", "h"),
		selecting("wider-sentence", "widen the selection by a sentence", wider(segment.Sentence, 1), "shift+right", "L"),
		selecting("narrower-sentence", "take the last sentence off the selection", wider(segment.Sentence, -1), "shift+left", "H"),
		plain("next-word", "select the next word", by(segment.Word, 1), "w"),
		plain("previous-word", "select the word before", by(segment.Word, -1), "b"),
		plain("wider-word", "widen the selection by a word", wider(segment.Word, 1), "W"),
		plain("narrower-word", "take the last word off the selection", wider(segment.Word, -1), "e"),
		{Name: "wider-character", Mode: keymap.ModeText, Keys: []string{">"}, Help: "widen the selection by a character; while an edge is held: move it on by one",
			Do: r.onRead(func(s *openTranscript) { s.byCharacter(1) }), Why: noSelection},
		{Name: "narrower-character", Mode: keymap.ModeText, Keys: []string{"<"}, Help: "take the last character off the selection; while an edge is held: move it back by one",
			Do: r.onRead(func(s *openTranscript) { s.byCharacter(-1) }), Why: noSelection},
		selecting("next-paragraph", "select the next paragraph", by(segment.Paragraph, 1), "}"),
		selecting("previous-paragraph", "select the paragraph before", by(segment.Paragraph, -1), "{"),
		selecting("wider-turn", "widen the selection by a turn", func(s *openTranscript) { s.extendByTurn(1) }, "shift+down", "J"),
		selecting("narrower-turn", "take the last turn off the selection", func(s *openTranscript) { s.extendByTurn(-1) }, "shift+up", "K"),
		toSegment("next-segment", "select the next segment, where segments are shown ({show-segments})", 1, ")"),
		toSegment("previous-segment", "select the segment before", -1, "("),
		selecting("extend", "extend: plain motions widen the selection, until {extend} or Esc", (*openTranscript).toggleExtending, "v"),
		plain("page-down", "a page down", func(s *openTranscript) { s.Scroll(s.Page.Height - 2) }, "pgdown", "space", "ctrl+f"),
		plain("page-up", "a page up", func(s *openTranscript) { s.Scroll(-(s.Page.Height - 2)) }, "pgup", "ctrl+b"),
		plain("half-down", "half a page down", func(s *openTranscript) { s.Scroll(s.Page.Height / 2) }, "ctrl+d"),
		plain("half-up", "half a page up", func(s *openTranscript) { s.Scroll(-s.Page.Height / 2) }, "ctrl+u"),
		plain("first-turn", "the first turn", (*openTranscript).toFirst, "home"),
		plain("last-turn", "the last turn", (*openTranscript).toLast, "end", "G"),
	}
}

// goKeys go to what one looks for.
func (r *Screen) goKeys() []keymap.Binding {
	return []keymap.Binding{
		{Name: "go-to", Mode: keymap.ModeText, Keys: []string{"g"}, Help: "go to a turn by number, or to a time such as 12:30", Do: r.askPlace},
		{Name: "next-stop", Mode: keymap.ModeRead, Keys: []string{"]"}, Help: "next coding, or whatever {step} chose; while an edge is held: take the end", Do: r.bracketRight},
		{Name: "previous-stop", Mode: keymap.ModeRead, Keys: []string{"["}, Help: "coding before, or whatever {step} chose; while an edge is held: take the start", Do: r.bracketLeft},
		{Name: "step", Mode: keymap.ModeRead, Keys: []string{"s"}, Help: "what {next-stop} and {previous-stop} step through: codings, mine, of this code, memos, bookmarks, disagreements, turns not coded", Do: r.chooseStep},
		{Name: "next-uncoded-turn", Mode: keymap.ModeRead, Keys: []string{"o"}, Help: "next participant's turn that you have not coded", Do: func() tea.Cmd {
			if !r.Read.seek(app.StopUncoded, 1) {
				r.Tell("every turn from here on has a coding of yours")
			}
			return nil
		}},
		{Name: "next-hit", Mode: keymap.ModeRead, Keys: []string{"n"}, Help: "next hit of the last search, in any transcript", Do: func() tea.Cmd { return r.stepHit(1) }, Why: r.NoHits},
		{Name: "previous-hit", Mode: keymap.ModeRead, Keys: []string{"N"}, Help: "hit before", Do: func() tea.Cmd { return r.stepHit(-1) }, Why: r.NoHits},
		{Name: "bookmark", Mode: keymap.ModeRead, Keys: []string{"'"}, Help: "bookmark this place, or take the bookmark away", Do: r.toggleBookmark},
		{Name: "bookmarks", Mode: keymap.ModeRead, Keys: []string{`"`}, Help: "the bookmarks of this transcript", Do: r.listBookmarks, Why: func() string {
			if len(r.Read.Page.Bookmarks) == 0 {
				return "there are no bookmarks here; ' sets one"
			}
			return ""
		}},
	}
}

// codingKeys do something with a coding that is there.
func (r *Screen) codingKeys() []keymap.Binding {
	return []keymap.Binding{
		{Name: "focus-next", Mode: keymap.ModeRead, Keys: []string{"tab"}, Help: "focus the next coding here: it is underlined and explained", Foot: "focus",
			Do: r.onRead(func(s *openTranscript) { s.cycle(1) }), Why: r.noCodingHere},
		{Name: "focus-previous", Mode: keymap.ModeRead, Keys: []string{"shift+tab"}, Help: "focus the coding before", Do: r.onRead(func(s *openTranscript) { s.cycle(-1) }), Why: r.noCodingHere},
		{Name: "codings-here", Mode: keymap.ModeRead, Keys: []string{"a"}, Help: "all codings here as a list, those beyond the lanes too; Enter focuses one", Do: r.listCodings, Why: r.noCodingHere},
		{Name: "remove", Mode: keymap.ModeRead, Keys: []string{"x", "delete"}, Help: "remove the focused coding, or your only one here; undo brings it back", Foot: "remove",
			Do: r.removeCoding, Why: r.noneOfMine},
		{Name: "memo", Mode: keymap.ModeRead, Keys: []string{"m"}, Help: "memo on the focused coding, else on the selection, else on the transcript", Foot: "memo", Do: r.openMemo, Why: r.NoCoder},
		{Name: "recode", Mode: keymap.ModeRead, Keys: []string{"r"}, Help: "give the focused coding another code; bounds and memos stay", Do: r.openRecode, Why: r.noneOfMine},
		{Name: "edge", Mode: keymap.ModeRead, Keys: []string{"E"}, Help: "move an edge of the focused coding: {previous-stop} or {next-stop} picks it, motions move it, {enter} keeps it", Do: r.pickEdge, Why: r.noneOfMine},
		{Name: "flag", Mode: keymap.ModeRead, Keys: []string{"f"}, Help: "flag the focused coding as worth quoting, or take the flag away", Do: r.flagCoding, Why: r.noneOfMine},
		{Name: "in-vivo", Mode: keymap.ModeRead, Keys: []string{"i"}, Help: "new code in the words selected", Foot: "in vivo", Do: r.inVivo, Why: func() string {
			if r.Read.Selection.Empty() {
				return "select the words first: w for words, → for sentences"
			}
			return r.canCode()
		}},
		{Name: "bind", Mode: keymap.ModeRead, Keys: []string{"="}, Help: "bind a digit to the focused or last code: then 1 to 9 apply theirs", Do: r.bindDigit, Why: r.NoCoder},
		{Name: "digit", Mode: keymap.ModeRead, Keys: []string{"1", "2", "3", "4", "5", "6", "7", "8", "9"}, Help: "apply the code bound to the digit", Do: r.applyDigit, Why: r.canCode},
	}
}

// readingKeys are about the transcript as a whole and how it is shown.
func (r *Screen) readingKeys() []keymap.Binding {
	return []keymap.Binding{
		{Name: "complete", Mode: keymap.ModeRead, Keys: []string{"C"}, Help: "say that you have finished this transcript, or take it back",
			Do: func() tea.Cmd { return r.ToggleComplete(r.Read.Data.Transcript) }, Why: r.NoCoder},
		{Name: "open-coding", Mode: keymap.ModeRead, Keys: []string{"I"}, Help: "open coding, on or off: after each selection the prompt for a code opens by itself (words wait for Enter)",
			Do: func() tea.Cmd {
				return r.Toggle(&r.Habits.Open, "open coding: select, name, go on; {open-coding} ends it", "codes are applied with {code} again")
			}, Why: r.NoCoder},
		{Name: "others", Mode: keymap.ModeRead, Keys: []string{"O"}, Help: "show or hide what others coded; ≠ marks turns on which coders differ", Do: func() tea.Cmd {
			r.Read.Stale()
			return r.Toggle(&r.Habits.Others, "others' codings are shown", "only your codings are shown")
		}},
		{Name: "dim", Mode: keymap.ModeRead, Keys: []string{"D"}, Help: "dim interviewers' words, or not", Do: func() tea.Cmd {
			return r.Toggle(&r.Habits.Bright, "interviewers' words are as bright as others'", "interviewers' words are dimmed")
		}},
		{Name: "show-segments", Mode: keymap.ModeRead, Keys: []string{"T"}, Help: "show or hide the segments of a segmentation while you code: {next-segment} selects one, {code} codes it", Do: r.showSegments, Why: func() string {
			if len(r.Cuts) == 0 {
				return "there is no segmentation yet; {segmenting} makes one"
			}
			return ""
		}},
		{Name: "segmenting", Mode: keymap.ModeRead, Keys: []string{"S"}, Help: "cut the transcript into segments by hand: choose a segmentation, or make one", Do: r.chooseCut, Why: r.NoCoder},
		{Name: "panel", Mode: keymap.ModeRead, Keys: []string{"p"}, Help: "beside the text: the coding, the codebook, the case, or nothing; on a narrow screen over the text", Do: r.nextPanel},
		{Name: "whole-panel", Mode: keymap.ModeRead, Keys: []string{"P"}, Help: "all of the coding, the codebook or the case, over the text", Do: r.wholePanel},
	}
}
