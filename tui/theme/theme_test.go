package theme

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

func themes(t *testing.T) map[string]*Theme {
	t.Helper()
	out := map[string]*Theme{}
	for _, name := range Names {
		th, err := New(name)
		if err != nil {
			t.Fatal(err)
		}
		out[name] = th
	}
	return out
}

// looks are all looks of a theme by what they mean.
func looks(th *Theme) map[string]string {
	out := map[string]string{"quiet": th.Quiet, "chrome": th.Chrome, "title": th.Title, "accent": th.Accent, "alert": th.Alert, "good": th.Good, "gone": th.Gone, "come": th.Come}
	for i := range onDark {
		out["code "+strconv.Itoa(i)] = th.Code(i)
	}
	return out
}

// colour is linear RGB.
type colour [3]float64

// xterm is the colour of an index of the 256-colour palette from 16 on.
func xterm(index int) colour {
	steps := []int{0, 95, 135, 175, 215, 255}
	level := func(n int) float64 {
		c := float64(n) / 255
		if c <= 0.04045 {
			return c / 12.92
		}
		return math.Pow((c+0.055)/1.055, 2.4)
	}
	if index >= 232 {
		grey := level(8 + 10*(index-232))
		return colour{grey, grey, grey}
	}
	n := index - 16
	return colour{level(steps[n/36]), level(steps[n/6%6]), level(steps[n%6])}
}

func (c colour) luminance() float64 { return 0.2126*c[0] + 0.7152*c[1] + 0.0722*c[2] }

// contrast is the ratio of the Web Content Accessibility Guidelines, 1 to 21.
func contrast(a, b colour) float64 {
	x, y := a.luminance(), b.luminance()
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// lab is a colour in CIELAB, where distances are as large as they look.
func (c colour) lab() [3]float64 {
	f := func(t float64) float64 {
		if t > 0.008856 {
			return math.Cbrt(t)
		}
		return 7.787*t + 16.0/116
	}
	x := f((0.4124*c[0] + 0.3576*c[1] + 0.1805*c[2]) / 0.9505)
	y := f(c.luminance())
	z := f((0.0193*c[0] + 0.1192*c[1] + 0.9505*c[2]) / 1.089)
	return [3]float64{116*y - 16, 500 * (x - y), 200 * (y - z)}
}

func distance(a, b colour) float64 {
	x, y := a.lab(), b.lab()
	return math.Sqrt((x[0]-y[0])*(x[0]-y[0]) + (x[1]-y[1])*(x[1]-y[1]) + (x[2]-y[2])*(x[2]-y[2]))
}

// The eyes that look: everybody's, and those without red and without green
// cones (Machado, Oliveira and Fernandes 2009, severity 1).
var eyes = map[string][3][3]float64{
	"all cones": {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
	"no red":    {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}},
	"no green":  {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}},
}

func seen(m [3][3]float64, c colour) (out colour) {
	for i, row := range m {
		out[i] = min(1, max(0, row[0]*c[0]+row[1]*c[1]+row[2]*c[2]))
	}
	return out
}

var foreground = regexp.MustCompile(`38;5;(\d+)`)

// colourOf is the colour of a look; ok is false for one that has none.
func colourOf(t *testing.T, look string) (c colour, ok bool) {
	t.Helper()
	m := foreground.FindStringSubmatch(look)
	if m == nil {
		return c, false
	}
	n, _ := strconv.Atoi(m[1])
	if n < 16 {
		t.Errorf("%s: the first 16 colours are the user's own, and may be anything", look)
		return c, false
	}
	return xterm(n), true
}

// attributes is what is left of a look without its colour.
func attributes(look string) string {
	return strings.Trim(foreground.ReplaceAllString(look, ""), ";")
}

