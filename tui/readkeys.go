package tui

import (
	"fmt"

	tea "github.com/charmbracelet/bubbletea"

	"concord/corpus"
	"concord/corpus/segment"
)

// onRead makes a key's function of something the reading screen does.
func onRead(f func(s *readScreen)) func(*root) tea.Cmd {
	return func(r *root) tea.Cmd {
		f(r.read)
		return nil
	}
}

// readKeys are the keys of the reading screen.
func readKeys() []binding {
	motion := func(name, help string, f func(*readScreen), keys ...string) binding {
		return binding{name: name, mode: modeRead, keys: keys, help: help, do: onRead(f)}
	}
	wider := func(u segment.Unit, n int) func(*readScreen) {
		return func(s *readScreen) {
			if s.edge != 0 {
				s.moveEdge(u, n)
				return
			}
			s.extend(u, n)
		}
	}
	return []binding{
		{name: "code", mode: modeRead, keys: []string{"c"}, help: "apply a code: to the selection, or to the whole turn; type to find it, or to make a new one", foot: "code",
			do: (*root).openPicker, why: canCode},
		{name: "again", mode: modeRead, keys: []string{"."}, help: "apply the last code again", do: (*root).again,
			live: func(r *root) string {
				if c, ok := r.lastCode(); ok {
					return "again: " + c.Name
				}
				return "again"
			}, foot: "again", why: func(r *root) string {
				if _, ok := r.lastCode(); !ok {
					return "you have not applied a code yet; press c"
				}
				return canCode(r)
			}},
		motion("next-turn", "next turn; a long one is scrolled through first", func(s *readScreen) { s.byTurn(1) }, "down", "j"),
		motion("previous-turn", "turn before", func(s *readScreen) { s.byTurn(-1) }, "up", "k"),
		motion("next-sentence", "select the next sentence (the first of the turn, from a whole turn)", func(s *readScreen) { s.by(segment.Sentence, 1) }, "right", "l"),
		motion("previous-sentence", "select the sentence before", func(s *readScreen) { s.by(segment.Sentence, -1) }, "left", "h"),
		motion("wider-sentence", "widen the selection by a sentence", wider(segment.Sentence, 1), "shift+right", "L"),
		motion("narrower-sentence", "take the last sentence off the selection", wider(segment.Sentence, -1), "shift+left", "H"),
		motion("next-word", "select the next word", func(s *readScreen) { s.by(segment.Word, 1) }, "w"),
		motion("previous-word", "select the word before", func(s *readScreen) { s.by(segment.Word, -1) }, "b"),
		motion("wider-word", "widen the selection by a word", wider(segment.Word, 1), "W"),
		motion("narrower-word", "take the last word off the selection", wider(segment.Word, -1), "e"),
		motion("next-paragraph", "select the next paragraph", func(s *readScreen) { s.by(segment.Paragraph, 1) }, "}"),
		motion("previous-paragraph", "select the paragraph before", func(s *readScreen) { s.by(segment.Paragraph, -1) }, "{"),
		motion("wider-turn", "widen the selection by a turn", func(s *readScreen) { s.extendByTurn(1) }, "shift+down", "J"),
		motion("narrower-turn", "take the last turn off the selection", func(s *readScreen) { s.extendByTurn(-1) }, "shift+up", "K"),
		{name: "extend", mode: modeRead, keys: []string{"v"}, help: "extend: plain motions widen the selection until Esc", do: onRead(func(s *readScreen) {
			s.extending = !s.extending
			if s.extending && s.selection.Empty() {
				s.extend(segment.Sentence, 1)
			}
		})},
		motion("page-down", "a page down", func(s *readScreen) { s.scroll(s.page.Height - 2) }, "pgdown", "space", "ctrl+f"),
		motion("page-up", "a page up", func(s *readScreen) { s.scroll(-(s.page.Height - 2)) }, "pgup", "ctrl+b"),
		motion("half-down", "half a page down", func(s *readScreen) { s.scroll(s.page.Height / 2) }, "ctrl+d"),
		motion("half-up", "half a page up", func(s *readScreen) { s.scroll(-s.page.Height / 2) }, "ctrl+u"),
		motion("first-turn", "the first turn", func(s *readScreen) { s.byTurn(-1 << 20); s.page.Top = 0 }, "home"),
		motion("last-turn", "the last turn", func(s *readScreen) { s.toLast() }, "end", "G"),
		{name: "go-to", mode: modeRead, keys: []string{"g"}, help: "go to a turn by number, or to a time such as 12:30", do: (*root).askPlace},
		{name: "next-coding", mode: modeRead, keys: []string{"]"}, help: "next coding, or whatever s chose; while an edge is held: take the end", do: (*root).bracketRight},
		{name: "previous-coding", mode: modeRead, keys: []string{"["}, help: "coding before, or whatever s chose; while an edge is held: take the start", do: (*root).bracketLeft},
		{name: "step", mode: modeRead, keys: []string{"s"}, help: "what ] and [ step through: codings, mine, of this code, memos, bookmarks, disagreements, turns not coded",
			do: func(r *root) tea.Cmd { r.dialog = stepDialog{}; return nil }},
		{name: "next-uncoded-turn", mode: modeRead, keys: []string{"o"}, help: "next participant's turn that you have not coded", do: func(r *root) tea.Cmd {
			if !r.read.seek(stopUncoded, 1) {
				r.tell("every turn from here on has a coding of yours")
			}
			return nil
		}},
		{name: "next-hit", mode: modeRead, keys: []string{"n"}, help: "next hit of the last search, in any transcript", do: func(r *root) tea.Cmd { return r.stepHit(1) }, why: noHits},
		{name: "previous-hit", mode: modeRead, keys: []string{"N"}, help: "hit before", do: func(r *root) tea.Cmd { return r.stepHit(-1) }, why: noHits},
		{name: "focus-next", mode: modeRead, keys: []string{"tab"}, help: "focus the next coding here: it is underlined and explained", foot: "focus", do: onRead(func(s *readScreen) { s.cycle(1) }), why: noCodingHere},
		{name: "focus-previous", mode: modeRead, keys: []string{"shift+tab"}, help: "focus the coding before", do: onRead(func(s *readScreen) { s.cycle(-1) }), why: noCodingHere},
		{name: "remove", mode: modeRead, keys: []string{"x", "delete"}, help: "remove the focused coding, or your only one here; undo brings it back", foot: "remove", do: (*root).removeCoding, why: noneOfMine},
		{name: "memo", mode: modeRead, keys: []string{"m"}, help: "memo on the focused coding, else on the selection, else on the transcript", foot: "memo", do: (*root).openMemo, why: (*root).noCoder},
		{name: "recode", mode: modeRead, keys: []string{"r"}, help: "give the focused coding another code; bounds and memos stay", do: (*root).openRecode, why: noneOfMine},
		{name: "edge", mode: modeRead, keys: []string{"E"}, help: "move an edge of the focused coding: [ or ] picks it, motions move it, Enter keeps it", do: (*root).pickEdge, why: noneOfMine},
		{name: "keep-edge", mode: modeRead, keys: []string{"enter"}, help: "keep the moved edge", do: (*root).keepEdge, why: func(r *root) string {
			if r.read.edge == 0 {
				return "Enter keeps a moved edge; press E on a coding to move one, c to code"
			}
			return ""
		}},
		{name: "flag", mode: modeRead, keys: []string{"f"}, help: "flag the focused coding as worth quoting, or take the flag away", do: (*root).flagCoding, why: noneOfMine},
		{name: "in-vivo", mode: modeRead, keys: []string{"i"}, help: "new code in the words selected", foot: "in vivo", do: (*root).inVivo, why: func(r *root) string {
			if r.read.selection.Empty() {
				return "select the words first: w for words, → for sentences"
			}
			return canCode(r)
		}},
		{name: "bind", mode: modeRead, keys: []string{"="}, help: "bind a digit to the focused or last code: then 1 to 9 apply theirs", do: (*root).bindDigit, why: (*root).noCoder},
		{name: "digit", mode: modeRead, keys: []string{"1", "2", "3", "4", "5", "6", "7", "8", "9"}, help: "apply the code bound to the digit", do: (*root).applyDigit, why: canCode},
		{name: "complete", mode: modeRead, keys: []string{"C"}, help: "say that you have finished this transcript, or take it back",
			do: func(r *root) tea.Cmd { return r.toggleComplete(r.read.data.Transcript) }, why: (*root).noCoder},
		{name: "others", mode: modeRead, keys: []string{"O"}, help: "show or hide what others coded", do: func(r *root) tea.Cmd {
			r.habits.Others = !r.habits.Others
			r.read.stale()
			r.tell(map[bool]string{true: "others' codings are shown", false: "only your codings are shown"}[r.habits.Others])
			return r.keepHabits()
		}},
		{name: "panel", mode: modeRead, keys: []string{"p"}, help: "beside the text: the coding, the codebook, the case, or nothing", do: func(r *root) tea.Cmd {
			r.habits.Panel = (r.habits.Panel + 1) % panelCount
			if r.width < wideScreen {
				r.tell("the panel needs a screen of at least 110 columns")
			}
			r.read.resize(r.readWidth(), r.readHeight())
			return r.keepHabits()
		}},
	}
}

