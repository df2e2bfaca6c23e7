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
	var out []op
	put := func(kind RunOp, was, is word) { out = append(out, op{kind, was, is}) }
	for i := range head {
		put(Same, a[i], b[i])
	}
	between(a[head:len(a)-tail], b[head:len(b)-tail], put)
	for i := range tail {
		put(Same, a[len(a)-tail+i], b[len(b)-tail+i])
	}
	return runs(joined(out))
}

// op is one word that both texts have, or one of them.
type op struct {
	kind    RunOp
	was, is word
}

// joined makes islands of one to three words, which both texts happen to share
// in the middle of larger changes, part of the change: it then reads as one
// thing replaced by another, not as a mosaic.
func joined(ops []op) []op {
	type block struct{ from, to, out, in, same int } // words only, no marks
	var blocks []block
	for i, o := range ops {
		n := len(blocks)
		if n == 0 || (o.kind == Same) != (ops[i-1].kind == Same) {
			blocks = append(blocks, block{from: i})
			n++
		}
		b := &blocks[n-1]
		b.to = i + 1
		switch {
		case o.kind == Same && o.is.isWord():
			b.same++
		case o.kind == Out && o.was.isWord():
			b.out++
		case o.kind == In && o.is.isWord():
			b.in++
		}
	}
	island := make([]bool, len(ops))
	for i := 1; i+1 < len(blocks); i++ {
		b, before, after := blocks[i], blocks[i-1], blocks[i+1]
		if ops[b.from].kind == Same && b.same <= 3 && b.same < max(before.out, before.in) && b.same < max(after.out, after.in) {
			for k := b.from; k < b.to; k++ {
				island[k] = true
			}
		}
	}
	var out, held []op // held: what came, until all that went is put
	flush := func() {
		out = append(out, held...)
		held = nil
	}
	for i, o := range ops {
		switch {
		case o.kind == Out:
			out = append(out, o)
		case o.kind == In:
			held = append(held, o)
		case island[i]:
			out = append(out, op{Out, o.was, word{}})
			held = append(held, op{In, word{}, o.is})
		default:
			flush()
			out = append(out, o)
		}
	}
	flush()
	return out
}

// runs gathers words into runs.
func runs(ops []op) []Run {
	var out []Run
	for _, o := range ops {
		w := o.is
		if o.kind == Out {
			w = o.was
		}
		if n := len(out); n > 0 && out[n-1].Op == o.kind {
			out[n-1].Text += w.space + w.text
			continue
		}
		out = append(out, Run{o.kind, w.space + w.text})
	}
	return out
}

// between puts the runs of the longest common subsequence of two lists of words,
// at each place first what went and then what came.
func between(a, b []word, put func(kind RunOp, was, is word)) {
	if (len(a)+1)*(len(b)+1) > maxDiffCells {
		for _, w := range a {
			put(Out, w, word{})
		}
		for _, w := range b {
			put(In, word{}, w)
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
			put(Same, a[i], b[j])
			i, j = i+1, j+1
		case i < len(a) && (j == len(b) || common[(i+1)*wide+j] >= common[i*wide+j+1]):
			put(Out, a[i], word{})
			i++
		default:
			put(In, word{}, b[j])
			j++
		}
	}
}

type word struct{ space, text string }

func (w word) isWord() bool {
	first, _ := utf8.DecodeRuneInString(w.text)
	return inWord(first)
}

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
