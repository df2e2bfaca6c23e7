package importer

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"concord/corpus"
	"concord/corpus/importer/charset"
	"concord/corpus/segment"
)

// sharedFiles finds real transcripts beside the project, which are not part of
// it: $CONCORD_SHARED/transcripts.
func sharedFiles(t testing.TB, patterns ...string) []string {
	t.Helper()
	root := os.Getenv("CONCORD_SHARED")
	if root == "" {
		t.Skip("CONCORD_SHARED is not set")
	}
	var out []string
	for _, p := range patterns {
		files, err := filepath.Glob(filepath.Join(root, "transcripts", p))
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, files...)
	}
	if len(out) == 0 {
		t.Skipf("no files like %v in %s", patterns, root)
	}
	return out
}

func readShared(t testing.TB, path string) Document {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	docs, err := Read(filepath.Base(path), content, Settings{})
	if err != nil {
		t.Fatal(err)
	}
	checkDocument(t, docs[0])
	return docs[0]
}

func TestRealFilesKeepTheInvariants(t *testing.T) {
	for _, f := range sharedFiles(t, "*/*.md", "*/*.txt", "*/*.docx") {
		d := readShared(t, f)
		if len(d.Text.Turns) == 0 || d.Words < 500 {
			t.Errorf("%s: %d turns, %d words", filepath.Base(f), len(d.Text.Turns), d.Words)
		}
		if len(d.Speakers) == 0 {
			t.Errorf("%s: no speakers", filepath.Base(f))
		}
	}
}

// The turns of these files were counted without this package, by the commands
// above them.
var realSpeakers = []struct {
	file string
	want []Speaker
}{

	// grep -oP '^(\x{A0}| )*(Q(?=(\x{A0}| ){2})|[A-Z][A-Z.:\- ]+(?=:))' FILE | sort | uniq -c

	{"wh-briefings/2021-02-26-*.md", []Speaker{

		{Label: "ACTING ADMINISTRATOR SLAVITT", Turns: 8}, {Label: "DR. WALENSKY", Turns: 2}, {Label: "DR. FAUCI", Turns: 5}, {Label: "MODERATOR", Turns: 5, Role: "interviewer"},

		{Label: "Q", Turns: 5, Role: "interviewer"}, {Label: "ACTING ADMINSTRATOR SLAVITT", Turns: 2},
	}},

	{"wh-briefings/2021-02-17-*.md", []Speaker{

		{Label: "MR. ZIENTS", Turns: 10}, {Label: "DR. WALENSKY", Turns: 5}, {Label: "DR. FAUCI", Turns: 4}, {Label: "DR. NUNEZ-SMITH", Turns: 1}, {Label: "MS. JOHNSON", Turns: 3},

		{Label: "MODERATOR", Turns: 6, Role: "interviewer"}, {Label: "Q", Turns: 8, Role: "interviewer"},
	}},

	{"wh-briefings/2021-04-14-*.md", []Speaker{

		{Label: "MR. ZIENTS", Turns: 8}, {Label: "DR. WALENSKY", Turns: 1}, {Label: "DR. FAUCI", Turns: 2}, {Label: "MODERATOR", Turns: 5, Role: "interviewer"}, {Label: "Q", Turns: 6, Role: "interviewer"},

		{Label: "MR: ZIENTS", Turns: 1},
	}},

	{"wh-briefings/2023-07-18-*.md", []Speaker{{Label: "THE VICE PRESIDENT", Turns: 1}}},

	{"wh-briefings/2024-02-08-*.md", []Speaker{{Label: "MODERATOR", Turns: 14, Role: "interviewer"}, {Label: "SENIOR ADMINISTRATION OFFICIAL", Turns: 19}, {Label: "Q", Turns: 8, Role: "interviewer"}}},

	// grep -oP '^[^(]+(?= \([0-9:]+\):\r?$)' FILE | sort | uniq -c

	{"metamuse/archive_completed_10-*.txt", []Speaker{{Label: "Mark McGranaghan", Turns: 26}, {Label: "Adam Wiggins", Turns: 36}}},

	{"metamuse/archive_original_18-*.txt", []Speaker{{Label: "Speaker 1", Turns: 31}, {Label: "Speaker 2", Turns: 39}, {Label: "Speaker 3", Turns: 1}}},

	// grep -oP '^[^(]+(?= \([0-9:]+\) - )' FILE | sort | uniq -c

	{"metamuse/plaintext_66-*.txt", []Speaker{{Label: "Markus Müller-Simhofer", Turns: 53}, {Label: "Adam Wiggins", Turns: 40}, {Label: "Adam Wolf", Turns: 24}}},

	{"metamuse/plaintext_72-*.txt", []Speaker{{Label: "Mark McGranaghan", Turns: 72}, {Label: "Adam Wiggins", Turns: 100}}},

	// grep -oP '^[A-Za-z]+(?=: )' FILE | sort | uniq -c

	{"ai-interviews/*_00320.md", []Speaker{{Label: "Assistant", Turns: 1, Role: "interviewer"}, {Label: "User", Turns: 10, Role: "participant"}, {Label: "AI", Turns: 10, Role: "interviewer"}}},

	// The paragraphs that MAXQDA numbered 2 to 95 in the margin of the PDF are the turns.
	{"pdpilot/P1.pdf", []Speaker{{Label: "Dan", Turns: 47}, {Label: "Participant", Turns: 47, Role: "participant"}}},
	{"pdpilot/P2.pdf", []Speaker{{Label: "Dan", Turns: 81}, {Label: "Participant", Turns: 84, Role: "participant"}}},
	// Intervals with words, counted by a script that joins those less than 2 s apart.
	{"primock57/day1_consultation01_doctor.TextGrid", []Speaker{{Label: "Doctor", Turns: 28, Role: "participant"}}},
	{"primock57/day1_consultation01_patient.TextGrid", []Speaker{{Label: "Patient", Turns: 47, Role: "participant"}}},
	{"primock57/day2_consultation01_doctor.TextGrid", []Speaker{{Label: "Speaker", Turns: 10}}},
	// Segments by speaker, counted by the same script.
	{"metamuse/audiotext_66-*.json", []Speaker{{Label: "Markus Müller-Simhofer", Turns: 46}, {Label: "Adam Wiggins", Turns: 35}, {Label: "Adam Wolf", Turns: 22}}},
	// grep -c '<TIER', and the annotations of the tiers without PARENT_REF
	{"elan/*.eaf", []Speaker{{Label: "gestures", Turns: 400}, {Label: "text", Turns: 399}}},
	// unzip -p FILE word/document.xml | sed 's/<\/w:p>/\n/g' | sed 's/<[^>]*>//g' | grep -cP '^Q[0-9]\.'

	{"ucsb-influencers/Transcripts_Interviewee_01.docx", []Speaker{{Label: "Q", Turns: 4, Role: "interviewer"}}},

	{"ucsb-influencers/Deid-Transcripts_Interviewee_03.docx", []Speaker{{Label: "Q", Turns: 4, Role: "interviewer"}}},
}

