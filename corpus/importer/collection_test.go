package importer

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"concord/corpus/importer/internal/filetest"
)

// unpack gives the names of what Unpack hands over, and its errors.
func unpack(t *testing.T, content string) (names []string, problems []string) {
	t.Helper()
	errs, err := Unpack("a.zip", []byte(content), func(name string, _ []byte) { names = append(names, name) })
	for _, e := range errs {
		problems = append(problems, e.Error())
	}
	if err != nil {
		problems = append(problems, err.Error())
	}
	return names, problems
}

func TestArchivesAreUnpackedFileByFile(t *testing.T) {
	inner := filetest.Zip(t, "c.txt", "INT: c")
	content := filetest.Zip(t, "b/", "", "b/P01.txt", "INT: a", "../../etc/P02.txt", "INT: b", `d\P03.txt`, "INT: c", "__MACOSX/P01.txt", "x", ".DS_Store", "x",
		"inner.zip", inner, "P04.docx", filetest.Word(t, filetest.P("INT: d")), "bomb.txt", strings.Repeat("a", 20<<20))
	if !IsCollection([]byte(content)) {
		t.Fatal("not taken for a collection")
	}
	names, problems := unpack(t, content)
	if diff := cmp.Diff([]string{"b/P01.txt", "etc/P02.txt", "d/P03.txt", "P04.docx"}, names); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"a.zip: inner.zip is an archive within the archive: unpack it and import its files",
		"a.zip: bomb.txt unpacks to more than 10 MB, more than an interview can have"}, problems); diff != "" {
		t.Error(diff)
	}
}

func TestDocumentsAreNoCollections(t *testing.T) {
	for name, content := range map[string]string{
		"Word": filetest.Word(t, filetest.P("a")), "OpenDocument": odtFile(t, "<text:p/>"), "Excel": filetest.Zip(t, "xl/workbook.xml", "<x/>"),
		"project": filetest.Zip(t, "project.qde", "<x/>"), "text": "INT: a", "broken": "PK\x03\x04 cut off",
	} {
		if IsCollection([]byte(content)) {
			t.Errorf("%s is taken for a collection", name)
		}
	}
}

// Of 2,000 files three are bad: they are named, the others go on.
func TestBadFilesOfACollectionDoNotStopTheOthers(t *testing.T) {
	var files []string
	for i := range 2000 {
		files = append(files, fmt.Sprintf("P%04d.txt", i), "INT: Why?\nP1: So.\n")
	}
	// Damage three of them: their words are stored, so a changed byte fails the sum.
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		f, err := w.CreateHeader(&zip.FileHeader{Name: files[i], Method: zip.Store})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(files[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	content := b.Bytes()
	for _, name := range []string{"P0003.txt", "P1000.txt", "P1999.txt"} {
		at := bytes.Index(content, []byte(name)) + len(name)
		at += bytes.Index(content[at:], []byte("Why"))
		content[at] = 'w'
	}
	names, problems := unpack(t, string(content))
	if len(names) != 1997 || len(problems) != 3 || !strings.Contains(problems[1], "P1000.txt is damaged in the archive: pack it anew") {
		t.Errorf("%d files, %q", len(names), problems)
	}
}

func TestBadArchives(t *testing.T) {
	if _, problems := unpack(t, "PK\x03\x04 cut off"); len(problems) != 1 || problems[0] != "a.zip is a zip archive that is damaged or cut off: copy or download it again" {
		t.Errorf("%q", problems)
	}
}

func TestReadLimitedStops(t *testing.T) {
	_, err := ReadLimited("/dev/zero", endless{})
	if err == nil || err.Error() != "/dev/zero has more than 200 MB, more than an interview can have: is it a recording?" {
		t.Error(err)
	}
}

// endless is a file without end.
type endless struct{}

func (endless) Read(p []byte) (int, error) { return len(p), nil }

func TestTogetherDoesNotDependOnOrder(t *testing.T) {
	files := map[string][]byte{"x_b.TextGrid": []byte(shortGrid), "x_a.TextGrid": []byte(longGrid)}
	a, err := Together(files)
	if err != nil {
		t.Fatal(err)
	}
	b, _ := Together(files)
	if !bytes.Equal(a, b) {
		t.Error("the bytes differ")
	}
	d := read(t, "x.zip", string(a), Settings{})
	if got := show(d); got != "INT 00:00-00:02|How did \"it\" begin?\nP1 00:02-00:04|<UNSURE>With</UNSURE> a meeting. With a meeting.\n" {
		t.Error(got)
	}
	if len(d.Warnings) != 1 || d.Warnings[0] != "two tiers are called “P1”: they were read as one speaker" {
		t.Errorf("%q", d.Warnings)
	}
}

func TestPreview(t *testing.T) {
	d := read(t, "a.txt", "My talk with Ana\n\n[00:09] INT: How did it begin?\n[00:05] P1: With a meeting.\n[00:12] INT: So.\n", Settings{Roles: Pairs(map[string]string{"P1": "other", "INT": "none"})})
	got := d.Preview()
	want := Preview{File: "a.txt", Name: "a", Format: "txt", Encoding: "utf-8", Turns: 3, Words: 8, OutsideWords: 4, OutsideFirst: "My talk with Ana",
		Speakers: []SpeakerPreview{{"INT", "", 2, 5, "How did it begin?"}, {"P1", "other", 1, 3, "With a meeting."}}, Warnings: []string{}, Backwards: got.Backwards}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if len(got.Backwards) != 1 || got.Backwards[0] != 2 {
		t.Errorf("backwards: %v", got.Backwards)
	}
}

func TestSettingsMerge(t *testing.T) {
	a := Settings{Roster: Labels("A"), Renames: Pairs(map[string]string{"x": "y", "z": "a"}), Encoding: "utf-8"}
	got := a.Merge(Settings{Roster: Labels("B"), Renames: Pairs(map[string]string{"x": "w"}), UndoRollUp: true})
	want := Settings{Roster: Labels("A", "B"), Renames: Pairs(map[string]string{"x": "w", "z": "a"}), Encoding: "utf-8", UndoRollUp: true}
	if got != want {
		t.Errorf("%+v", got)
	}
}
