package tui

import (
	"regexp"
	"strings"
	"testing"

	"concord/tui/theme"
)

var sgr = regexp.MustCompile(`\x1b\[([0-9;]*)m`)

// tour shows screens and dialogs one after another.
func (d *driver) tour(look func(where string)) {
	d.t.Helper()
	look("list")
	d.press("f")
	look("filter")
	d.press("esc")
	d.Open("KI-01")
	d.press("O")
	d.goTurn("6")
	look("reading")
	d.press("right")
	look("a selection")
	d.press("tab")
	look("a focused coding")
	d.press("c")
	d.typed("tr")
	look("picker")
	d.press("esc", "P")
	look("panel")
	d.press("x", "m")
	look("memo")
	d.press("esc", "?")
	look("help")
	d.press("x", "esc", "esc", "/")
	d.typed("naloxone")
	d.press("enter")
	look("passages")
	d.press("enter")
	look("hits in the text")
	d.press("B")
	look("codebook")
	d.press("esc", "A")
	look("agreement")
}

// Every screen says the same in every theme, and without colours it has none.
func TestEveryThemeShowsTheSame(t *testing.T) {
	shown := map[string]map[string]string{}
	for _, name := range theme.Names {
		d := drive(t, 120, 36)
		th, err := theme.New(name)
		if err != nil {
			t.Fatal(err)
		}
		d.r.Theme = th
		shown[name] = map[string]string{}
		d.tour(func(where string) {
			shown[name][where] = d.screen()
			if name != "none" {
				return
			}
			for _, m := range sgr.FindAllStringSubmatch(d.r.View(), -1) {
				for _, x := range strings.Split(m[1], ";") {
					if !strings.Contains(" 0 1 2 4 7 ", " "+x+" ") && x != "" {
						t.Errorf("%s: %q is neither bold, faint, underlined nor reversed", where, m[0])
					}
				}
			}
		})
	}
	for where, words := range shown["none"] {
		for _, name := range theme.Names {
			if got := shown[name][where]; got != words {
				t.Errorf("%s in the theme %s is not what it is without colours:\n%s\n\n%s", where, name, got, words)
			}
		}
	}
}
