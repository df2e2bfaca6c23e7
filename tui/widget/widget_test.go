package widget

import (
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"concord/tui/app"
	"concord/tui/theme"
)

// plainHost is a host of no study, with a theme without colours.
func plainHost(t *testing.T) *app.Host {
	t.Helper()
	th, err := theme.New("none")
	if err != nil {
		t.Fatal(err)
	}
	h := app.NewHost()
	h.Theme = th
	return h
}

func TestASelectionGivesTheRowChosen(t *testing.T) {
	h, got := plainHost(t), -1
	c := &Chooser{Title: "which", Rows: []string{"a", "b", "c"}, Enter: func(i int) tea.Cmd { got = i; return nil }}
	for _, k := range []string{"up", "down", "j", "down", "down", "up"} {
		if _, done := c.Key(h, k, tea.KeyMsg{}); done {
			t.Fatalf("%s closes it", k)
		}
	}
	if box := ansi.Strip(strings.Join(c.View(h, 40, 20), "\n")); !strings.Contains(box, "▶ b") || !strings.Contains(box, "which") {
		t.Errorf("it shows\n%s", box)
	}
	if _, done := c.Key(h, "enter", tea.KeyMsg{}); !done || got != 1 {
		t.Errorf("row %d, done %v", got, done)
	}
}

func TestARowTakenAwayLeavesTheOthers(t *testing.T) {
	h, gone := plainHost(t), -1
	c := &Chooser{Rows: []string{"a", "b"}, Enter: func(int) tea.Cmd { return nil }, Drop: func(i int) tea.Cmd { gone = i; return nil }}
	c.Key(h, "down", tea.KeyMsg{})
	if _, done := c.Key(h, "x", tea.KeyMsg{}); done || gone != 1 || len(c.Rows) != 1 || c.At != 0 {
		t.Errorf("row %d went, left are %q at %d, done %v", gone, c.Rows, c.At, done)
	}
	if _, done := c.Key(h, "x", tea.KeyMsg{}); !done {
		t.Error("an empty list stays open")
	}
}

func TestAFormKeepsWordsFromASingleEsc(t *testing.T) {
	h, sent := plainHost(t), ""
	f := &Form{Title: "code", Send: "save", Fields: []*Field{TextField("name", "", "a name"), ChoiceField("kind", 0, "one", "two")}, Enter: func(f *Form) (tea.Cmd, error) {
		sent = f.Value("name") + " " + f.Value("kind")
		return nil, nil
	}}
	if _, done := f.Key(h, "x", tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("x")}); done {
		t.Fatal("a letter closes the form")
	}
	if _, done := f.Key(h, "esc", tea.KeyMsg{Type: tea.KeyEsc}); done {
		t.Fatal("one Esc loses the words")
	}
	if box := ansi.Strip(strings.Join(f.View(h, 80, 20), "\n")); !strings.Contains(box, "Esc again loses the words") {
		t.Errorf("it shows\n%s", box)
	}
	f.Key(h, "tab", tea.KeyMsg{Type: tea.KeyTab})
	f.Key(h, "right", tea.KeyMsg{Type: tea.KeyRight})
	if _, done := f.Key(h, "ctrl+s", tea.KeyMsg{Type: tea.KeyCtrlS}); !done || sent != "x two" {
		t.Errorf("done %v, sent %q", done, sent)
	}
}

func TestATextIsScrolledAndConfirmed(t *testing.T) {
	h, yes := plainHost(t), false
	s := &Sheet{Title: "close?", Lines: Prose(strings.Repeat("line\n", 40)), Does: "closes", Yes: func() tea.Cmd { yes = true; return nil }}
	if box := s.View(h, 60, 12); len(box) > 12 || !strings.Contains(strings.Join(box, "\n"), "Enter closes") {
		t.Errorf("it shows\n%s", strings.Join(box, "\n"))
	}
	s.Key(h, "end", tea.KeyMsg{})
	if box := strings.Join(s.View(h, 60, 12), "\n"); !strings.Contains(box, "of 41") {
		t.Errorf("at the end it shows\n%s", box)
	}
	if _, done := s.Key(h, "enter", tea.KeyMsg{}); !done || !yes {
		t.Error("Enter does not confirm")
	}
}

// Every dialog fits into the room it is given.
func TestDialogsFit(t *testing.T) {
	h := plainHost(t)
	long := strings.Repeat("信頼 trust ", 30)
	for name, d := range map[string]interface {
		View(h *app.Host, width, height int) []string
	}{
		"selection": &Chooser{Title: long, Rows: []string{long, "b"}, Hint: "Enter"},
		"text":      &Sheet{Title: "text", Lines: Prose(long)},
		"form":      &Form{Title: "form", Send: "save", Fields: []*Field{TextField("name", long, ""), LinesField("definition", long, "", 3)}},
		"prompt":    NewPrompt("prompt", long, nil),
	} {
		for _, width := range []int{56, 76, 116} {
			for _, l := range d.View(h, width, 20) {
				if w := ansi.StringWidth(l); w > width {
					t.Errorf("the %s in %d cells has a line of %d: %q", name, width, w, ansi.Strip(l))
				}
			}
		}
	}
}
