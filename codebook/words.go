package codebook

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Run is a stretch of words that two texts share, or that one of them has.
type Run struct {
	Op   RunOp  `json:"op"`
	Text string `json:"text"` // with the white space before it
}

// RunOp says which of the two texts has a run.
type RunOp string

// The three kinds of run.
const (
	Same RunOp = "same"
	Out  RunOp = "out" // only the earlier text
	In   RunOp = "in"  // only the later text
)

// maxDiffCells bounds the work of comparing two texts: some 2,000 words each.
// Longer ones are shown as one thing replaced by another.
const maxDiffCells = 4 << 20

// DiffWords says word by word how one text became another. White space does not
// count; that of the later text is given. All Same and Out runs together are the
// earlier text, all Same and In runs the later, but for white space.
func DiffWords(was, is string) []Run {
	a, b := words(was), words(is)
	head := 0
	for head < len(a) && head < len(b) && a[head].text == b[head].text {
		head++
	}
	tail := 0
	for tail < len(a)-head && tail < len(b)-head && a[len(a)-1-tail].text == b[len(b)-1-tail].text {
		tail++
	}
	var out []Run
	put := func(op RunOp, w word) {
		if n := len(out); n > 0 && out[n-1].Op == op {
			out[n-1].Text += w.space + w.text
			return
		}
		out = append(out, Run{op, w.space + w.text})
	}
	for _, w := range b[:head] {
		put(Same, w)
	}
	between(a[head:len(a)-tail], b[head:len(b)-tail], put)
	for _, w := range b[len(b)-tail:] {
		put(Same, w)
	}
	return out
}

// between puts the runs of the longest common subsequence of two lists of words,
// at each place first what went and then what came.
func between(a, b []word, put func(RunOp, word)) {
	if (len(a)+1)*(len(b)+1) > maxDiffCells {
		for _, w := range a {
			put(Out, w)
		}
		for _, w := range b {
			put(In, w)
		}
		return
	}
	// common[i*wide+j] is the length of the longest one of a[i:] and b[j:].
	wide := len(b) + 1
	common := make([]uint16, (len(a)+1)*wide)
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i].text == b[j].text {
				common[i*wide+j] = common[(i+1)*wide+j+1] + 1
			} else {
				common[i*wide+j] = max(common[(i+1)*wide+j], common[i*wide+j+1])
			}
		}
	}
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case i < len(a) && j < len(b) && a[i].text == b[j].text:
			put(Same, b[j])
			i, j = i+1, j+1
		case i < len(a) && (j == len(b) || common[(i+1)*wide+j] >= common[i*wide+j+1]):
			put(Out, a[i])
			i++
		default:
			put(In, b[j])
			j++
		}
	}
}

type word struct{ space, text string }

// words cuts a text into words and single marks, each with the white space
// before it. White space at the end is dropped.
func words(s string) []word {
	var out []word
	space := 0
	runes := []rune(s)
	for i := 0; i < len(runes); {
		if unicode.IsSpace(runes[i]) {
			i++
			continue
		}
		end := i + 1
		if inWord(runes[i]) {
			for end < len(runes) && inWord(runes[end]) {
				end++
			}
		}
		out = append(out, word{string(runes[space:i]), string(runes[i:end])})
		i, space = end, end
	}
	return out
}

func inWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || r == '\'' || r == '’' || r == '-'
}

// MarkWords writes runs as one text in which “[-gone-]” marks what went and
// “{+come+}” what came.
func MarkWords(runs []Run) string {
	var b strings.Builder
	for i, r := range runs {
		text := strings.TrimLeftFunc(r.Text, unicode.IsSpace)
		if first, _ := utf8.DecodeRuneInString(text); i > 0 && len(text) == len(r.Text) && inWord(first) {
			b.WriteByte(' ') // one of the texts begins here
		}
		b.WriteString(r.Text[:len(r.Text)-len(text)])
		switch r.Op {
		case Out:
			b.WriteString("[-" + text + "-]")
		case In:
			b.WriteString("{+" + text + "+}")
		default:
			b.WriteString(text)
		}
	}
	return b.String()
}

// Changed reports whether the runs hold more than what both texts share.
func Changed(runs []Run) bool {
	return slices.ContainsFunc(runs, func(r Run) bool { return r.Op != Same })
}
