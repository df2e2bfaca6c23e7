package documents

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/ledongthuc/pdf"

	"concord/corpus/importer/internal/chars"
)

// What a PDF of an interview may have.
const (
	maxPages       = 5_000
	maxPageContent = 64 << 20 // bytes of one page's drawing instructions
	maxPDFText     = 50 << 20 // bytes of text of the whole file
)

// ReadPDF extracts the text layer of a PDF. A PDF holds letters and their places,
// not lines and paragraphs: letters on one height are a line, in order from left
// to right; a line that reaches the right edge of its page goes on in the next;
// a wider gap between lines is a blank line. Page numbers and running heads stay
// in the text. It always warns.
func ReadPDF(content []byte) (t Text, err error) {
	defer func() {
		// The library panics on files that break the rules of the format.
		if r := recover(); r != nil {
			t, err = Text{}, errBrokenPDF
		}
	}()
	in, err := pdf.NewReader(bytes.NewReader(content), int64(len(content)))
	switch {
	case errors.Is(err, pdf.ErrInvalidPassword):
		return Text{}, fmt.Errorf("is a PDF with a password: save it without one and import that")
	case err != nil:
		return Text{}, errBrokenPDF
	}
	pages := in.NumPage()
	if pages > maxPages {
		return Text{}, fmt.Errorf("is a PDF of %d pages, more than an interview can have (%d): split it", pages, maxPages)
	}
	var all [][]pdfLine
	empty, size := 0, 0
	for n := 1; n <= pages; n++ {
		page := in.Page(n)
		if page.V.IsNull() {
			empty++
			continue
		}
		if err := checkPage(page); err != nil {
			return Text{}, err
		}
		lines := pdfLines(onPage(page, page.Content().Text))
		if len(lines) == 0 {
			empty++
			continue
		}
		for _, l := range lines {
			size += len(l.text)
		}
		if size > maxPDFText {
			return Text{}, fmt.Errorf("is a PDF with more than %d MB of text, more than an interview can have: it was not imported", maxPDFText>>20)
		}
		all = append(all, lines)
	}
	numbers := dropParagraphNumbers(all)
	var b strings.Builder
	hyphens, spacing := 0, pdfSpacing(all)
	for _, lines := range all {
		hyphens += writePDFLines(&b, lines, spacing)
	}
	t.Body = b.String()
	if strings.IndexFunc(t.Body, unicode.IsLetter) < 0 {
		return Text{}, fmt.Errorf("is a PDF without text, most likely a scan: have its text recognised (OCR) and save that as text or Word file")
	}
	t.Warnings = append(t.Warnings, "the text was taken from a PDF, which has no reliable order of words: compare it with the original, or import the Word or text file that the PDF was made from")
	if empty > 0 {
		t.Warnings = append(t.Warnings, fmt.Sprintf("%s no text: they may be scanned", chars.Count(empty, "page of the PDF has", "pages of the PDF have")))
	}
	if numbers > 0 {
		t.Warnings = append(t.Warnings, fmt.Sprintf("the numbers of paragraphs in the margin, 1 to %d, were left out", numbers))
	}
	if hyphens > 0 {
		t.Warnings = append(t.Warnings, fmt.Sprintf("%s in a hyphen and may be words that were broken", chars.Count(hyphens, "line of the PDF ends", "lines of the PDF end")))
	}
	return t, nil
}

var errBrokenPDF = errors.New("is a PDF that is damaged or cut off: copy it again, or import the Word or text file that it was made from")

// checkPage reads the instructions of a page once, bounded: a few bytes can
// unpack to gigabytes.
func checkPage(p pdf.Page) error {
	contents := p.V.Key("Contents")
	streams := []pdf.Value{contents}
	if contents.Kind() == pdf.Array {
		streams = nil
		for i := range min(contents.Len(), 10_000) {
			streams = append(streams, contents.Index(i))
		}
	}
	left := int64(maxPageContent)
	for _, s := range streams {
		if s.Kind() != pdf.Stream {
			continue
		}
		r := s.Reader()
		n, _ := io.Copy(io.Discard, io.LimitReader(r, left+1))
		r.Close()
		if left -= n; left < 0 {
			return fmt.Errorf("is a PDF with a page that unpacks to more than %d MB: it was not imported", maxPageContent>>20)
		}
	}
	return nil
}

// onPage leaves out letters drawn beyond the edges of the page, which nobody
// sees.
func onPage(p pdf.Page, letters []pdf.Text) []pdf.Text {
	box := inherited(p.V, "CropBox")
	if box.Kind() != pdf.Array || box.Len() != 4 {
		box = inherited(p.V, "MediaBox")
	}
	if box.Kind() != pdf.Array || box.Len() != 4 {
		return letters
	}
	var edge [4]float64
	for i := range edge {
		edge[i] = box.Index(i).Float64()
	}
	left, right := min(edge[0], edge[2])-1, max(edge[0], edge[2])+1
	bottom, top := min(edge[1], edge[3])-1, max(edge[1], edge[3])+1
	return slices.DeleteFunc(slices.Clone(letters), func(t pdf.Text) bool {
		return !(t.X >= left && t.X <= right && t.Y >= bottom && t.Y <= top)
	})
}

// inherited gives an entry of a page, or of the nodes above it in the tree.
func inherited(v pdf.Value, key string) pdf.Value {
	for range 100 {
		if x := v.Key(key); !x.IsNull() || v.IsNull() {
			return x
		}
		v = v.Key("Parent")
	}
	return pdf.Value{}
}

// pdfLine is a line of a page.
type pdfLine struct {
	text        string
	left, right float64
	y, size     float64 // of its base line; the size of its largest letter
	firstWord   float64 // width of its first word
	begins      bool    // it surely begins a paragraph
}

