package tui

import (
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"concord/corpus/segment"
)

// onRead makes a key's function of something the reading screen does.
func (r *codingScreen) onRead(f func(s *openTranscript)) func() tea.Cmd {
	return func() tea.Cmd {
		f(r.read)
		return nil
	}
}

// readKeys are the keys of the reading screen.
func (r *codingScreen) Bindings() []binding {
	return slices.Concat(under("coding", r.codeKeys()), r.segmentKeys(), under("moving and selecting", r.motionKeys()), under("going somewhere", r.goKeys()),
		under("a coding that is there", r.codingKeys()), under("the transcript", r.readingKeys()))
}

// codeKeys apply a code to what is selected.
func (r *codingScreen) codeKeys() []binding {
	return []binding{
		{name: "code", mode: modeRead, keys: []string{"c"}, help: "apply a code: to the selection, or to the whole turn; type to find it, or to make a new one", foot: "code",
			do: r.openPicker, why: r.canCode},
		{name: "again", mode: modeRead, keys: []string{"."}, help: "apply the last code again", foot: "again", do: r.again,
			live: func() string {
				if c, ok := r.lastCode(); ok {
					return "again: " + c.Name
				}
				return "again"
			}, why: func() string {
				if _, ok := r.lastCode(); !ok {
					return "you have not applied a code yet; press {code}"
				}
				return r.canCode()
			}},
		{name: "enter", mode: modeRead, keys: []string{"enter"}, help: "keep the moved edge; else code the selection", do: func() tea.Cmd {
			if r.read.edge != 0 {
				return r.keepEdge()
			}
			return r.openPicker()
		}, why: func() string {
			if r.read.edge == 0 && r.read.selection.Empty() {
				return "Enter codes what is selected, or keeps a moved edge; {code} codes the whole turn"
			}
			return r.canCode()
		}},
	}
}

