package refiqda

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"concord/corpus"
)

// samples are REFI-QDA files of real programs beside the project, which are not
// part of it.
func sample(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("..", "..", "..", "shared", "refi-qda", "samples", name))
	if errors.Is(err, os.ErrNotExist) {
		t.Skipf("the sample %s is not here", name)
	}
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// readAll reads a project with its sources.
func readAll(b []byte, o Options) (*Result, []*Source, error) {
	a, err := Open(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return nil, nil, err
	}
	var sources []*Source
	r, err := a.Read(o, func(_ *Result, s *Source) error { sources = append(sources, s); return nil })
	return r, sources, err
}

func each2(sources []*Source) iter.Seq2[*Source, error] {
	return func(yield func(*Source, error) bool) {
		for _, s := range sources {
			if !yield(s, nil) {
				return
			}
		}
	}
}

func codings(sources []*Source) (n int) {
	for _, s := range sources {
		n += len(s.Codings)
		for _, sel := range s.Selections {
			n += len(sel.Codings)
		}
	}
	return n
}

func countCodes(codes []Code) (n int) {
	for _, c := range codes {
		n += 1 + countCodes(c.Children)
	}
	return n
}

func TestPositionsUnderEveryConvention(t *testing.T) {
	var file struct {
		Vectors []map[string]json.RawMessage
	}
	if err := json.Unmarshal(sample(t, "own/offset-vectors.json"), &file); err != nil {
		t.Fatal(err)
	}
	rules := map[string]struct {
		c    Convention
		crlf bool
		mark bool
	}{
		"codepoint_lf":   {Convention{}, false, false},
		"codepoint_crlf": {Convention{}, true, false},
		"utf16_lf":       {Convention{Unit: UTF16Units}, false, false},
		"utf16_crlf":     {Convention{Unit: UTF16Units}, true, false},
		"utf16_crlf_bom": {Convention{Unit: UTF16Units, MarkCounts: true}, true, true},
	}
	tried := 0
	for _, v := range file.Vectors {
		var text, quote string
		if err := errors.Join(json.Unmarshal(v["text"], &text), json.Unmarshal(v["quote"], &quote)); err != nil {
			t.Fatal(err)
		}
		for name, rule := range rules {
			if v[name] == nil {
				continue
			}
			var at [2]int64
			if err := json.Unmarshal(v[name], &at); err != nil {
				t.Fatal(err)
			}
			raw := rawText{body: text, mark: rule.mark}
			if rule.crlf {
				raw.body = strings.ReplaceAll(text, "\n", "\r\n")
			}
			spans, ok := raw.spans(rule.c, []passage{{start: at[0], end: at[1]}})
			if !ok[0] || raw.normal()[spans[0].Start:spans[0].End] != quote {
				t.Errorf("%s of %s: %v on %q is not %q", name, v["name"], spans[0], raw.normal(), quote)
			}
			tried++
		}
	}
	if tried < 20 {
		t.Errorf("only %d vectors were tried", tried)
	}
}

