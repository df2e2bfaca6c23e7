package codebookview

import (
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"concord/codebook"
	"concord/tui/app"
	"concord/tui/keymap"
	"concord/tui/layout"
	"concord/tui/widget"
)

func (r *Screen) Bindings() []keymap.Binding {
	empty := func() string {
		if len(r.bookRows()) == 0 {
			return "the codebook is empty: {code-add} adds a code, {book-import} reads a file, and coding with new codes fills it"
		}
		return ""
	}
	// editable: it is the working codebook, and somebody is named.
	editable := func() string {
		if r.past != nil {
			return "this is " + r.past.book.Label + ", which never changes; {book-version} leads back to the working codebook"
		}
		return r.NoCoder()
	}
	onCode := func(more func(c codebook.Code) string) func() string {
		return func() string {
			c, ok := r.ChosenCode()
			switch why := layout.FirstOf(editable(), empty()); {
			case why != "":
				return why
			case !ok:
				return "this is a theme, no code"
			case more != nil:
				return more(c)
			}
			return ""
		}
	}
	inUse := onCode(func(c codebook.Code) string {
		if !c.InUse() {
			return "the code is " + string(c.Status) + "; {code-retire} brings it back"
		}
		return ""
	})
	codeOr := func(code, theme func() tea.Cmd) func() tea.Cmd {
		return func() tea.Cmd {
			if row, _ := r.chosenRow(); row.theme != nil {
				return theme()
			}
			return code()
		}
	}
	either := func(code func() string) func() string {
		return func() string {
			if row, ok := r.chosenRow(); ok && row.theme != nil {
				return editable()
			}
			return code()
		}
	}
	moves := keymap.MoveKeys("book", "code", keymap.ModeBook, func() keymap.Rows { return keymap.Rows{At: &r.at, N: len(r.bookRows()), Page: max(1, r.Height-4)} })
	for i := range moves {
		do := moves[i].Do
		moves[i].Do = func() tea.Cmd {
			cmd := do()
			r.moveBook(r.at)
			return cmd
		}
	}
	moves[2].Keys = append(moves[2].Keys, "space")
	on := func(b keymap.Binding) keymap.Binding { b.Mode = keymap.ModeBook; return b }
	return append([]keymap.Binding{
		on(keymap.Binding{Name: "excerpts", Keys: []string{"enter", "right", "l"}, Help: "the passages coded with this code, or with the codes of this theme", Foot: "passages", Why: empty, Do: r.passagesOf}),
		on(keymap.Binding{Name: "code-add", Keys: []string{"a"}, Help: "add a code", Foot: "add", Do: r.addCode, Why: editable}),
		on(keymap.Binding{Name: "code-define", Keys: []string{"d"}, Help: "change the definition, when to use it and when not; or a theme's narrative", Foot: "define", Do: codeOr(r.defineCode, r.editTheme), Why: either(inUse)}),
		on(keymap.Binding{Name: "code-rename", Keys: []string{"r"}, Help: "give it another name", Do: codeOr(r.renameCode, r.editTheme), Why: either(onCode(nil))}),
		on(keymap.Binding{Name: "code-describe", Keys: []string{"e"}, Help: "change examples, near misses, aliases, colour, origin and source", Foot: "examples", Do: r.describeCode, Why: inUse}),
		on(keymap.Binding{Name: "code-move", Keys: []string{"m"}, Help: "move it below another code", Foot: "move", Do: r.moveCode, Why: onCode(nil)}),
		on(keymap.Binding{Name: "code-merge", Keys: []string{"c"}, Help: "merge it into another code: its passages then count for that one", Foot: "merge", Do: r.mergeCode, Why: inUse}),
		on(keymap.Binding{Name: "code-split", Keys: []string{"s"}, Help: "split it into two or more: its coders then say which part each passage is", Foot: "split", Do: r.splitCode, Why: inUse}),
		on(keymap.Binding{Name: "code-retire", Keys: []string{"x"}, Help: "take it out of use, or bring it back; a proposed code is declined, a theme removed", Foot: "retire", Do: codeOr(r.retireOrRestore, r.removeTheme),
			Why: either(onCode(nil)), Live: func() string {
				switch c, ok := r.ChosenCode(); {
				case !ok:
					return "remove"
				case c.Status == codebook.Proposed:
					return "decline"
				case !c.InUse():
					return "bring back"
				}
				return "retire"
			}}),
		on(keymap.Binding{Name: "code-accept", Keys: []string{"y"}, Help: "accept a proposed code, under its name or another", Foot: "accept", Do: r.acceptCode, Why: onCode(func(c codebook.Code) string {
			if c.Status != codebook.Proposed {
				return "the code is " + string(c.Status) + ", not proposed"
			}
			return ""
		})}),
		on(keymap.Binding{Name: "next-proposed", Keys: []string{"n"}, Help: "the next code that a coder proposes and that waits for the lead", Do: r.nextProposed, Why: func() string {
			if r.proposed() == 0 {
				return "no code is proposed"
			}
			return ""
		}}),
		on(keymap.Binding{Name: "code-themes", Keys: []string{"t"}, Help: "the themes it stands in: put it into one, take it out, make a new one", Do: r.chooseThemes, Why: inUse}),
		on(keymap.Binding{Name: "blame", Keys: []string{"b"}, Help: "who changed what, when and why, or what it means", Foot: "history", Do: r.toggleHistory, Live: func() string {
			if r.history {
				return "meaning"
			}
			return "history"
		}, Why: empty}),
		on(keymap.Binding{Name: "versions", Keys: []string{"v"}, Help: "the saved versions, and what changed from one to the next, word by word", Foot: "versions", Do: func() tea.Cmd { return r.GoTo(app.VersionsRequest{}) }}),
		on(keymap.Binding{Name: "book-version", Keys: []string{"V"}, Help: "see the codebook and its counts as of a saved version", Do: r.choosePast, Why: func() string {
			if len(r.Over.Versions) == 0 {
				return "no version of the codebook was saved yet; {book-save} saves one"
			}
			return ""
		}}),
		on(keymap.Binding{Name: "book-save", Keys: []string{"S"}, Help: "save it as a version that never changes", Foot: "save version", Do: r.saveVersion, Why: func() string {
			if why := editable(); why != "" {
				return why
			}
			if len(r.Over.Versions) > 0 && !r.Over.Changed {
				return "nothing changed since " + r.VersionLabel()
			}
			return ""
		}}),
		on(keymap.Binding{Name: "find-code", Keys: []string{"f"}, Help: "go to a code by typing its name", Foot: "find", Do: r.findCode, Why: empty}),
		on(keymap.Binding{Name: "book-import", Keys: []string{"I"}, Help: "read codes from a file (.csv .json .md .docx .xlsx .qdc), after showing what it would do", Do: r.importBook, Why: editable}),
		on(keymap.Binding{Name: "book-export", Keys: []string{"X"}, Help: "write the codebook to a file: .csv .json .md .docx .xlsx .qdc", Do: r.exportBook, Why: empty}),
		on(keymap.Binding{Name: "health", Keys: []string{"H"}, Help: "what may be wrong with the codebook: unused, alike, without definition, always together", Do: r.openHealth, Why: empty}),
		on(keymap.Binding{Name: "side-down", Keys: []string{"shift+down", "}"}, Help: "scroll what is told of the code", Do: func() tea.Cmd { r.side += 5; return nil }}),
		on(keymap.Binding{Name: "side-up", Keys: []string{"shift+up", "{"}, Help: "scroll it back", Do: func() tea.Cmd { r.side = max(0, r.side-5); return nil }}),
	}, moves...)
}