func TestRealFilesGiveTheSpeakersCountedByHand(t *testing.T) {
	for _, c := range realSpeakers {
		for _, f := range sharedFiles(t, c.file) {
			if diff := cmp.Diff(c.want, readShared(t, f).Speakers); diff != "" {
				t.Errorf("%s: %s", filepath.Base(f), diff)
			}
		}
	}
}

func TestRealFilesDifferOnlyInLineEnds(t *testing.T) {
	for _, f := range sharedFiles(t, "metamuse/archive_*.txt") {
		content, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		unix := []byte(charset.LineEnds(string(content)))
		a, b := readShared(t, f), read(t, filepath.Base(f), string(unix), Settings{})
		if a.Text.ID != b.Text.ID {
			t.Errorf("%s: the text depends on the line ends of the file", filepath.Base(f))
		}
	}
}

func TestRealFilesAreCutWholly(t *testing.T) {
	titles := regexp.MustCompile(`\b(Dr|Mr|Ms|Mrs|Drs)\.$`)
	for _, f := range sharedFiles(t, "*/*.md", "*/*.txt", "*/*.docx") {
		d := readShared(t, f)
		for name, segments := range map[string][]corpus.Segment{
			"turns": segment.Turns(d.Text), "paragraphs": segment.Paragraphs(d.Text), "sentences": segment.Sentences(d.Text),
		} {
			var spoken, inSegments int
			for i, turn := range d.Text.Turns {
				if len(turn.Speech) > 1 {
					continue // pictures or stamps inside would count
				}
				spoken += corpus.CountWords(d.Text.Slice(turn.SpeechSpan()))
				for _, s := range segments {
					if s.Turn == corpus.TurnIndex(i) {
						inSegments += corpus.CountWords(d.Text.Slice(s.Span))
					}
				}
			}
			if spoken != inSegments {
				t.Errorf("%s: %d words in %s, want %d", filepath.Base(f), inSegments, name, spoken)
			}
			for _, s := range segments {
				if w := d.Text.Slice(s.Span); name == "sentences" && titles.MatchString(w) && !strings.HasSuffix(d.Text.Slice(d.Text.Turns[s.Turn].SpeechSpan()), w) {
					t.Errorf("%s: a sentence ends %q", filepath.Base(f), w[max(0, len(w)-30):])
				}
			}
		}
	}
}