func TestPositionsInsideACharacterAreRefused(t *testing.T) {
	raw := rawText{body: "a😀\r\nb"}
	units := Convention{Unit: UTF16Units}
	got := raw.translate(units, []int64{0, 1, 2, 3, 4, 5, 6, 7})
	// before a, before and inside 😀, before CR, between CR and LF, before b, the end, beyond
	want := []corpus.Offset{0, 1, outside, 5, 5, 6, 7, outside}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestTheMinimalProject(t *testing.T) {
	r, sources, err := readAll(sample(t, "own/minimal.qdpx"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Problems) > 0 {
		t.Errorf("problems: %v", r.Problems)
	}
	if len(r.Project.Users) != 2 || len(sources) == 0 || len(r.Project.Variables) == 0 || len(r.Project.Cases) == 0 {
		t.Errorf("%d users, %d sources, %d variables, %d cases", len(r.Project.Users), len(sources), len(r.Project.Variables), len(r.Project.Cases))
	}
	for _, s := range sources {
		for _, sel := range s.Selections {
			if got := folded(s.Text[sel.Span.Start:sel.Span.End]); !strings.HasPrefix(got, folded(sel.Name)) {
				t.Errorf("%s: %q is named %q", s.Name, got, sel.Name)
			}
		}
	}
}

func TestNVivoCountsUTF16Units(t *testing.T) {
	r, sources, err := readAll(sample(t, "nvivo-win-12.6__oltas.qdpx"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(sources) != 1 || countCodes(r.Project.Codes) != 60 || len(sources[0].Selections) != 97 {
		t.Fatalf("%d sources, %d codes, %d selections; want 1, 60, 97", len(sources), countCodes(r.Project.Codes), len(sources[0].Selections))
	}
	if c := sources[0].Counting; c.Unit != UTF16Units || c.LineEndIsOne || c.MarkCounts {
		t.Errorf("read as %v (%s); want UTF-16 units, CR LF as two, without the mark", c, sources[0].Evidence)
	}
	if strings.Contains(sources[0].Text, "\r") || strings.HasPrefix(sources[0].Text, "\uFEFF") {
		t.Error("the text keeps CR or the byte order mark")
	}
	if r.OneCoder {
		t.Error("selections of one user are taken for those of several")
	}
}

func TestCodingsOfOneUserOnSelectionsOfSeveralAreSaid(t *testing.T) {
	other := strings.Replace(user, "0001", "0005", 1)
	selection := func(n, by string) string {
		return `<PlainTextSelection guid="` + user[:34] + n + `1" startPosition="0" endPosition="4" creatingUser="` + by + `"><Coding guid="` + user[:34] + n + `2" creatingUser="` + user + `"><CodeRef targetGUID="` + code + `"/></Coding></PlainTextSelection>`
	}
	file := archive(t, project(`<TextSource guid="`+user[:35]+`2" name="KI-01"><PlainTextContent>good words</PlainTextContent>`+selection("3", user)+selection("4", other)+`</TextSource>`), nil)
	r, sources, err := readAll(file, Options{})
	if err != nil || !r.OneCoder || sources[0].Selections[1].Codings[0].User != parseGUID(user) {
		t.Fatalf("%v, one coder: %t", err, r.OneCoder)
	}
	_, sources, err = readAll(file, Options{SelectionUsers: true})
	if err != nil || sources[0].Selections[1].Codings[0].User != parseGUID(other) {
		t.Errorf("%v: the selection's user is not taken", err)
	}
}

func TestQualCoderCountsCodePoints(t *testing.T) {
	r, sources, err := readAll(sample(t, "qualcoder-3.8__influencers-q4.qdpx"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	selections, named := 0, 0
	for _, s := range sources {
		for _, sel := range s.Selections {
			selections++
			if strings.HasPrefix(folded(s.Text[sel.Span.Start:sel.Span.End]), folded(sel.Name)) {
				named++
			}
		}
	}
	if len(sources) != 6 || countCodes(r.Project.Codes) != 20 || selections != 54 || named != 54 {
		t.Errorf("%d sources, %d codes, %d selections, %d of which read as named; want 6, 20, 54, 54", len(sources), countCodes(r.Project.Codes), selections, named)
	}
	// Its creating user is not in its list of users.
	for _, s := range sources {
		for _, sel := range s.Selections {
			for _, c := range sel.Codings {
				if !slices.ContainsFunc(r.Project.Users, func(u User) bool { return u.ID == c.User }) {
					t.Errorf("the coder %v is not listed", c.User)
				}
			}
		}
	}
}

func TestBareXMLSaysThatTheTextsAreMissing(t *testing.T) {
	r, sources, err := readAll(sample(t, "atlasti-mac-8.4__spec-annex-A_Project.qde"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if countCodes(r.Project.Codes) != 14 || len(r.Project.Sets) != 16 {
		t.Errorf("%d codes, %d sets; want 14, 16", countCodes(r.Project.Codes), len(r.Project.Sets))
	}
	if len(sources) == 0 && len(r.Problems) == 0 {
		t.Error("nothing says that the texts are missing")
	}
	said := false
	for _, p := range r.Problems {
		said = said || strings.Contains(p.What, ".qde file comes without the texts")
	}
	if !said {
		t.Errorf("problems: %v", r.Problems)
	}
}

// made draws a project in which every object has an id of its own.
func made(t *rapid.T) (*Project, []*Source) {
	n := 0
	id := func() GUID {
		n++
		return GUID([16]byte{0x10, 0, 0, 0, 0, 0, 0x40, 0, 0x80, 0, 0, 0, byte(n >> 16), byte(n >> 8), byte(n), 1})
	}
	at := time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
	words := rapid.StringOf(rapid.RuneFrom([]rune("ab é😀&<>\"'中\t")))
	name := rapid.StringMatching(`[A-Za-zéß&<]{1,8}( [a-z]{1,5})?`)
	p := &Project{Name: "Study & <co>", Origin: "Concord", Created: at, Description: "about\nit"}
	for range rapid.IntRange(1, 3).Draw(t, "users") {
		p.Users = append(p.Users, User{id(), name.Draw(t, "user"), "X"})
	}
	p.CreatingUser = p.Users[0].ID
	var codes []GUID
	used := map[string]bool{}
	var code func(depth int) Code
	code = func(depth int) Code {
		c := Code{ID: id(), Applicable: rapid.Bool().Draw(t, "applicable"), Colour: "#4477AA", Description: strings.TrimSpace(words.Draw(t, "definition"))}
		for c.Name = name.Draw(t, "code"); used[strings.ToLower(c.Name)]; c.Name += "x" {
		}
		used[strings.ToLower(c.Name)] = true
		codes = append(codes, c.ID)
		if depth < 3 {
			for range rapid.IntRange(0, 2).Draw(t, "children") {
				c.Children = append(c.Children, code(depth+1))
			}
		}
		return c
	}
	for range rapid.IntRange(1, 3).Draw(t, "roots") {
		p.Codes = append(p.Codes, code(0))
	}
	p.Variables = []Variable{{id(), "county", TextVariable, ""}, {id(), "years", FloatVariable, "of work"}}
	p.Notes = []Note{{ID: id(), Name: "Method", Text: "line\nline 😀", User: p.CreatingUser, Created: at}}
	p.NoteRefs = []GUID{p.Notes[0].ID}
	var sources []*Source
	for i := range rapid.IntRange(1, 3).Draw(t, "sources") {
		s := &Source{ID: id(), Kind: PlainText, Name: fmt.Sprintf("KI-%02d", i), Text: strings.ReplaceAll(words.Draw(t, "text"), "\t", "\n") + "end", User: p.CreatingUser, Created: at,
			Values: []Value{{p.Variables[0].ID, "Adams"}, {p.Variables[1].ID, "12.5"}}}
		places := []corpus.Offset{corpus.Offset(len(s.Text))}
		for i := range s.Text {
			places = append(places, corpus.Offset(i))
		}
		slices.Sort(places)
		for range rapid.IntRange(0, 4).Draw(t, "selections") {
			from := rapid.IntRange(0, len(places)-2).Draw(t, "from")
			to := rapid.IntRange(from+1, len(places)-1).Draw(t, "to")
			user := rapid.SampledFrom(p.Users).Draw(t, "coder").ID
			sel := Selection{ID: id(), Name: "x", Span: corpus.Span{Start: places[from], End: places[to]}, User: user, Created: at}
			for range rapid.IntRange(1, 2).Draw(t, "codings") {
				sel.Codings = append(sel.Codings, Coding{ID: id(), Code: rapid.SampledFrom(codes).Draw(t, "applied"), User: user, Created: at})
			}
			s.Selections = append(s.Selections, sel)
		}
		sources = append(sources, s)
	}
	p.Cases = []Case{{ID: id(), Name: "P01", Values: []Value{{p.Variables[0].ID, "Adams"}}, Sources: []GUID{sources[0].ID}}}
	p.Sets = []Set{{ID: id(), Name: "Theme", Description: "because", Codes: codes[:1], Sources: []GUID{sources[0].ID}}}
	p.Links = []Link{{id(), "explains", "OneWay", codes[0], p.Notes[0].ID}}
	return p, sources
}

// What is written reads back equal, is valid, and is the same each time.
func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, sources := made(t)
		target := rapid.SampledFrom(Targets).Draw(t, "target")
		var file, again bytes.Buffer
		report, err := Write(&file, p, each2(sources), target, Extra{"concord/extra", []byte("own")})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Write(&again, p, each2(sources), target, Extra{"concord/extra", []byte("own")}); err != nil || !bytes.Equal(file.Bytes(), again.Bytes()) {
			t.Fatalf("written twice, it differs (%v)", err)
		}
		if report.Codings != codings(sources) {
			t.Fatalf("reported %d codings of %d", report.Codings, codings(sources))
		}
		if problems := checkArchive(t, file.Bytes()); len(problems) > 0 {
			t.Fatalf("not valid: %v", problems)
		}
		counting := Convention{Unit: target.unit()}
		r, back, err := readAll(file.Bytes(), Options{Counting: &counting})
		if err != nil || len(r.Problems) > 0 {
			t.Fatalf("reading back: %v, %v", err, r.Problems)
		}
		if diff := cmp.Diff(*p, r.Project); diff != "" {
			t.Fatal(diff)
		}
		for i, s := range back {
			want := *sources[i]
			want.Counting, want.Evidence = s.Counting, s.Evidence
			byID := func(a, b Selection) int { return bytes.Compare(a.ID[:], b.ID[:]) }
			want.Selections = slices.SortedFunc(slices.Values(want.Selections), byID)
			slices.SortFunc(s.Selections, byID)
			if diff := cmp.Diff(&want, s); diff != "" {
				t.Fatal(diff)
			}
		}
	})
}

// The schema itself agrees, where xmllint and the schema are at hand.
func TestWrittenProjectsPassTheSchema(t *testing.T) {
	xmllint, err := exec.LookPath("xmllint")
	if err != nil {
		t.Skip("xmllint is not installed")
	}
	schema := filepath.Join("..", "..", "..", "shared", "refi-qda", "Project.xsd")
	if _, err := os.Stat(schema); err != nil {
		t.Skip("the schema is not here")
	}
	for seed := range 20 {
		p, sources := rapid.Custom(func(t *rapid.T) *drawn { p, s := made(t); return &drawn{p, s} }).Example(seed).both()
		var file bytes.Buffer
		if _, err := Write(&file, p, each2(sources), ForStandard); err != nil {
			t.Fatal(err)
		}
		z, err := zip.NewReader(bytes.NewReader(file.Bytes()), int64(file.Len()))
		if err != nil {
			t.Fatal(err)
		}
		in, err := z.Open("project.qde")
		if err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command(xmllint, "--noout", "--schema", schema, "-")
		cmd.Stdin = in
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("xmllint: %v\n%s", err, out)
		}
	}
}

type drawn struct {
	p       *Project
	sources []*Source
}

func (d *drawn) both() (*Project, []*Source) { return d.p, d.sources }

type failer interface {
	Fatal(...any)
	Helper()
}

func checkArchive(t failer, b []byte) []Problem {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	if z.File[0].Name != "project.qde" {
		t.Fatal("the first file is " + z.File[0].Name)
	}
	in, err := z.Open("project.qde")
	if err != nil {
		t.Fatal(err)
	}
	problems, err := Check(in)
	if err != nil {
		t.Fatal(err)
	}
	return problems
}

// The convention is found from the text alone where passages are named, and
// where they are not but end between words.
func TestTheConventionIsFound(t *testing.T) {
	text := strings.Repeat("INT: What 😀 helped 😀😀 then?\r\nP07: The letters helped us 🎉 most of all.\r\n", 30)
	raw := rawText{body: text, mark: true}
	for _, c := range raw.conventions("") {
		var named, nameless []passage
		for at := 0; ; {
			i := strings.Index(text[at:], "letters helped us")
			if i < 0 {
				break
			}
			start, end := count(text[:at+i], c), count(text[:at+i+len("letters helped us")], c)
			named, nameless = append(named, passage{start, end, "letters helped…"}), append(nameless, passage{start, end, ""})
			at += i + 1
		}
		if got, evidence := raw.counting("", named); got != c {
			t.Errorf("named: read as %v (%s), written as %v", got, evidence, c)
		}
		if got, evidence := raw.counting("", nameless); got != c {
			t.Errorf("without names: read as %v (%s), written as %v", got, evidence, c)
		}
	}
}

// count counts a text by a convention, character by character.
func count(s string, c Convention) (n int64) {
	if c.MarkCounts {
		n++
	}
	for _, r := range s {
		switch {
		case r == '\r' && c.LineEndIsOne:
		case r > 0xFFFF && c.Unit == UTF16Units:
			n += 2
		default:
			n++
		}
	}
	return n
}

// archive makes a .qdpx of an XML body and texts.
func archive(t testing.TB, xml string, texts map[string]string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	add := func(name, content string) {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(content))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	add("Project.QDE", xml)
	for name, content := range texts {
		add(name, content)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

const (
	user = "6F1C2A34-0000-4000-8000-000000000001"
	code = "6F1C2A34-0000-4000-8000-000000000010"
)

func project(sources string) string {
	return `<Project xmlns="urn:QDA-XML:project:1.0" name="x" origin="Test">
<Users><User guid="` + user + `" name="Ana"/></Users>
<CodeBook><Codes><Code guid="{` + strings.ToLower(code) + `}" name="trust" isCodable="1" color="#abc"/></Codes></CodeBook>
<Sources>` + sources + `</Sources></Project>`
}

func TestWhatIsWrongIsNamedAndTheRestGoesIn(t *testing.T) {
	selection := func(start, end, code string) string {
		return `<PlainTextSelection guid="` + user[:35] + `9" startPosition="` + start + `" endPosition="` + end + `" creatingUser="` + user + `"><Coding guid="` + user[:35] + `8"><CodeRef targetGUID="` + code + `"/></Coding></PlainTextSelection>`
	}
	xml := project(`<TextSource guid="` + user[:35] + `2" name="KI-01" plainTextPath="ki-01.TXT">` +
		selection("0", "4", code) + selection("3", "3", code) + selection("5", "2", code) + selection("2", "4000", code) +
		selection("-1", "2", code) + selection("99999999999999999999", "2", code) + selection("0", "2", user) + selection("x", "2", code) +
		`</TextSource><TextSource guid="` + user[:35] + `3" name="KI-02" plainTextPath="internal://gone.txt">` + selection("0", "4", code) + `</TextSource>
<PictureSource guid="` + user[:35] + `4" name="map"/>`)
	r, sources, err := readAll(archive(t, xml, map[string]string{"Sources/KI-01.txt": "\xEF\xBB\xBFgood words\r\n"}), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(sources) != 1 || codings(sources) != 1 || sources[0].Text != "good words\n" {
		t.Fatalf("%d sources, %d codings, text %q", len(sources), codings(sources), sources[0].Text)
	}
	sel := sources[0].Selections[0]
	if got := sources[0].Text[sel.Span.Start:sel.Span.End]; got != "good" || sel.Codings[0].User.String() != strings.ToLower(user) {
		t.Errorf("%q by %v", got, sel.Codings[0].User)
	}
	var said []string
	for _, p := range r.Problems {
		said = append(said, p.String())
	}
	all := strings.Join(said, "\n")
	for _, want := range []string{"3–3 is empty", "5–2 ends before it begins", "2–4000 does not lie on the text", "the position -1 lies before the text",
		"is too large", "is not in the codebook", `"x" is no position`, "source KI-02: its text is missing (internal://gone.txt is not in the archive), so it is left out with its 1 codings"} {
		if !strings.Contains(all, want) {
			t.Errorf("%q is not said in:\n%s", want, all)
		}
	}
	if r.Left["pictures"] != 1 {
		t.Errorf("left: %v", r.Left)
	}
}

func TestWhatIsNoProjectIsRefused(t *testing.T) {
	deep := strings.Repeat(`<Code guid="`+code+`" name="c" isCodable="true">`, MaxDepth+1) + strings.Repeat("</Code>", MaxDepth+1)
	for name, c := range map[string]struct{ file, want string }{
		"empty":           {"", "neither a ZIP"},
		"a web page":      {"<!DOCTYPE html><html>", "web page"},
		"a codebook":      {`<CodeBook xmlns="urn:QDA-XML:codebook:1.0"/>`, "codebook import"},
		"other XML":       {`<plist/>`, "begins with <plist>"},
		"cut off":         {project("")[:200], "cut off"},
		"entities":        {`<!DOCTYPE lolz [<!ENTITY a "aaaa">]>` + project(""), "document type declaration"},
		"half a ZIP":      {string(archive(t, project(""), nil)[:60]), "cut off or damaged"},
		"no qde":          {string(zipOf(t, "x.txt")), "no .qde file"},
		"two projects":    {string(zipOf(t, "a.qde", "b.qde")), "two projects"},
		"codes too deep":  {string(archive(t, strings.Replace(project(""), "</Codes>", deep+"</Codes>", 1), nil)), "nest more than"},
		"broken XML":      {project("<TextSource>"), "broken"},
		"unknown charset": {`<?xml version="1.0" encoding="klingon"?>` + project(""), "not known"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, _, err := readAll([]byte(c.file), Options{}); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("said %v, want something with %q", err, c.want)
			}
		})
	}
}

func zipOf(t *testing.T, names ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, n := range names {
		if _, err := z.Create(n); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestNamesInUseAreMadeUniqueAndSaid(t *testing.T) {
	id := func(n byte) GUID { return GUID{15: n} }
	p := &Project{Name: "x", Codes: []Code{{ID: id(1), Name: "Barriers", Children: []Code{{ID: id(2), Name: "Stigma"}}},
		{ID: id(3), Name: "Clinic", Children: []Code{{ID: id(4), Name: "stigma"}}}}}
	var out bytes.Buffer
	report, err := Write(&out, p, each2([]*Source{{ID: id(5), Name: "KI"}, {ID: id(6), Name: "KI"}}), ForStandard)
	if err != nil {
		t.Fatal(err)
	}
	want := []Problem{{"code stigma", "another has this name; it is written as “stigma (Clinic)”"}, {"source KI", "another has this name; it is written as “KI 2”"}}
	if diff := cmp.Diff(want, report.Renamed); diff != "" {
		t.Error(diff)
	}
}

func TestTheCheckFindsWhatTheSchemaForbids(t *testing.T) {
	for name, c := range map[string]struct{ xml, want string }{
		"a colour without #":   {strings.Replace(project(""), "#abc", "abc", 1), "color="},
		"no isCodable":         {strings.Replace(project(""), ` isCodable="1"`, "", 1), "lacks the attribute isCodable"},
		"an empty container":   {project(""), "<Sources>: it has no child"},
		"a wrong order":        {`<Project xmlns="urn:QDA-XML:project:1.0" name="x"><Sets><Set guid="` + user + `" name="s"/></Sets><Users><User guid="` + code + `"/></Users></Project>`, "<Users> comes too late"},
		"a guid twice":         {`<Project xmlns="urn:QDA-XML:project:1.0" name="x"><Users><User guid="` + user + `"/><User guid="` + user + `"/></Users></Project>`, "used twice"},
		"a date with a blank":  {`<Project xmlns="urn:QDA-XML:project:1.0" name="x" creationDateTime="2026-01-05 09:00:00"/>`, "creationDateTime="},
		"an empty integer":     {project(`<TextSource guid="` + user[:35] + `2"><VariableValue><VariableRef targetGUID="` + code + `"/><IntegerValue></IntegerValue></VariableValue></TextSource>`), "<IntegerValue>"},
		"no internal:// path":  {project(`<TextSource guid="` + user[:35] + `2" plainTextPath="a.txt"/>`), "plainTextPath="},
		"a lower-case one-way": {`<Project xmlns="urn:QDA-XML:project:1.0" name="x"><Links><Link guid="` + user + `" direction="oneway"/></Links></Project>`, "direction="},
		"a foreign attribute":  {`<Project xmlns="urn:QDA-XML:project:1.0" name="x" path="/home"/>`, "may not have the attribute path"},
	} {
		t.Run(name, func(t *testing.T) {
			problems, err := Check(strings.NewReader(c.xml))
			if err != nil {
				t.Fatal(err)
			}
			if !slices.ContainsFunc(problems, func(p Problem) bool { return strings.Contains(p.String(), c.want) }) {
				t.Errorf("found %v, want %q", problems, c.want)
			}
		})
	}
}

// Whatever comes in, nothing panics, and every passage lies on its text.
func FuzzRead(f *testing.F) {
	f.Add([]byte(project(`<TextSource guid="` + user[:35] + `2" name="a"><PlainTextContent>some 😀 words</PlainTextContent><PlainTextSelection guid="` + code[:35] + `7" startPosition="1" endPosition="6"/></TextSource>`)))
	f.Add(archive(f, project(`<TextSource guid="`+user[:35]+`2" name="a" plainTextPath="internal://a.txt"/>`), map[string]string{"sources/a.txt": "a\r\nb"}))
	f.Fuzz(func(t *testing.T, b []byte) {
		_, sources, err := readAll(b, Options{})
		if err != nil {
			return
		}
		for _, s := range sources {
			for _, sel := range s.Selections {
				if sel.Span.Start < 0 || sel.Span.End < sel.Span.Start || int(sel.Span.End) > len(s.Text) {
					t.Fatalf("%v on a text of %d bytes", sel.Span, len(s.Text))
				}
			}
		}
	})
}
