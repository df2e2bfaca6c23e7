// Package theme decides how things look: which colours there are, and which
// meaning has which. Nothing else in the screen names a colour.
//
// Colour never carries meaning alone: whatever is told by colour is told by a
// letter, a mark or a word too, and with no colours at all (NO_COLOR, or the
// theme "none") bold, underline and reverse remain.
package theme

import (
	"fmt"
	"os"
	"strings"

	"github.com/charmbracelet/lipgloss"
	"github.com/muesli/termenv"
)

// Theme is a set of looks. Each SGR is the inside of an escape sequence, such
// as "1;38;5;67"; "" is plain text.
type Theme struct {
	Name string

	Text   string // the transcript: the brightest thing on the screen
	Quiet  string // interviewers' words, time stamps, matter nobody spoke
	Chrome string // rules, gutters, hints
	Title  string // names at the top
	Accent string // what has the focus
	Alert  string // what went wrong
	Good   string // what was saved
	Gone   string // words that a change took away
	Come   string // words that a change brought

	codes    []string // looks of codes, by number
	border   lipgloss.ANSIColor
	renderer *lipgloss.Renderer
}

// onDark are the xterm-256 indexes nearest to Paul Tol's “bright” colours, which
// stay apart for most forms of colour blindness: blue, red, green, yellow, cyan,
// purple, grey; the purple is a lighter one, to be read on a dark background.
var onDark = []int{67, 204, 28, 142, 81, 164, 250}

// onLight are the same hues dark enough to be read on a light background.
var onLight = []int{25, 161, 28, 130, 31, 90, 241}

// Names are the themes there are.
var Names = []string{"dark", "light", "none"}

// New makes the theme of a name. It is an error if there is none of that name.
func New(name string) (*Theme, error) {
	t := &Theme{Name: name, border: 81, renderer: lipgloss.NewRenderer(os.Stdout)}
	hues := onDark
	switch name {
	case "dark":
		t.Quiet, t.Chrome, t.Title, t.Accent, t.Alert, t.Good = fg(246), fg(242), "1", "1;"+fg(81), "1;"+fg(204), fg(114)
		t.Gone, t.Come = fg(204), "1;"+fg(114)
	case "light":
		hues, t.border = onLight, 25
		t.Quiet, t.Chrome, t.Title, t.Accent, t.Alert, t.Good = fg(241), fg(243), "1", "1;"+fg(25), "1;"+fg(160), fg(28)
		t.Gone, t.Come = fg(160), "1;"+fg(28)
	case "none":
		t.Quiet, t.Chrome, t.Title, t.Accent, t.Alert, t.Good = "2", "2", "1", "1", "1", ""
		t.Gone, t.Come = "2", "1"
	default:
		return nil, fmt.Errorf("there is no theme %q; themes are %s", name, strings.Join(Names, ", "))
	}
	if name == "none" {
		t.renderer.SetColorProfile(termenv.Ascii)
	} else {
		t.renderer.SetColorProfile(termenv.ANSI256)
		for _, c := range hues {
			t.codes = append(t.codes, "1;"+fg(c))
		}
	}
	return t, nil
}

// FromEnvironment chooses a theme: the one asked for, else none where NO_COLOR
// is set, else dark. The terminal is never asked.
func FromEnvironment(asked string) (*Theme, error) {
	switch {
	case asked != "":
		return New(asked)
	case os.Getenv("NO_COLOR") != "":
		return New("none")
	}
	return New("dark")
}

func fg(index int) string { return fmt.Sprintf("38;5;%d", index) }

// Code is the look of the code with a number: the same number, the same colour.
func (t *Theme) Code(number int) string {
	if len(t.codes) == 0 || number < 0 {
		return "1"
	}
	return t.codes[number%len(t.codes)]
}

// Heat is the look of a number by its share of the greatest one: the higher, the
// hotter. The number itself says how much it is.
func (t *Theme) Heat(share float64) string {
	step := 0
	for _, limit := range []float64{0.15, 0.4, 0.7} {
		if share > limit {
			step++
		}
	}
	switch t.Name {
	case "dark":
		return []string{"", "38;5;255;48;5;53", "1;38;5;255;48;5;89", "1;38;5;231;48;5;161"}[step]
	case "light":
		return []string{"", "38;5;16;48;5;224", "1;38;5;16;48;5;217", "1;38;5;231;48;5;161"}[step]
	}
	return []string{"", "", "1", "1;4"}[step]
}

// Style is a lipgloss style in this theme, for boxes.
func (t *Theme) Style() lipgloss.Style { return t.renderer.NewStyle() }

// Box is the border of a dialog.
func (t *Theme) Box() lipgloss.Style {
	s := t.Style().Border(lipgloss.RoundedBorder()).Padding(0, 1)
	if len(t.codes) > 0 {
		s = s.BorderForeground(t.border)
	}
	return s
}

// Paint puts text into a look.
func Paint(sgr, text string) string {
	if sgr == "" || text == "" {
		return text
	}
	return "\x1b[" + sgr + "m" + text + "\x1b[0m"
}