// passagesOf searches for what was coded with the code, or the codes of the
// theme, under the codebook that is shown.
func (r *Screen) passagesOf() tea.Cmd {
	row, _ := r.chosenRow()
	b := r.shownBook()
	query := func(id codebook.CodeID) string { return "code:\"" + strings.ReplaceAll(b.Path(id), `"`, "") + "\"" }
	q := ""
	if row.theme != nil {
		var parts []string
		for _, id := range row.theme.Codes {
			if b.Path(id) != "" {
				parts = append(parts, query(id))
			}
		}
		if q = strings.Join(parts, " OR "); q == "" {
			r.Tell("no code stands in this theme yet; {code-themes} on a code puts it there")
			return nil
		}
	} else {
		q = query(row.code.ID)
	}
	if r.past != nil {
		return r.GoTo(app.SearchRequest{Query: q, Version: r.past.book.Label})
	}
	return r.GoTo(app.SearchRequest{Query: q})
}

// findCode goes to a code that is found by typing.
func (r *Screen) findCode() tea.Cmd {
	shown := r.shownBook()
	r.Open(&widget.CodeChooser{Title: "go to", Input: widget.NewInput(""), First: r.Habits.Recent,
		Among: func(c codebook.Code) bool { _, ok := shown.Code(c.ID); return ok },
		Pick: func(c codebook.Code) tea.Cmd {
			r.id, r.side = c.ID, 0
			return nil
		}})
	return nil
}