// canCode says why no code can be applied just now.
func canCode(r *root) string {
	if why := r.noCoder(); why != "" {
		return why
	}
	if r.read.target().Empty() {
		return "there are no words to code here"
	}
	return ""
}

func noHits(r *root) string {
	if r.hits.count() == 0 {
		return "there are no hits; / searches"
	}
	return ""
}

func noCodingHere(r *root) string {
	if len(r.read.here()) == 0 {
		return "there is no coding here"
	}
	return ""
}

// mine gives the coding that remove, recode and the like mean: the focused one,
// or the coder's only one here.
func (s *readScreen) mine() (shownCoding, string) {
	if c, ok := s.focused(); ok {
		switch {
		case !c.mine:
			return c, "this coding is " + s.coderName(c.Coder) + "'s; only the coder herself may change it"
		case c.pending:
			return c, "this coding is still being saved"
		}
		return c, ""
	}
	var own []shownCoding
	for _, c := range s.here() {
		if c.mine && !c.pending {
			own = append(own, c)
		}
	}
	switch len(own) {
	case 0:
		return shownCoding{}, "you have no coding here"
	case 1:
		return own[0], ""
	}
	return shownCoding{}, fmt.Sprintf("you have %d codings here: Tab chooses one", len(own))
}

func noneOfMine(r *root) string {
	if why := r.noCoder(); why != "" {
		return why
	}
	_, why := r.read.mine()
	return why
}

// toLast goes to the last turn.
func (s *readScreen) toLast() {
	if n := len(s.data.Text.Turns); n > 0 {
		s.selection = corpus.Span{}
		s.setCursor(s.data.Text.Turns[n-1].Extent.Start)
		s.show(s.data.Text.Turns[n-1].Extent)
	}
}
