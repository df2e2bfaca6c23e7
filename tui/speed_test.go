package tui

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"sync"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"concord/codebook"
	"concord/corpus"
	"concord/store"
	"concord/store/study"
	"concord/tui/screen/coding"
	"concord/tui/theme"
)

// large is the project of the design's figure: 1,000,000 words and 50,000
// codings by three coders; one transcript has 300,000 of the words, one turn of
// it 10,000, and 15,000 of the codings. It is made once.
var large = sync.OnceValues(func() (*study.Study, error) {
	ctx := context.Background()
	dir, err := os.MkdirTemp("", "concord-screen-bench-")
	if err != nil {
		return nil, err
	}
	p, err := store.Init(ctx, dir, "Large")
	if err != nil {
		return nil, err
	}
	var coders []codebook.Coder
	for _, name := range []string{"ana", "ben", "chloe"} {
		c, err := p.AddCoder(ctx, name, "")
		if err != nil {
			return nil, err
		}
		coders = append(coders, c)
	}
	var codes []codebook.CodeID
	for i := range 60 {
		c, err := p.AddCode(ctx, coders[0].ID, store.NewCode{Name: fmt.Sprintf("code %02d", i), Definition: codebook.Definition{Text: "when the speaker names it"}}, "")
		if err != nil {
			return nil, err
		}
		codes = append(codes, c.ID)
	}
	if _, err := p.SaveVersion(ctx, coders[0].ID, "first"); err != nil {
		return nil, err
	}
	rng := rand.New(rand.NewPCG(1, 1))
	add := func(name string, lengths []int, codings int) error {
		text := longText(rng, lengths)
		got, err := p.Import(ctx, coders[0].ID, store.NewTranscript{Name: name, Original: []byte(text.Body), Text: text,
			Speakers: []corpus.Speaker{{Label: "INT", Role: corpus.RoleInterviewer}, {Label: "P"}}})
		if err != nil {
			return err
		}
		var batch []store.NewCoding
		for i := range codings {
			s := text.Turns[rng.IntN(len(text.Turns))].SpeechSpan()
			s.Start += corpus.Offset(rng.IntN(s.Len() / 2))
			s = text.Trim(s)
			batch = append(batch, store.NewCoding{Transcript: got.Transcript.ID, Span: s, Code: codes[rng.IntN(len(codes))], Coder: coders[i%3].ID})
		}
		_, err = p.ImportCodings(ctx, coders[0].ID, batch)
		return err
	}
	lengths := func(turns, words int) []int { return slices.Repeat([]int{words}, turns) }
	if err := add("KI-000", slices.Insert(lengths(5800, 50), 2900, 10_000), 15_000); err != nil {
		return nil, err
	}
	for i := range 70 {
		if err := add(fmt.Sprintf("KI-%03d", i+1), lengths(200, 50), 500); err != nil {
			return nil, err
		}
	}
	return study.New(p, coders[0]), nil
})

// longText makes an interview with turns of so many words each.
func longText(rng *rand.Rand, lengths []int) *corpus.Text {
	words := []string{"coalition", "deputy", "naloxone.", "we", "the", "and", "they", "county", "meeting", "trust", "nobody", "called?", "back", "for", "years,", "then", "review"}
	var body []byte
	var table []corpus.Turn
	for i, n := range lengths {
		label := []string{"INT: ", "P: "}[i%2]
		start := corpus.Offset(len(body))
		body = append(body, label...)
		for range n {
			body = append(append(body, words[rng.IntN(len(words))]...), ' ')
		}
		end := corpus.Offset(len(body) - 1)
		table = append(table, corpus.Turn{Extent: corpus.Span{Start: start, End: end}, Speech: []corpus.Span{{Start: start + corpus.Offset(len(label)), End: end}},
			Speaker: label[:len(label)-2], Start: corpus.NoTime, End: corpus.NoTime})
		body = append(body, "\n\n"...)
	}
	text, err := corpus.NewText(string(body), table)
	if err != nil {
		panic(err)
	}
	return text
}

// stopwatch runs the workbench as Bubble Tea does, commands in goroutines of
// their own, and times every message from its arrival to the painted frame.
type stopwatch struct {
	r        *root
	arrived  chan tea.Msg
	running  int
	keys     []time.Duration
	messages []time.Duration // answers of commands
}

