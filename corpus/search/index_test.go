package search

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"concord/corpus"
)

var project = corpus.ProjectID{7}

// study makes a source of transcripts with the given turns.
func study(t testing.TB, transcripts ...[]string) listSource {
	var l listSource
	for i, turns := range transcripts {
		text := saying(t, turns...)
		l = append(l, listed{Transcript{
			ID:   corpus.TranscriptID{0xff, byte(i / 250), byte(i % 250), 0xff},
			Name: fmt.Sprintf("KI-%02d", i+1),
			Text: text.ID,
			Speakers: []corpus.Speaker{
				{Label: "INT", Role: corpus.RoleInterviewer},
				{Label: "P07", Role: corpus.RoleParticipant},
			},
		}, text})
	}
	return l
}

// generated makes a source of n transcripts of random words, the same for the
// same seed.
func generated(t testing.TB, n, turns int, seed uint64) listSource {
	say := talk(seed)
	r := rand.New(rand.NewPCG(seed, 2))
	var all [][]string
	for range n {
		var one []string
		for range turns {
			one = append(one, say(5+r.IntN(30)))
		}
		all = append(all, one)
	}
	return study(t, all...)
}

// hitsOf runs a query and gives its hits as turns and words.
func hitsOf(t testing.TB, s Searcher, query string) []string {
	t.Helper()
	r, err := s.Search(t.Context(), query)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	var out []string
	for h, err := range r.All(t.Context()) {
		if err != nil {
			t.Fatalf("%s: %v", query, err)
		}
		out = append(out, show(t, s.Source, h))
	}
	return out
}

// show writes a hit as "transcript turn: mark | mark".
func show(t testing.TB, source Source, h Hit) string {
	t.Helper()
	text, err := source.Text(t.Context(), h.Text)
	if err != nil {
		t.Fatal(err)
	}
	name := ""
	list, _ := source.Transcripts(t.Context())
	for _, x := range list {
		if x.ID == h.Transcript {
			name = x.Name
		}
	}
	var marks []string
	for _, m := range h.Marks {
		if err := text.CheckSpan(m.Span); err != nil {
			t.Fatal(err)
		}
		mark := text.Slice(m.Span)
		if m.Field != "" {
			mark = m.Field + "=" + mark
		}
		marks = append(marks, mark)
	}
	return fmt.Sprintf("%s %d: %s", name, h.Turn.Number(), strings.Join(marks, " | "))
}

var someQueries = []string{
	"no", "not", "I", "county", "treatments", "=treatment", "overd*", `"the county"`, `"i do not"`, `"of the tre*"`,
	"the county", "county OR overdose", "treatment -county", "NOT the", "within 1 (county, overdose)", "zebra", "a* b*",
}