// Everything can be read on the backgrounds that terminals have: 3 to 1 is what
// the guidelines ask of large letters and signs, 4.5 of running text.
func TestEverythingCanBeRead(t *testing.T) {
	var black, white colour
	white = colour{1, 1, 1}
	backgrounds := map[string][]colour{"dark": {black, xterm(234)}, "light": {white, xterm(230)}}
	for name, th := range themes(t) {
		for meaning, look := range looks(th) {
			c, ok := colourOf(t, look)
			if !ok {
				continue
			}
			least := 3.0
			if meaning == "quiet" {
				least = 4.5 // interviewers' words are running text
			}
			for _, b := range backgrounds[name] {
				if got := contrast(c, b); got < least {
					t.Errorf("%s: %s has a contrast of %.2f, less than %.1f", name, meaning, got, least)
				}
			}
		}
	}
}

// The colours of codes stay apart, for colour-blind eyes too.
func TestColoursOfCodesStayApart(t *testing.T) {
	const least = 8 // in CIELAB; about 2 can just be told apart side by side
	for name, hues := range map[string][]int{"dark": onDark, "light": onLight} {
		for eye, m := range eyes {
			for i, a := range hues {
				for _, b := range hues[:i] {
					if d := distance(seen(m, xterm(a)), seen(m, xterm(b))); d < least {
						t.Errorf("%s, %s: %d and %d are %.1f apart", name, eye, a, b, d)
					}
				}
			}
		}
	}
}

// Without colours bold and faint remain: what has the focus, what went wrong and
// one's own codings are bold, and what stands back is not.
func TestNothingIsToldByColourAlone(t *testing.T) {
	for name, th := range themes(t) {
		for meaning, look := range looks(th) {
			loud := meaning == "title" || meaning == "accent" || meaning == "alert" || meaning == "come" || strings.HasPrefix(meaning, "code")
			if bold := slices.Contains(strings.Split(attributes(look), ";"), "1"); bold != loud {
				t.Errorf("%s: %s is %q", name, meaning, look)
			}
			if _, coloured := colourOf(t, look); coloured && name == "none" {
				t.Errorf("none: %s has a colour: %q", meaning, look)
			}
		}
		if th.Text != "" {
			t.Errorf("%s: the transcript is %q, not as the terminal writes", name, th.Text)
		}
	}
}

func TestACodeKeepsItsColour(t *testing.T) {
	for name, th := range themes(t) {
		if th.Code(3) != th.Code(3+len(onDark)) {
			t.Errorf("%s: a number does not keep its colour", name)
		}
		if th.Code(-1) != "1" {
			t.Errorf("%s: a code that is not in the codebook is %q", name, th.Code(-1))
		}
	}
	dark, none := themes(t)["dark"], themes(t)["none"]
	if dark.Code(0) == dark.Code(1) || none.Code(0) != none.Code(1) {
		t.Error("colours of codes")
	}
}

func TestTheThemeIsChosenByFlagThenByEnvironment(t *testing.T) {
	for _, c := range []struct{ asked, noColor, want string }{
		{"", "", "dark"}, {"light", "", "light"}, {"", "1", "none"}, {"light", "1", "light"},
	} {
		t.Setenv("NO_COLOR", c.noColor)
		th, err := FromEnvironment(c.asked)
		if err != nil || th.Name != c.want {
			t.Errorf("asked %q, NO_COLOR=%q: %v, %v", c.asked, c.noColor, th, err)
		}
	}
	if _, err := New("solarized"); err == nil || !strings.Contains(err.Error(), "dark, light, none") {
		t.Errorf("an unknown theme: %v", err)
	}
}

func TestPaintEndsWhatItBegins(t *testing.T) {
	for _, c := range []struct{ look, text, want string }{
		{"", "a", "a"}, {"1", "", ""}, {"1;38;5;81", "a", "\x1b[1;38;5;81ma\x1b[0m"},
	} {
		if got := Paint(c.look, c.text); got != c.want {
			t.Errorf("%q in %q is %q", c.text, c.look, got)
		}
	}
	if box := themes(t)["none"].Box().Render("x"); strings.Contains(box, "\x1b[") {
		t.Errorf("a box without colours has some: %q", box)
	}
}