func newStopwatch(b *testing.B, width, height int) *stopwatch {
	b.Helper()
	s, err := large()
	if err != nil {
		b.Fatal(err)
	}
	th, err := theme.New("dark")
	if err != nil {
		b.Fatal(err)
	}
	w := &stopwatch{r: newRoot(context.Background(), s, th), arrived: make(chan tea.Msg, 1000)}
	w.r.pollEvery = 0
	w.start(w.r.Init())
	w.send(tea.WindowSizeMsg{Width: width, Height: height})
	w.settle()
	w.keys, w.messages = nil, nil
	return w
}

func (w *stopwatch) start(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	w.running++
	go func() { w.arrived <- cmd() }()
}

// send gives the workbench one message and paints, and tells how long it took.
func (w *stopwatch) send(msg tea.Msg) time.Duration {
	if batch, ok := msg.(tea.BatchMsg); ok {
		for _, c := range batch {
			w.start(c)
		}
		return 0
	}
	begun := time.Now()
	_, cmd := w.r.Update(msg)
	w.r.View()
	took := time.Since(begun)
	w.start(cmd)
	return took
}

func (w *stopwatch) answer(msg tea.Msg) {
	w.running--
	if msg != nil {
		w.messages = append(w.messages, w.send(msg))
	}
}

// settle waits until nothing is under way.
func (w *stopwatch) settle() {
	for w.running > 0 {
		w.answer(<-w.arrived)
	}
}

// press times keys, taking answers as they come, and gives every fourth key
// time to be saved.
func (w *stopwatch) press(keys ...string) {
	for _, k := range keys {
		for done := false; !done; {
			select {
			case m := <-w.arrived:
				w.answer(m)
			default:
				done = true
			}
		}
		msg := tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(k)}
		if t, ok := keyTypes[k]; ok {
			msg = tea.KeyMsg{Type: t}
		}
		w.keys = append(w.keys, w.send(msg))
	}
}

func percentile(all []time.Duration, p float64) float64 {
	if len(all) == 0 {
		return 0
	}
	slices.Sort(all)
	return float64(all[min(len(all)-1, int(p*float64(len(all))))]) / float64(time.Millisecond)
}

func (w *stopwatch) report(b *testing.B) {
	b.ReportMetric(percentile(w.keys, .5), "key-p50-ms")
	b.ReportMetric(percentile(w.keys, .99), "key-p99-ms")
	b.ReportMetric(percentile(w.keys, 1), "key-max-ms")
	b.ReportMetric(percentile(w.messages, .99), "msg-p99-ms")
	b.ReportMetric(0, "ns/op")
}

// BenchmarkReadingKeys goes through an interview as a coder does. The budget of
// the design is 16 ms for the 99th of 100 keys.
func BenchmarkReadingKeys(b *testing.B) {
	for _, name := range []string{"KI-000", "KI-035"} {
		b.Run(map[string]string{"KI-000": "300000words", "KI-035": "10000words"}[name], func(b *testing.B) {
			w := newStopwatch(b, 120, 36)
			for _, t := range w.r.Over.Transcripts {
				if t.Name == name {
					w.start(w.r.OpenTranscript(t.ID, nil))
				}
			}
			w.settle()
			w.press("O")
			w.press("g")
			w.press([]string{"2", "9", "0", "0"}[4-min(4, len(fmt.Sprint(len(screenOf[*coding.Screen](&driver{r: w.r}).Read.Data.Text.Turns)))):]...)
			w.press("enter")
			w.keys, w.messages = nil, nil
			for b.Loop() {
				w.press("down", "down", "tab", "tab", "right", "shift+right", "w", "W", "c", "2", "3", "enter", "esc", "esc", "up", "pgdown", "down", ".", "]", "]", "[", "o", "x", "u", "down")
				w.settle()
			}
			w.report(b)
		})
	}
}

// BenchmarkListKeys goes through the transcripts.
func BenchmarkListKeys(b *testing.B) {
	w := newStopwatch(b, 120, 36)
	for b.Loop() {
		w.press("down", "down", "down", "pgdown", "up", "end", "home")
	}
	w.settle()
	w.report(b)
}