// pdfLines puts the letters of a page into lines, from top to bottom.
func pdfLines(letters []pdf.Text) []pdfLine {
	letters = slices.DeleteFunc(slices.Clone(letters), func(t pdf.Text) bool {
		return t.S == "" || math.IsNaN(t.X) || math.IsNaN(t.Y) || math.IsInf(t.X, 0) || math.IsInf(t.Y, 0)
	})
	slices.SortStableFunc(letters, func(a, b pdf.Text) int {
		switch {
		case a.Y > b.Y:
			return -1
		case a.Y < b.Y:
			return 1
		}
		return 0
	})
	var lines []pdfLine
	for i := 0; i < len(letters); {
		first, k := letters[i], i+1
		for k < len(letters) && first.Y-letters[k].Y <= max(1, 0.4*first.FontSize) {
			k++
		}
		if line := pdfLineOf(letters[i:k]); line.text != "" {
			lines = append(lines, line)
		}
		i = k
	}
	return lines
}

// pdfLineOf makes a line of letters on one height. A gap between them is a blank.
func pdfLineOf(letters []pdf.Text) pdfLine {
	slices.SortStableFunc(letters, func(a, b pdf.Text) int {
		switch {
		case a.X < b.X:
			return -1
		case a.X > b.X:
			return 1
		}
		return 0
	})
	line := pdfLine{left: letters[0].X, y: letters[0].Y}
	var b strings.Builder
	blank, end, known := true, line.left, false
	for _, t := range letters {
		size := max(t.FontSize, 1)
		line.size = max(line.size, size)
		gap := t.X - end
		if !blank && (known && gap > 0.25*size || gap > 0.9*size) {
			b.WriteByte(' ')
			blank = true
		}
		for _, r := range strings.ToValidUTF8(t.S, "\uFFFD") {
			switch {
			case chars.IsBlank(r) || unicode.IsControl(r):
				if !blank {
					b.WriteByte(' ')
				}
				blank = true
			default:
				b.WriteRune(r)
				blank = false
			}
		}
		// Some fonts do not say how wide their letters are.
		if known = t.W > 0; known {
			end = t.X + t.W
		} else {
			end = t.X + 0.3*size*float64(utf8.RuneCountInString(t.S))
		}
		line.right = max(line.right, end)
		if line.firstWord == 0 && blank && b.Len() > 0 {
			line.firstWord = t.X - line.left
		}
	}
	line.text = strings.TrimRight(b.String(), " ")
	if line.firstWord == 0 {
		line.firstWord = line.right - line.left
	}
	return line
}

// writePDFLines writes the lines of a page, which may be none, and joins those that only the page
// broke. It gives the number of lines that end in a hyphen.
func writePDFLines(b *strings.Builder, lines []pdfLine, spacing float64) (hyphens int) {
	right := 0.0
	for _, l := range lines {
		if strings.Count(l.text, " ") >= 3 { // page numbers stand beside the text
			right = max(right, l.right)
		}
	}
	for i, l := range lines {
		b.WriteString(l.text)
		if i+1 == len(lines) {
			break
		}
		next := lines[i+1]
		gap := l.y - next.y
		switch full := l.right+next.firstWord+0.5*l.size > right; {
		case next.begins, gap > 1.45*spacing && spacing > 0:
			b.WriteString("\n\n")
		case full && math.Abs(l.size-next.size) < 1:
			if strings.HasSuffix(l.text, "-") {
				hyphens++
				break
			}
			b.WriteByte(' ')
		default:
			b.WriteByte('\n')
		}
	}
	if len(lines) > 0 {
		b.WriteString("\n")
	}
	return hyphens
}

// pdfSpacing is the distance between the lines of a paragraph: that of the
// closest tenth of all lines, for most lines of a transcript may begin a turn. 0
// if there is none.
func pdfSpacing(pages [][]pdfLine) float64 {
	var gaps []float64
	for _, lines := range pages {
		for i := 1; i < len(lines); i++ {
			if gap := lines[i-1].y - lines[i].y; gap > lines[i].size*0.6 && gap < 3*lines[i].size {
				gaps = append(gaps, gap)
			}
		}
	}
	if len(gaps) == 0 {
		return 0
	}
	slices.Sort(gaps)
	return gaps[len(gaps)/10]
}

// dropParagraphNumbers drops the numbers 1, 2, 3 … that programs for qualitative
// analysis print in the margin, and gives the last of them; 0 if there are none.
func dropParagraphNumbers(pages [][]pdfLine) int {
	lefts := map[int]int{}
	for _, lines := range pages {
		for _, l := range lines {
			if l.text != "" && !chars.IsDigit(l.text[0]) && len(l.text) > 20 {
				lefts[int(math.Round(l.left))]++
			}
		}
	}
	body, most := 0, 0
	for left, n := range lefts {
		if n > most || n == most && left < body {
			body, most = left, n
		}
	}
	// A number at the foot of a page may come again at the head of the next.
	last := 0
	var marked []*pdfLine
	for _, lines := range pages {
		for i := range lines {
			l := &lines[i]
			if l.left+0.5*l.size > float64(body) {
				continue
			}
			switch first, _, _ := strings.Cut(l.text, " "); first {
			case strconv.Itoa(last + 1):
				last++
				marked = append(marked, l)
			case strconv.Itoa(last):
				marked = append(marked, l)
			}
		}
	}
	if last < 5 {
		return 0
	}
	for _, l := range marked {
		_, l.text, _ = strings.Cut(l.text, " ")
		l.left, l.begins = float64(body), true
	}
	for i := range pages {
		pages[i] = slices.DeleteFunc(pages[i], func(l pdfLine) bool { return l.text == "" })
	}
	return last
}