// motionKeys move through the text and select it.
func (r *codingScreen) motionKeys() []binding {
	plain := func(name, help string, f func(*openTranscript), keys ...string) binding {
		return binding{name: name, mode: modeText, keys: keys, help: help, do: r.onRead(f)}
	}
	// selecting is a motion after which open coding asks for a name. Words are
	// left out: they are the beginning of a longer selection.
	selecting := func(name, help string, f func(*openTranscript), keys ...string) binding {
		return binding{name: name, mode: modeText, keys: keys, help: help, do: func() tea.Cmd {
			f(r.read)
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
		if r.read.edge == 0 && r.read.selection.Empty() {
			return "select something first, or take hold of an edge with {edge}"
		}
		return ""
	}
	noSegment := func() string {
		switch {
		case !r.read.page.Segmented:
			return "no segments are shown; {show-segments} shows them"
		case len(r.read.page.Segments) == 0:
			return "this transcript has no segments in “" + r.cut().Name + "”"
		}
		return ""
	}
	toSegment := func(name, help string, n int, key string) binding {
		b := selecting(name, help, func(s *openTranscript) { s.bySegment(n) }, key)
		b.why = noSegment
		return b
	}
	return []binding{
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
		{name: "wider-character", mode: modeText, keys: []string{">"}, help: "widen the selection by a character; while an edge is held: move it on by one",
			do: r.onRead(func(s *openTranscript) { s.byCharacter(1) }), why: noSelection},
		{name: "narrower-character", mode: modeText, keys: []string{"<"}, help: "take the last character off the selection; while an edge is held: move it back by one",
			do: r.onRead(func(s *openTranscript) { s.byCharacter(-1) }), why: noSelection},
		selecting("next-paragraph", "select the next paragraph", by(segment.Paragraph, 1), "}"),
		selecting("previous-paragraph", "select the paragraph before", by(segment.Paragraph, -1), "{"),
		selecting("wider-turn", "widen the selection by a turn", func(s *openTranscript) { s.extendByTurn(1) }, "shift+down", "J"),
		selecting("narrower-turn", "take the last turn off the selection", func(s *openTranscript) { s.extendByTurn(-1) }, "shift+up", "K"),
		toSegment("next-segment", "select the next segment, where segments are shown ({show-segments})", 1, ")"),
		toSegment("previous-segment", "select the segment before", -1, "("),
		selecting("extend", "extend: plain motions widen the selection, until {extend} or Esc", (*openTranscript).toggleExtending, "v"),
		plain("page-down", "a page down", func(s *openTranscript) { s.Scroll(s.page.Height - 2) }, "pgdown", "space", "ctrl+f"),
		plain("page-up", "a page up", func(s *openTranscript) { s.Scroll(-(s.page.Height - 2)) }, "pgup", "ctrl+b"),
		plain("half-down", "half a page down", func(s *openTranscript) { s.Scroll(s.page.Height / 2) }, "ctrl+d"),
		plain("half-up", "half a page up", func(s *openTranscript) { s.Scroll(-s.page.Height / 2) }, "ctrl+u"),
		plain("first-turn", "the first turn", (*openTranscript).toFirst, "home"),
		plain("last-turn", "the last turn", (*openTranscript).toLast, "end", "G"),
	}
}

// goKeys go to what one looks for.
func (r *codingScreen) goKeys() []binding {
	return []binding{
		{name: "go-to", mode: modeText, keys: []string{"g"}, help: "go to a turn by number, or to a time such as 12:30", do: r.askPlace},
		{name: "next-stop", mode: modeRead, keys: []string{"]"}, help: "next coding, or whatever {step} chose; while an edge is held: take the end", do: r.bracketRight},
		{name: "previous-stop", mode: modeRead, keys: []string{"["}, help: "coding before, or whatever {step} chose; while an edge is held: take the start", do: r.bracketLeft},
		{name: "step", mode: modeRead, keys: []string{"s"}, help: "what {next-stop} and {previous-stop} step through: codings, mine, of this code, memos, bookmarks, disagreements, turns not coded", do: r.chooseStep},
		{name: "next-uncoded-turn", mode: modeRead, keys: []string{"o"}, help: "next participant's turn that you have not coded", do: func() tea.Cmd {
			if !r.read.seek(stopUncoded, 1) {
				r.tell("every turn from here on has a coding of yours")
			}
			return nil
		}},
		{name: "next-hit", mode: modeRead, keys: []string{"n"}, help: "next hit of the last search, in any transcript", do: func() tea.Cmd { return r.stepHit(1) }, why: r.noHits},
		{name: "previous-hit", mode: modeRead, keys: []string{"N"}, help: "hit before", do: func() tea.Cmd { return r.stepHit(-1) }, why: r.noHits},
		{name: "bookmark", mode: modeRead, keys: []string{"'"}, help: "bookmark this place, or take the bookmark away", do: r.toggleBookmark},
		{name: "bookmarks", mode: modeRead, keys: []string{`"`}, help: "the bookmarks of this transcript", do: r.listBookmarks, why: func() string {
			if len(r.read.page.Bookmarks) == 0 {
				return "there are no bookmarks here; ' sets one"
			}
			return ""
		}},
	}
}

// codingKeys do something with a coding that is there.
func (r *codingScreen) codingKeys() []binding {
	return []binding{
		{name: "focus-next", mode: modeRead, keys: []string{"tab"}, help: "focus the next coding here: it is underlined and explained", foot: "focus",
			do: r.onRead(func(s *openTranscript) { s.cycle(1) }), why: r.noCodingHere},
		{name: "focus-previous", mode: modeRead, keys: []string{"shift+tab"}, help: "focus the coding before", do: r.onRead(func(s *openTranscript) { s.cycle(-1) }), why: r.noCodingHere},
		{name: "codings-here", mode: modeRead, keys: []string{"a"}, help: "all codings here as a list, those beyond the lanes too; Enter focuses one", do: r.listCodings, why: r.noCodingHere},
		{name: "remove", mode: modeRead, keys: []string{"x", "delete"}, help: "remove the focused coding, or your only one here; undo brings it back", foot: "remove",
			do: r.removeCoding, why: r.noneOfMine},
		{name: "memo", mode: modeRead, keys: []string{"m"}, help: "memo on the focused coding, else on the selection, else on the transcript", foot: "memo", do: r.openMemo, why: r.noCoder},
		{name: "recode", mode: modeRead, keys: []string{"r"}, help: "give the focused coding another code; bounds and memos stay", do: r.openRecode, why: r.noneOfMine},
		{name: "edge", mode: modeRead, keys: []string{"E"}, help: "move an edge of the focused coding: {previous-stop} or {next-stop} picks it, motions move it, {enter} keeps it", do: r.pickEdge, why: r.noneOfMine},
		{name: "flag", mode: modeRead, keys: []string{"f"}, help: "flag the focused coding as worth quoting, or take the flag away", do: r.flagCoding, why: r.noneOfMine},
		{name: "in-vivo", mode: modeRead, keys: []string{"i"}, help: "new code in the words selected", foot: "in vivo", do: r.inVivo, why: func() string {
			if r.read.selection.Empty() {
				return "select the words first: w for words, → for sentences"
			}
			return r.canCode()
		}},
		{name: "bind", mode: modeRead, keys: []string{"="}, help: "bind a digit to the focused or last code: then 1 to 9 apply theirs", do: r.bindDigit, why: r.noCoder},
		{name: "digit", mode: modeRead, keys: []string{"1", "2", "3", "4", "5", "6", "7", "8", "9"}, help: "apply the code bound to the digit", do: r.applyDigit, why: r.canCode},
	}
}

// readingKeys are about the transcript as a whole and how it is shown.
func (r *codingScreen) readingKeys() []binding {
	return []binding{
		{name: "complete", mode: modeRead, keys: []string{"C"}, help: "say that you have finished this transcript, or take it back",
			do: func() tea.Cmd { return r.toggleComplete(r.read.data.Transcript) }, why: r.noCoder},
		{name: "open-coding", mode: modeRead, keys: []string{"I"}, help: "open coding, on or off: after each selection the prompt for a code opens by itself (words wait for Enter)",
			do: func() tea.Cmd {
				return r.toggle(&r.habits.Open, "open coding: select, name, go on; {open-coding} ends it", "codes are applied with {code} again")
			}, why: r.noCoder},
		{name: "others", mode: modeRead, keys: []string{"O"}, help: "show or hide what others coded; ≠ marks turns on which coders differ", do: func() tea.Cmd {
			r.read.stale()
			return r.toggle(&r.habits.Others, "others' codings are shown", "only your codings are shown")
		}},
		{name: "dim", mode: modeRead, keys: []string{"D"}, help: "dim interviewers' words, or not", do: func() tea.Cmd {
			return r.toggle(&r.habits.Bright, "interviewers' words are as bright as others'", "interviewers' words are dimmed")
		}},
		{name: "show-segments", mode: modeRead, keys: []string{"T"}, help: "show or hide the segments of a segmentation while you code: {next-segment} selects one, {code} codes it", do: r.showSegments, why: func() string {
			if len(r.cuts) == 0 {
				return "there is no segmentation yet; {segmenting} makes one"
			}
			return ""
		}},
		{name: "segmenting", mode: modeRead, keys: []string{"S"}, help: "cut the transcript into segments by hand: choose a segmentation, or make one", do: r.chooseCut, why: r.noCoder},
		{name: "panel", mode: modeRead, keys: []string{"p"}, help: "beside the text: the coding, the codebook, the case, or nothing; on a narrow screen over the text", do: r.nextPanel},
		{name: "whole-panel", mode: modeRead, keys: []string{"P"}, help: "all of the coding, the codebook or the case, over the text", do: r.wholePanel},
	}
}

// toggle turns a habit on or off and says so.
func (r *host) toggle(habit *bool, on, off string) tea.Cmd {
	*habit = !*habit
	r.tell(map[bool]string{true: on, false: off}[*habit])
	return r.keepHabits()
}
