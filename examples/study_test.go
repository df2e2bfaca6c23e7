package examples

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"concord/codebook"
	"concord/corpus/importer"
	"concord/corpus/importer/codebooks"
	"concord/corpus/importer/sheets"
)

// step is one entry of study.json; each kind uses the fields it needs.
type step struct {
	When        time.Time
	Coder, Do   string
	File        string
	Files       []string
	Interviewer []string
	Reason      string
	Transcripts []string
	Round, Unit string
	Blind       bool
}

type study struct {
	files fs.FS

	Title, About string
	Synthetic    bool
	Coders       []struct{ Name, About string }
	Steps        []step
}

func eachStudy(t *testing.T, check func(t *testing.T, s study)) {
	t.Helper()
	if len(Studies()) == 0 {
		t.Fatal("no example study is embedded")
	}
	for _, name := range Studies() {
		t.Run(name, func(t *testing.T) {
			files, err := Files(name)
			if err != nil {
				t.Fatal(err)
			}
			s := study{files: files}
			if err := json.Unmarshal(s.read(t, "study.json"), &s); err != nil {
				t.Fatalf("study.json: %v", err)
			}
			check(t, s)
		})
	}
}

func (s study) read(t *testing.T, name string) []byte {
	t.Helper()
	body, err := fs.ReadFile(s.files, name)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

// rows reads a sheet whose header line must be exactly header.
func (s study) rows(t *testing.T, name, header string) []map[string]string {
	t.Helper()
	records, err := csv.NewReader(strings.NewReader(string(s.read(t, name)))).ReadAll()
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	if got := strings.Join(records[0], ","); got != header {
		t.Fatalf("%s: header is %q, want %q", name, got, header)
	}
	var rows []map[string]string
	for _, r := range records[1:] {
		row := map[string]string{}
		for i, column := range records[0] {
			row[column] = r[i]
		}
		rows = append(rows, row)
	}
	return rows
}

// imported gives each transcript as it is imported, by its name, KI-01 and so on.
func (s study) imported(t *testing.T) map[string]importer.Document {
	t.Helper()
	documents := map[string]importer.Document{}
	for _, st := range s.Steps {
		for _, f := range st.Files {
			read, err := importer.Read(f, s.read(t, f), importer.Settings{})
			if err != nil {
				t.Fatal(err)
			}
			if len(read) != 1 || len(read[0].Warnings) > 0 {
				t.Errorf("%s: %d transcripts, warnings %q", f, len(read), read[0].Warnings)
			}
			documents[strings.TrimSuffix(path.Base(f), path.Ext(f))] = read[0]
		}
	}
	return documents
}

// transcripts gives the stored text of each transcript by its name.
func (s study) transcripts(t *testing.T) map[string]string {
	t.Helper()
	texts := map[string]string{}
	for name, d := range s.imported(t) {
		texts[name] = d.Text.Body
	}
	return texts
}

// codes gives the paths of the codes in a codebook file, and the names of its
// themes.
func (s study) codes(t *testing.T, file string) (paths, themes map[string]bool) {
	t.Helper()
	sheet, err := codebooks.Read(file, strings.NewReader(string(s.read(t, file))))
	if err != nil {
		t.Fatal(err)
	}
	if len(sheet.Ignored)+len(sheet.Warnings) > 0 {
		t.Errorf("%s: ignored %q, warnings %q", file, sheet.Ignored, sheet.Warnings)
	}
	paths, themes = map[string]bool{}, map[string]bool{}
	for _, c := range sheet.Rows {
		name := codebook.JoinPath(c.Path...)
		if paths[name] {
			t.Errorf("%s: %q is there twice", file, name)
		}
		paths[name] = true
		if d := c.Definition; d.Text == "" || !c.Heading && (d.Include == "" || d.Exclude == "") {
			t.Errorf("%s: %q lacks its definition, when to use it or when not", file, name)
		}
		if !slices.Contains([]codebook.Origin{codebook.Deductive, codebook.Inductive, codebook.InVivo}, c.Origin) {
			t.Errorf("%s: %q has the origin %q", file, name, c.Origin)
		}
		if c.Origin == codebook.Deductive && c.Source == "" {
			t.Errorf("%s: %q is deductive and names no source", file, name)
		}
	}
	for _, theme := range sheet.Themes {
		themes[theme.Name] = true
		if theme.Narrative == "" || len(theme.Codes) < 2 {
			t.Errorf("%s: the theme %q has no narrative or fewer than two codes", file, theme.Name)
		}
	}
	return paths, themes
}

func TestUnknownStudyNamesTheKnownOnes(t *testing.T) {
	for _, name := range []string{"", ".", "..", "nonesuch", "overdose-coalitions/codings"} {
		if _, err := Files(name); err == nil || !strings.Contains(err.Error(), Studies()[0]) {
			t.Errorf("Files(%q): %v", name, err)
		}
	}
}

// TestStepsFollowOneAnother walks study.json as the program will and checks
// each step against what earlier steps have brought in.
func TestStepsFollowOneAnother(t *testing.T) {
	eachStudy(t, func(t *testing.T, s study) {
		if !s.Synthetic || s.Title == "" || s.About == "" {
			t.Error("study.json does not say its title, what it is about, and that it is synthetic")
		}
		var (
			coders []string
			codes  map[string]bool
			themes map[string]bool
			saved  bool
			last   time.Time
			made   = map[string]time.Time{} // last coding of each coder
			begun  = map[string]bool{}      // "coder transcript"
			open   = map[string]bool{}      // rounds
			texts  = s.transcripts(t)
		)
		for _, c := range s.Coders {
			coders = append(coders, c.Name)
		}
		for i, st := range s.Steps {
			at := fmt.Sprintf("step %d (%s)", i+1, st.Do)
			if !st.When.After(last) {
				t.Errorf("%s: is not later than the step before it", at)
			}
			last = st.When
			if !slices.Contains(coders, st.Coder) {
				t.Errorf("%s: no coder %q", at, st.Coder)
			}
			switch st.Do {
			case "import":
			case "cases":
				s.cases(t, st.File, texts)
			case "roles":
				for _, label := range st.Interviewer {
					if !slices.ContainsFunc(values(texts), func(body string) bool { return strings.Contains(body, label) }) {
						t.Errorf("%s: nobody is labelled %q", at, label)
					}
				}
			case "codebook":
				codes, themes = s.codes(t, st.File)
				saved = false
			case "save":
				if saved = true; st.Reason == "" {
					t.Errorf("%s: no reason", at)
				}
			case "codings":
				if !saved {
					t.Errorf("%s: coded before the codebook was saved", at)
				}
				for _, row := range s.codings(t, st.File, texts, codes) {
					made[st.Coder] = after(t, at, made[st.Coder], row["created"])
					begun[st.Coder+" "+row["transcript"]] = true
					if row["coder"] != st.Coder {
						t.Errorf("%s: holds a coding by %q", at, row["coder"])
					}
				}
				if made[st.Coder].After(st.When) {
					t.Errorf("%s: holds codings made after it", at)
				}
			case "complete":
				for _, name := range st.Transcripts {
					if !begun[st.Coder+" "+name] {
						t.Errorf("%s: %s completes %s without having coded it", at, st.Coder, name)
					}
				}
			case "memos":
				s.memos(t, st, coders, texts, codes, themes)
			case "round":
				if _, twice := open[st.Round]; twice || !saved || st.Unit != "turn" {
					t.Errorf("%s: %q was opened before, no version is saved, or its unit is not the turn", at, st.Round)
				}
				open[st.Round] = true
				for _, name := range st.Transcripts {
					if _, ok := texts[name]; !ok {
						t.Errorf("%s: no transcript %q", at, name)
					}
				}
			case "close":
				if !open[st.Round] {
					t.Errorf("%s: %q is not open", at, st.Round)
				}
				open[st.Round] = false
			case "decide":
				if isOpen, known := open[st.Round]; isOpen || !known {
					t.Errorf("%s: %q is not closed", at, st.Round)
				}
				s.decisions(t, st, coders, texts)
			default:
				t.Errorf("%s: nobody knows how to do that", at)
			}
		}
	})
}

// cases reads a sheet of cases, the transcripts of which must be there.
func (s study) cases(t *testing.T, file string, texts map[string]string) (names []string) {
	t.Helper()
	sheet, err := sheets.ReadCases(file, strings.NewReader(string(s.read(t, file))))
	if err != nil || len(sheet.Warnings) > 0 {
		t.Fatalf("%v, warnings %q", err, sheet.Warnings)
	}
	for _, row := range sheet.Rows {
		names = append(names, row.ID)
		if len(row.Transcripts) == 0 || len(row.Attributes) < 3 {
			t.Errorf("%s: the case %s has no transcript, or fewer than three attributes", file, row.ID)
		}
		for _, name := range row.Transcripts {
			if _, ok := texts[name]; !ok {
				t.Errorf("%s: the case %s names the transcript %q, which is not there", file, row.ID, name)
			}
		}
	}
	return names
}

func (s study) caseNames(t *testing.T) (names []string) {
	t.Helper()
	texts := s.transcripts(t)
	for _, st := range s.Steps {
		if st.Do == "cases" {
			names = append(names, s.cases(t, st.File, texts)...)
		}
	}
	return names
}

// codings reads a codings file and checks each quote against the stored text and
// each code against the codebook of its round.
func (s study) codings(t *testing.T, file string, texts map[string]string, codes map[string]bool) []map[string]string {
	t.Helper()
	rows := s.rows(t, file, "transcript,start,end,code,coder,created,memo,quote")
	for i, row := range rows {
		at := fmt.Sprintf("%s, coding %d", file, i+1)
		text := []rune(texts[row["transcript"]])
		start, err1 := strconv.Atoi(row["start"])
		end, err2 := strconv.Atoi(row["end"])
		if err1 != nil || err2 != nil || start < 0 || end <= start || end > len(text) {
			t.Errorf("%s: the span %s to %s does not lie in %s", at, row["start"], row["end"], row["transcript"])
			continue
		}
		if got := string(text[start:end]); got != row["quote"] {
			t.Errorf("%s: the text says %q, the quote %q", at, got, row["quote"])
		}
		if !codes[row["code"]] {
			t.Errorf("%s: no code %q in the codebook of its round", at, row["code"])
		}
	}
	return rows
}

func (s study) memos(t *testing.T, st step, coders []string, texts map[string]string, codes, themes map[string]bool) {
	t.Helper()
	last := map[string]time.Time{}
	for i, row := range s.rows(t, st.File, "kind,target,coder,created,text") {
		at := fmt.Sprintf("%s, memo %d", st.File, i+1)
		_, isTranscript := texts[row["target"]]
		known := map[string]bool{"transcript": isTranscript, "code": codes[row["target"]], "project": row["target"] == s.Title,
			"theme": themes[row["target"]], "case": slices.Contains(s.caseNames(t), row["target"])}
		if !known[row["kind"]] {
			t.Errorf("%s: no %s %q", at, row["kind"], row["target"])
		}
		if !slices.Contains(coders, row["coder"]) || row["text"] == "" {
			t.Errorf("%s: no text, or no coder %q", at, row["coder"])
		}
		last[row["coder"]] = after(t, at, last[row["coder"]], row["created"])
	}
}

// decisions reads what was decided in a round; whether its places and verdicts
// are good shows when the study is replayed.
func (s study) decisions(t *testing.T, st step, coders []string, texts map[string]string) {
	t.Helper()
	for i, row := range s.rows(t, st.File, "place,verdict,reason,present") {
		at := fmt.Sprintf("%s, decision %d", st.File, i+1)
		name, _, _ := strings.Cut(row["place"], ":")
		if _, ok := texts[name]; !ok || row["verdict"] == "" || row["reason"] == "" {
			t.Errorf("%s: no transcript %q, no verdict or no reason", at, name)
		}
		for who := range strings.SplitSeq(row["present"], "; ") {
			if !slices.Contains(coders, who) {
				t.Errorf("%s: nobody is called %q", at, who)
			}
		}
	}
}

// after parses a time, which must be later than last.
func after(t *testing.T, at string, last time.Time, created string) time.Time {
	t.Helper()
	when, err := time.Parse(time.RFC3339, created)
	if err != nil {
		t.Errorf("%s: %v", at, err)
	}
	if !when.After(last) {
		t.Errorf("%s: %s is not later than what the same coder did before", at, created)
	}
	return when
}

// TestTranscriptsAreWholeAndLabelled: long enough to be worth reading, clean
// UTF-8 with LF, two speakers at least, and nobody can take them for real.
func TestTranscriptsAreWholeAndLabelled(t *testing.T) {
	const fewest = 1150
	eachStudy(t, func(t *testing.T, s study) {
		if readme := strings.ToLower(string(s.read(t, "README.md"))); !strings.Contains(readme, "synthetic") {
			t.Error("the README does not say that the study is synthetic")
		}
		documents := s.imported(t)
		if len(documents) < 8 {
			t.Errorf("%d transcripts", len(documents))
		}
		for name, d := range documents {
			if d.Words < fewest || len(d.Speakers) < 2 {
				t.Errorf("%s: %d words, want %d; %d speakers", name, d.Words, fewest, len(d.Speakers))
			}
		}
		for _, st := range s.Steps {
			for _, f := range st.Files {
				if body := string(s.read(t, f)); path.Ext(f) != ".docx" &&
					(!utf8.ValidString(body) || strings.ContainsAny(body, "\r\ufeff") || !strings.HasSuffix(body, "\n")) {
					t.Errorf("%s: not plain UTF-8 with LF line ends", f)
				}
			}
		}
	})
}

func values(m map[string]string) []string {
	var vs []string
	for _, v := range m {
		vs = append(vs, v)
	}
	return vs
}
