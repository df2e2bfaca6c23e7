package importer

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"concord/corpus/importer/internal/filetest"
)

// interviewOf makes a labelled interview of about n bytes, in paragraphs of one
// line or in lines wrapped at 72 columns.
func interviewOf(n int, wrap bool) []byte {
	const sentence = "We began in the spring with nobody but the two of us, and it took until autumn – a whole half year – to have a meeting. "
	var b bytes.Buffer
	for i := 0; b.Len() < n; i++ {
		turn := fmt.Sprintf("P%02d: %s", i%2, strings.Repeat(sentence, 1+i%5))
		if wrap {
			turn = wrapAt(turn, 72)
		}
		b.WriteString(turn + "\n\n")
	}
	return b.Bytes()
}

func wrapAt(s string, width int) string {
	var b strings.Builder
	column := 0
	for _, w := range strings.Fields(s) {
		if column > 0 && column+1+len(w) > width {
			b.WriteByte('\n')
			column = 0
		} else if column > 0 {
			b.WriteByte(' ')
			column++
		}
		b.WriteString(w)
		column += len(w)
	}
	return b.String()
}

func benchmark(b *testing.B, name string, content []byte) {
	b.SetBytes(int64(len(content)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Read(name, content, Settings{}); err != nil {
			b.Fatal(err)
		}
	}
}

// The design asks for 50 MB/s in reading .txt.
func BenchmarkText(b *testing.B) { benchmark(b, "a.txt", interviewOf(60_000, false)) }

func BenchmarkWrappedText(b *testing.B) { benchmark(b, "a.txt", interviewOf(60_000, true)) }

func BenchmarkLargeText(b *testing.B) { benchmark(b, "a.txt", interviewOf(20<<20, false)) }

func BenchmarkOneLine(b *testing.B) {
	benchmark(b, "a.txt", bytes.Repeat([]byte("and so it went on "), 50<<20/18))
}

func BenchmarkWindows1252(b *testing.B) {
	benchmark(b, "a.txt", bytes.ReplaceAll(interviewOf(60_000, false), []byte("–"), []byte{0x96}))
}

func BenchmarkCaptions(b *testing.B) {
	var w bytes.Buffer
	w.WriteString("WEBVTT\n\n")
	for i := range 3000 {
		fmt.Fprintf(&w, "%d\n00:%02d:%02d.000 --> 00:%02d:%02d.900\n<v P%d>and so it went on for a while</v>\n\n", i, i/60%60, i%60, i/60%60, i%60, i/7%2)
	}
	benchmark(b, "a.vtt", w.Bytes())
}

func BenchmarkDocx(b *testing.B) {
	var body strings.Builder
	for line := range strings.Lines(string(interviewOf(60_000, false))) {
		body.WriteString(filetest.P(strings.TrimSpace(line)))
	}
	benchmark(b, "a.docx", []byte(filetest.Word(b, body.String())))
}
