package tui

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"concord/codebook"
	"concord/corpus"
	"concord/corpus/importer"
	"concord/store"
	"concord/store/study"
	"concord/tui/screen/coding"
)

// What terminals trip over, codings above one another, and a picker over it.
const pictured = `INT [00:00:04]: Where were we?

P07 [00:00:09]: We had the review. Two of the people were hers; nobody said so until the deputy did. After that he was the one who called me, every time, before I called him.

INT [00:00:41]: And in Hatch?

P07 [00:00:44]: Señora Núñez, the café, 漢字 on the sign, שלום on the door, 👩🏽‍🔬 in the back. It is one room.

P07 [00:01:02]: Depends on the month.
`

// picturedStudy has nine codings on one turn, one of them flagged and one made by
// a search, and one with a memo on another.
func picturedStudy(t *testing.T) *study.Study {
	t.Helper()
	ctx := context.Background()
	now := time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)
	p, err := store.Init(ctx, t.TempDir(), "Pictured", store.WithClock(func() time.Time { return now }))
	if err != nil {
		t.Fatal(err)
	}
	ana, err := p.AddCoder(ctx, "ana", "")
	if err != nil {
		t.Fatal(err)
	}
	read, err := importer.Read("KI-07.txt", []byte(pictured), importer.Settings{})
	if err != nil {
		t.Fatal(err)
	}
	text := read[0].Text
	got, err := p.Import(ctx, ana.ID, store.NewTranscript{Name: "KI-07", Original: []byte(pictured), Text: text,
		Speakers: []corpus.Speaker{{Label: "INT", Role: corpus.RoleInterviewer}, {Label: "P07"}}})
	if err != nil {
		t.Fatal(err)
	}
	span := func(words string) corpus.Span {
		at := strings.Index(text.Body, words)
		if at < 0 {
			t.Fatalf("%q is not in the text", words)
		}
		return corpus.Span{Start: corpus.Offset(at), End: corpus.Offset(at + len(words))}
	}
	for i, words := range []string{"We had the review. Two of the people were hers", "Two of the people were hers", "the deputy", "After that he was the one who called me",
		"the one who called me", "called me", "who called", "nobody said so until the deputy did", "every time", "שלום"} {
		code, err := p.AddCode(ctx, ana.ID, store.NewCode{Name: fmt.Sprintf("code %d", i+1), Definition: codebook.Definition{Text: "said of it"}}, "")
		if err != nil {
			t.Fatal(err)
		}
		n := store.NewCoding{Transcript: got.Transcript.ID, Span: span(words), Code: code.ID, Quote: i == 3, Auto: i == 4}
		if i == 9 {
			n.Memo = "a greeting"
		}
		if _, err := p.Apply(ctx, ana.ID, n); err != nil {
			t.Fatal(err)
		}
	}
	return study.New(p, ana)
}

// Pictures of the reading screen at three sizes, without what other screens have
// too, to be looked at by whoever changes it; UPDATE_PICTURES=1 draws them anew.
func TestPictures(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {120, 36}, {200, 50}} {
		d := driveStudy(t, picturedStudy(t), size[0], size[1])
		d.r.Now = func() time.Time { return time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC) }
		picture := func(name string) {
			t.Helper()
			path := filepath.Join("testdata", fmt.Sprintf("%s-%dx%d.txt", name, size[0], size[1]))
			lines := strings.Split(d.screen(), "\n")
			got := strings.TrimRight(strings.Join(lines[coding.ReadTop:len(lines)-3], "\n"), " \n") + "\n"
			if os.Getenv("UPDATE_PICTURES") != "" {
				if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("%s is not what it was; UPDATE_PICTURES=1 go test ./tui -run Pictures draws it anew:\n%s", path, got)
			}
		}
		d.Open("KI-07")
		d.goTurn("2")
		d.press("tab", "tab", "tab", "tab")
		picture("reading")
		d.press("esc", "right", "c")
		d.typed("2")
		picture("picker")
	}
}
