package tui

import (
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"concord/codebook"
)

func (r *bookScreen) Bindings() []binding {
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
		return r.noCoder()
	}
	onCode := func(more func(c codebook.Code) string) func() string {
		return func() string {
			c, ok := r.chosenCode()
			switch why := firstOf(editable(), empty()); {
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
	moves := moveKeys("book", "code", modeBook, func() rows { return rows{&r.at, len(r.bookRows()), max(1, r.height-4)} })
	for i := range moves {
		do := moves[i].do
		moves[i].do = func() tea.Cmd {
			cmd := do()
			r.moveBook(r.at)
			return cmd
		}
	}
	moves[2].keys = append(moves[2].keys, "space")
	on := func(b binding) binding { b.mode = modeBook; return b }
	return append([]binding{
		on(binding{name: "excerpts", keys: []string{"enter", "right", "l"}, help: "the passages coded with this code, or with the codes of this theme", foot: "passages", why: empty, do: r.passagesOf}),
		on(binding{name: "code-add", keys: []string{"a"}, help: "add a code", foot: "add", do: r.addCode, why: editable}),
		on(binding{name: "code-define", keys: []string{"d"}, help: "change the definition, when to use it and when not; or a theme's narrative", foot: "define", do: codeOr(r.defineCode, r.editTheme), why: either(inUse)}),
		on(binding{name: "code-rename", keys: []string{"r"}, help: "give it another name", do: codeOr(r.renameCode, r.editTheme), why: either(onCode(nil))}),
		on(binding{name: "code-describe", keys: []string{"e"}, help: "change examples, near misses, aliases, colour, origin and source", foot: "examples", do: r.describeCode, why: inUse}),
		on(binding{name: "code-move", keys: []string{"m"}, help: "move it below another code", foot: "move", do: r.moveCode, why: onCode(nil)}),
		on(binding{name: "code-merge", keys: []string{"c"}, help: "merge it into another code: its passages then count for that one", foot: "merge", do: r.mergeCode, why: inUse}),
		on(binding{name: "code-split", keys: []string{"s"}, help: "split it into two or more: its coders then say which part each passage is", foot: "split", do: r.splitCode, why: inUse}),
		on(binding{name: "code-retire", keys: []string{"x"}, help: "take it out of use, or bring it back; a proposed code is declined, a theme removed", foot: "retire", do: codeOr(r.retireOrRestore, r.removeTheme),
			why: either(onCode(nil)), live: func() string {
				switch c, ok := r.chosenCode(); {
				case !ok:
					return "remove"
				case c.Status == codebook.Proposed:
					return "decline"
				case !c.InUse():
					return "bring back"
				}
				return "retire"
			}}),
		on(binding{name: "code-accept", keys: []string{"y"}, help: "accept a proposed code, under its name or another", foot: "accept", do: r.acceptCode, why: onCode(func(c codebook.Code) string {
			if c.Status != codebook.Proposed {
				return "the code is " + string(c.Status) + ", not proposed"
			}
			return ""
		})}),
		on(binding{name: "next-proposed", keys: []string{"n"}, help: "the next code that a coder proposes and that waits for the lead", do: r.nextProposed, why: func() string {
			if r.proposed() == 0 {
				return "no code is proposed"
			}
			return ""
		}}),
		on(binding{name: "code-themes", keys: []string{"t"}, help: "the themes it stands in: put it into one, take it out, make a new one", do: r.chooseThemes, why: inUse}),
		on(binding{name: "blame", keys: []string{"b"}, help: "who changed what, when and why, or what it means", foot: "history", do: r.toggleHistory, live: func() string {
			if r.history {
				return "meaning"
			}
			return "history"
		}, why: empty}),
		on(binding{name: "versions", keys: []string{"v"}, help: "the saved versions, and what changed from one to the next, word by word", foot: "versions", do: func() tea.Cmd { return r.GoTo(versionsRequest{}) }}),
		on(binding{name: "book-version", keys: []string{"V"}, help: "see the codebook and its counts as of a saved version", do: r.choosePast, why: func() string {
			if len(r.over.Versions) == 0 {
				return "no version of the codebook was saved yet; {book-save} saves one"
			}
			return ""
		}}),
		on(binding{name: "book-save", keys: []string{"S"}, help: "save it as a version that never changes", foot: "save version", do: r.saveVersion, why: func() string {
			if why := editable(); why != "" {
				return why
			}
			if len(r.over.Versions) > 0 && !r.over.Changed {
				return "nothing changed since " + r.versionLabel()
			}
			return ""
		}}),
		on(binding{name: "find-code", keys: []string{"f"}, help: "go to a code by typing its name", foot: "find", do: r.findCode, why: empty}),
		on(binding{name: "book-import", keys: []string{"I"}, help: "read codes from a file (.csv .json .md .docx .xlsx .qdc), after showing what it would do", do: r.importBook, why: editable}),
		on(binding{name: "book-export", keys: []string{"X"}, help: "write the codebook to a file: .csv .json .md .docx .xlsx .qdc", do: r.exportBook, why: empty}),
		on(binding{name: "health", keys: []string{"H"}, help: "what may be wrong with the codebook: unused, alike, without definition, always together", do: r.openHealth, why: empty}),
		on(binding{name: "side-down", keys: []string{"shift+down", "}"}, help: "scroll what is told of the code", do: func() tea.Cmd { r.side += 5; return nil }}),
		on(binding{name: "side-up", keys: []string{"shift+up", "{"}, help: "scroll it back", do: func() tea.Cmd { r.side = max(0, r.side-5); return nil }}),
	}, moves...)
}

// passagesOf searches for what was coded with the code, or the codes of the
// theme, under the codebook that is shown.
func (r *bookScreen) passagesOf() tea.Cmd {
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
			r.tell("no code stands in this theme yet; {code-themes} on a code puts it there")
			return nil
		}
	} else {
		q = query(row.code.ID)
	}
	if r.past != nil {
		return r.GoTo(searchRequest{q, r.past.book.Label})
	}
	return r.GoTo(searchRequest{query: q})
}

// findCode goes to a code that is found by typing.
func (r *bookScreen) findCode() tea.Cmd {
	shown := r.shownBook()
	r.Open(&codeChooser{title: "go to", input: newInput(""), first: r.habits.Recent,
		among: func(c codebook.Code) bool { _, ok := shown.Code(c.ID); return ok },
		pick: func(c codebook.Code) tea.Cmd {
			r.id, r.side = c.ID, 0
			return nil
		}})
	return nil
}