func sameAnswers(t testing.TB, source Source, x *Index) {
	t.Helper()
	for _, q := range someQueries {
		with := Searcher{Source: source, Index: x}
		r, err := with.Search(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		if n, why := r.Scanned(); n > 0 || why != nil {
			t.Fatalf("%s was scanned in %d transcripts: %v", q, n, why)
		}
		if d := cmp.Diff(hitsOf(t, Searcher{Source: source}, q), hitsOf(t, with, q)); d != "" {
			t.Fatalf("%s: scan and index differ (-scan +index):\n%s", q, d)
		}
	}
}

func TestIndexAnswersAsTheScan(t *testing.T) {
	source := generated(t, 7, 400, 1)
	x := NewIndex(t.TempDir(), project)
	if err := x.Sync(t.Context(), source, 3); err != nil {
		t.Fatal(err)
	}
	s, err := x.State()
	if err != nil || s != (State{Arrival: 3, Transcripts: 7, Turns: 2800}) {
		t.Fatalf("the index says %+v, %v", s, err)
	}
	sameAnswers(t, source, x)
}

// Random texts full of what goes wrong, random terms: the index finds what the
// scan finds.
func TestIndexAgreesWithScanOnAnyText(t *testing.T) {
	say := rapid.OneOf(hardText, rapid.Custom(func(t *rapid.T) string {
		words := rapid.SliceOfN(rapid.SampledFrom([]string{
			"no", "not", "I", "wait", "waiting", "waited", "don’t", "don't", "county’s", "counties", "caf\u00e9", "cafe\u0301",
			"中文", "—", "harm-reduction", "soft\u00adhyphen", "😀", "U.S.", "3.14", "a\u1ac1\u0323", "E文", "B\u200bA:a", "2nd", "x2",
		}), 0, 8).Draw(t, "words")
		return strings.Join(words, rapid.SampledFrom([]string{" ", "\n", ", ", "\u00a0"}).Draw(t, "between"))
	}))
	rapid.Check(t, func(rt *rapid.T) {
		var l listSource
		for i := range rapid.IntRange(1, 3).Draw(rt, "transcripts") {
			text := drawText(rt, say)
			l = append(l, listed{Transcript{ID: corpus.TranscriptID{byte(i + 1)}, Name: fmt.Sprint(i), Text: text.ID}, text})
		}
		x := NewIndex(t.TempDir(), project)
		if err := x.Sync(t.Context(), l, 1); err != nil {
			rt.Fatal(err)
		}
		var said []string
		for _, x := range l {
			for i := range x.text.Turns {
				for _, w := range wordsOf(speechOf(x.text, corpus.TurnIndex(i))) {
					said = append(said, x.text.Slice(w.at))
				}
			}
		}
		said = append(said, "zebra", "no", "😀")
		escape := strings.NewReplacer(`\`, `\\`, `"`, `\"`, "“", `\“`, "”", `\”`, "„", `\„`, "*", `\*`)
		word := rapid.Custom(func(t *rapid.T) string { return escape.Replace(rapid.SampledFrom(said).Draw(t, "word")) })
		for range 10 {
			w := word.Draw(rt, "word")
			start := []rune(w)[:rapid.IntRange(1, len([]rune(w))).Draw(rt, "cut")]
			if start[len(start)-1] == '\\' {
				start = append(start, '\\')
			}
			query := rapid.SampledFrom([]string{
				`"` + w + `"`,
				`"` + string(start) + `*"`,
				`"` + w + " " + word.Draw(rt, "second") + `"`,
				`"` + word.Draw(rt, "first") + " " + string(start) + `*"`,
				`(="` + w + `" OR -"` + word.Draw(rt, "other") + `")`,
			}).Draw(rt, "query")
			if d := cmp.Diff(hitsOf(t, Searcher{Source: l}, query), hitsOf(t, Searcher{Source: l, Index: x}, query)); d != "" {
				rt.Fatalf("%s: scan and index differ (-scan +index):\n%s", query, d)
			}
			// The same by its stem, which a query can only name without signs.
			if found := wordsOf(speech{words: w}); len(found) > 0 {
				sameTurns(rt, l, x, newStem(found[0].stem))
			}
		}
	})
}

func sameTurns(t *rapid.T, l listSource, x *Index, n *term) {
	list, _ := l.Transcripts(context.Background())
	s := &session{source: l, list: list, root: n, ready: make([]bool, len(list)), turns: make([]int, len(list))}
	scanned := make([]turnSet, len(list))
	for i := range list {
		var err error
		if scanned[i], err = s.at(context.Background(), i).holds(n, everything); err != nil {
			t.Fatal(err)
		}
	}
	if err := x.answer(context.Background(), s, lookups(n)); err != nil {
		t.Fatal(err)
	}
	for i := range list {
		found, _ := s.at(context.Background(), i).holds(n, everything)
		for k := range l[i].text.Turns {
			if turn := corpus.TurnIndex(k); found.has(turn) != scanned[i].has(turn) {
				t.Fatalf("stem %q in turn %d: index says %v, scan says %v", n.stem, k, found.has(turn), scanned[i].has(turn))
			}
		}
	}
}

func TestSyncFollowsTheSource(t *testing.T) {
	source := generated(t, 5, 30, 1)
	x := NewIndex(t.TempDir(), project)
	sync := func(l listSource, arrival uint64) {
		t.Helper()
		if err := x.Sync(t.Context(), l, arrival); err != nil {
			t.Fatal(err)
		}
		sameAnswers(t, l, x)
	}
	sync(source[:2], 1)
	sync(source, 2)
	// A corrected text, shorter than the one before.
	shorter := saying(t, "county county", "no")
	corrected := append(listSource{}, source...)
	corrected[1].text, corrected[1].transcript.Text = shorter, shorter.ID
	r, err := Searcher{Source: corrected, Index: x}.Search(t.Context(), "county")
	if err != nil {
		t.Fatal(err)
	}
	if n, why := r.Scanned(); n != 1 || why != nil {
		t.Fatalf("%d transcripts are scanned, %v; want the corrected one", n, why)
	}
	if d := cmp.Diff(hitsOf(t, Searcher{Source: corrected}, "county"), hitsOf(t, Searcher{Source: corrected, Index: x}, "county")); d != "" {
		t.Fatalf("before the index knows the correction (-scan +index):\n%s", d)
	}
	sync(corrected, 3)
	// A transcript without a text yet, and one that is gone.
	corrected[2].transcript.Text = corpus.TextID{}
	sync(corrected, 4)
	sync(append(listSource{}, corrected[3:]...), 5)
	sync(listSource{}, 6)
}

func TestLevelIndexIsLeftAlone(t *testing.T) {
	x := NewIndex(t.TempDir(), project)
	if err := x.Sync(t.Context(), generated(t, 1, 10, 1), 8); err != nil {
		t.Fatal(err)
	}
	if err := x.Sync(t.Context(), nil, 8); err != nil { // would panic if it asked
		t.Fatal(err)
	}
}

// A word that was removed is in no file any more.
func TestRemovedWordsAreGone(t *testing.T) {
	source := study(t, []string{"the quagmire of xylophonists"}, []string{"nothing here"})
	dir := t.TempDir()
	x := NewIndex(dir, project)
	if err := x.Sync(t.Context(), source, 1); err != nil {
		t.Fatal(err)
	}
	before, err := x.terms()
	if err != nil || !strings.Contains(before, "quagmire") {
		t.Fatalf("the index holds %q, %v", before, err)
	}
	old, _ := filepath.Glob(filepath.Join(x.live(), "*.zap"))
	if err := x.Sync(t.Context(), source[1:], 2); err != nil {
		t.Fatal(err)
	}
	sameAnswers(t, source[1:], x)
	if after, err := x.terms(); err != nil || strings.Contains(after, "quagmire") {
		t.Fatalf("the index holds %q, %v", after, err)
	}
	entries, _ := os.ReadDir(dir)
	if len(entries) != 1 {
		t.Fatalf("left beside the index: %v", entries)
	}
	if len(old) == 0 {
		t.Fatal("no file held the words before")
	}
	if err := x.Delete(); err != nil {
		t.Fatal(err)
	}
	if entries, _ := os.ReadDir(dir); len(entries) != 0 {
		t.Fatalf("left after deleting the index: %v", entries)
	}
}

// terms lists the words of the index.
func (x *Index) terms() (string, error) {
	var all []string
	err := x.read(func(reader indexReader, _ record) error {
		return (&lookup{reader: reader}).eachWord("", func(word string) error {
			all = append(all, word)
			return nil
		})
	})
	return strings.Join(all, " "), err
}

func TestSyncStopsWithTheContext(t *testing.T) {
	source := generated(t, 12, 300, 3)
	x := NewIndex(t.TempDir(), project)
	ctx, cancel := context.WithCancel(t.Context())
	stopping := stoppingSource{source, 6, cancel}
	if err := x.Sync(ctx, &stopping, 1); !errors.Is(err, context.Canceled) {
		t.Fatalf("a Sync that was given up said %v", err)
	}
	s, err := x.State()
	if err != nil || s.Transcripts == 0 || s.Arrival != NeverLevel {
		t.Fatalf("the index says %+v, %v", s, err)
	}
	if err := x.Sync(t.Context(), source, 1); err != nil {
		t.Fatal(err)
	}
	sameAnswers(t, source, x)
}

type stoppingSource struct {
	listSource
	left int
	stop func()
}

func (s *stoppingSource) Text(ctx context.Context, id corpus.TextID) (*corpus.Text, error) {
	if s.left--; s.left == 0 {
		s.stop()
	}
	return s.listSource.Text(ctx, id)
}

func TestIndexWhereNothingCanBeWritten(t *testing.T) {
	if os.Getuid() == 0 {
		t.Skip("the superuser may write everywhere")
	}
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o500); err != nil {
		t.Fatal(err)
	}
	defer os.Chmod(dir, 0o700)
	err := NewIndex(filepath.Join(dir, "search"), project).Sync(t.Context(), generated(t, 1, 5, 1), 1)
	if err == nil || !strings.Contains(err.Error(), "search index") {
		t.Fatalf("got %v", err)
	}
}

// Real transcripts, each line a turn: the index finds what the scan finds.
func TestIndexAnswersAsTheScanOnRealTranscripts(t *testing.T) {
	shared := os.Getenv("CONCORD_SHARED")
	if shared == "" {
		t.Skip("CONCORD_SHARED is not set")
	}
	var all [][]string
	for _, pattern := range []string{"*.txt", "*.md", "*.vtt"} {
		paths, _ := filepath.Glob(filepath.Join(shared, "transcripts", "*", pattern))
		for _, path := range paths {
			b, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, strings.Split(strings.ToValidUTF8(string(b), "?"), "\n"))
		}
	}
	if len(all) == 0 {
		t.Skip("there are no transcripts")
	}
	source := study(t, all...)
	x := NewIndex(t.TempDir(), project)
	if err := x.Sync(t.Context(), source, 1); err != nil {
		t.Fatal(err)
	}
	sameAnswers(t, source, x)
	t.Logf("%d transcripts", len(all))
}
