package codebooks

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf16"

	"concord/codebook"
	"concord/corpus/importer/internal/filetest"
)

func qdc(body string) string {
	return `<?xml version="1.0" encoding="utf-8"?>` + "\n" + `<CodeBook xmlns="urn:QDA-XML:codebook:1.0" origin="test">` + "\n" + body + "\n</CodeBook>\n"
}

const (
	guidA = "6f1c2a34-0000-4000-8000-000000000001"
	guidB = "6f1c2a34-0000-4000-8000-000000000002"
)

// What is wrong with a codebook file is said with the line it stands on.
func TestBadCodebooksAreRefusedWithTheLine(t *testing.T) {
	code := func(guid, name, more string) string {
		return `<Code guid="` + guid + `" name="` + name + `" isCodable="true"` + more + `/>`
	}
	for _, c := range []struct{ name, file, content, want string }{
		{"circle", "x.csv", "name,parent\na,c\nb,a\nc,b\n", "line 2: the parents form a circle: “a” (line 2) below “c” (line 4) below “b” (line 3)"},
		{"below itself", "x.csv", "name,parent\ntrust,trust\n", "“trust” (line 2) stands below itself"},
		{"twice", "x.csv", "name,parent\na,\nb,a\nB,a\n", "line 4: the code “a/B” stands in the file already, in line 3"},
		{"colour", "x.csv", "name,colour\na,\nb,red\n", "line 3, column colour: \"red\": a colour is written #rrggbb"},
		{"origin", "x.csv", "name,origin\na,guessed\n", "line 2, column origin: \"guessed\" is no origin"},
		{"no name", "x.csv", "name,definition\n,says much\n", "line 2: code \"\": a code needs a name"},
		{"no column", "x.csv", "title,definition\na,b\n", "line 1: there is no column “name” or “code”"},
		{"two columns", "x.csv", "name,definition,description\na,b,c\n", "line 1: two columns tell the definition"},
		{"which parent", "x.csv", "name,parent\nx,\ny,\na,x\na,y\nb,a\n", "line 6: the parent \"a\" may be any of 2 codes"},
		{"cut off", "x.qdc", `<CodeBook xmlns="urn:QDA-XML:codebook:1.0">` + "\n<Codes>\n<Code guid=\"6f1c", "line 3: the file ends in the middle"},
		{"not closed", "x.qdc", strings.Split(qdc("<Codes>\n<Code guid=\""+guidA+"\" name=\"a\" isCodable=\"true\">\n"), "\n</CodeBook>")[0], "line 5: the file ends in the middle: it was cut off"},
		{"no xml", "x.qdc", "code one\ncode two\n", "it holds no codebook"},
		{"other namespace", "x.qdc", strings.Replace(qdc("<Codes/>"), "codebook:1.0", "codebook:0:4", 1), "line 2: this is no REFI-QDA codebook: it begins with <CodeBook> of the namespace \"urn:QDA-XML:codebook:0:4\""},
		{"a project", "x.qdc", `<Project xmlns="urn:QDA-XML:project:1.0"></Project>`, "line 1: this is a REFI-QDA project, not a codebook"},
		{"a project's ending", "x.qdpx", "PK\x03\x04", "it is a REFI-QDA project, not a codebook"},
		{"no codes", "x.qdc", qdc("<Sets/>"), "its codebook has no list of codes"},
		{"no guid", "x.qdc", qdc("<Codes>\n<Code name=\"a\" isCodable=\"true\"/>\n</Codes>"), "line 4: the <Code> has no guid"},
		{"bad guid", "x.qdc", qdc("<Codes>\n" + code("12", "a", "") + "\n</Codes>"), "line 4: \"12\" is no guid"},
		{"guid twice", "x.qdc", qdc("<Codes>\n" + code(guidA, "a", "") + "\n" + code(guidA, "b", "") + "\n</Codes>"), "line 5: the code \"b\" has the guid of “a”, in line 4"},
		{"name twice", "x.qdc", qdc("<Codes>\n" + code(guidA, "a", "") + "\n" + code(guidB, "a", "") + "\n</Codes>"), "line 5: the code “a” stands in the file already, in line 4"},
		{"colour", "x.qdc", qdc("<Codes>\n" + code(guidA, "a", ` color="#46AA0"`) + "\n</Codes>"), "line 4: the code \"a\": \"#46AA0\": a colour is written #rrggbb"},
		{"codable", "x.qdc", qdc(`<Codes><Code guid="` + guidA + `" name="a" isCodable="perhaps"/></Codes>`), "line 3: isCodable of the code \"a\": \"perhaps\" is neither yes nor no"},
		{"unknown member", "x.qdc", qdc("<Codes>\n" + code(guidA, "a", "") + "\n</Codes>\n<Sets><Set guid=\"" + guidB + "\" name=\"s\">\n<MemberCode guid=\"" + guidB + "\"/></Set></Sets>"), "line 7: the set \"s\" holds a code that the file does not have: " + guidB},
		{"markdown", "x.md", "# t\n\n## a\n\n#### b\n", "line 5: the heading “b” is 4 deep, but no code above it is 3 deep"},
		{"empty markdown", "x.md", "nothing\n", "it holds no code"},
		{"json", "x.json", "{\"codes\": [\n {\"name\": 3}\n]}", "line 2: "},
		{"json without codes", "x.json", "{\"kodes\": []}", "it has no list “codes”"},
		{"json colour", "x.json", `{"codes":[{"name":"a","colour":"red"}]}`, "code 1, \"a\": a colour is written #rrggbb"},
		{"workbook", "x.xlsx", "PK\x03\x04 cut off", "it looks like an Excel workbook, but its zip archive is damaged or cut off"},
		{"word", "x.docx", "PK\x03\x04 cut off", "it looks like a Word file, but its zip archive is damaged or cut off"},
		{"word without a table", "x.docx", filetest.Word(t, filetest.P("no table")), "it holds no table; a codebook in Word is a table"},
		{"empty", "x.csv", "", "is empty: there is nothing to import"},
	} {
		_, err := Read(c.file, strings.NewReader(c.content))
		if err == nil || !strings.HasPrefix(err.Error(), c.file) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: the error is %v, want %q in it", c.name, err, c.want)
		}
	}
}

// Tables as people and other programs write them.
func TestCodebookTablesOfOthers(t *testing.T) {
	sheet, err := Read("x.csv", strings.NewReader("Code;Description;Parent code;When to use;Color;Memo\r\nties;what binds;;;;\r\ntrust;reliance;ties;shown;#46AA00;x\r\ndistrust;;trust;;;\r\n"))
	if err != nil {
		t.Fatal(err)
	}
	if r := sheet.Rows[2]; codebook.JoinPath(r.Path...) != "ties/trust/distrust" || r.At != "line 4" {
		t.Errorf("a parent that is a name: %+v", r)
	}
	if r := sheet.Rows[1]; r.Definition != (codebook.Definition{Text: "reliance", Include: "shown"}) || r.Colour != "#46AA00" {
		t.Errorf("row %+v", r)
	}
	if len(sheet.Ignored) != 1 || sheet.Ignored[0] != "Memo" || sheet.Told[codebook.PartExclude] || !sheet.Told[codebook.PartInclude] {
		t.Errorf("ignored %v, told %v", sheet.Ignored, sheet.Told)
	}
	word := filetest.Word(t, filetest.P("Table 2. Our codebook")+`<w:tbl><w:tr><w:tc>`+filetest.P("Code")+`</w:tc><w:tc>`+filetest.P("Inclusion criteria")+`</w:tc><w:tc>`+filetest.P("n")+`</w:tc></w:tr>`+
		`<w:tr><w:tc>`+filetest.P("trust")+`</w:tc><w:tc>`+filetest.P("risk is named")+filetest.P("or shown")+`</w:tc><w:tc>`+filetest.P("12")+`</w:tc></w:tr></w:tbl>`+filetest.P(""))
	if sheet, err = Read("x.docx", strings.NewReader(word)); err != nil {
		t.Fatal(err)
	}
	if r := sheet.Rows[0]; len(sheet.Rows) != 1 || r.Path[0] != "trust" || r.Definition.Include != "risk is named\nor shown" || r.At != "row 2" {
		t.Errorf("from Word: %+v", sheet.Rows)
	}
	foreign := qdc(`<Codes xmlns:x="urn:other"><x:Code name="not ours"/><Code guid="{` + strings.ToUpper(guidA) + `}" name=" two  words " isCodable="false" color="#4A0"><NoteRef/><Description>Seen.` + "\r\n\r\n" + `Use when: shown.</Description></Code></Codes>`)
	if sheet, err = Read("x.qdc", strings.NewReader("\uFEFF"+foreign)); err != nil {
		t.Fatal(err)
	}
	if r := sheet.Rows[0]; len(sheet.Rows) != 1 || r.Path[0] != "two words" || !r.Heading || r.Colour != "#44AA00" || r.Definition != (codebook.Definition{Text: "Seen.", Include: "shown."}) || r.ID.String() != guidA {
		t.Errorf("from another program: %+v", sheet.Rows)
	}
}

func TestCodebookInUTF16(t *testing.T) {
	text := strings.Replace(qdc(`<Codes><Code guid="`+guidA+`" name="Überdosis" isCodable="true"/></Codes>`), "utf-8", "utf-16", 1)
	wide := []byte{0xFF, 0xFE}
	for _, u := range utf16.Encode([]rune(text)) {
		wide = append(wide, byte(u), byte(u>>8))
	}
	sheet, err := Read("x.qdc", bytes.NewReader(wide))
	if err != nil || len(sheet.Rows) != 1 || sheet.Rows[0].Path[0] != "Überdosis" {
		t.Errorf("%+v %v", sheet.Rows, err)
	}
}

// Whatever bytes come, a codebook is read or refused in words; what is read has
// parents before children and names that are names.
func FuzzCodebook(f *testing.F) {
	for _, ext := range Formats {
		f.Add(ext, []byte("name,parent,colour\na,,#aabbcc\nb,a,\n"))
		f.Add(ext, []byte(qdc(`<Codes><Code guid="`+guidA+`" name="a" isCodable="true"><Description>x</Description></Code></Codes>`)))
		f.Add(ext, []byte("# t\n\n## a\n\n*inductive, from x*\n\ntext\n\n**Examples**\n\n- one\n"))
		f.Add(ext, []byte(`{"codes":[{"name":"a"},{"path":"a/b"}]}`))
		f.Add(ext, []byte(filetest.Word(f, `<w:tbl><w:tr><w:tc>`+filetest.P("code")+`</w:tc></w:tr><w:tr><w:tc>`+filetest.P("a")+`</w:tc></w:tr></w:tbl>`)))
	}
	f.Fuzz(func(t *testing.T, ext string, content []byte) {
		sheet, err := Read("x"+ext, strings.NewReader(string(content)))
		if err != nil {
			if !strings.HasPrefix(err.Error(), "x"+ext) {
				t.Fatalf("the error does not name the file: %v", err)
			}
			return
		}
		seen := map[string]bool{}
		for i, r := range sheet.Rows {
			if err := r.check(); err != nil || len(r.Path) == 0 {
				t.Fatalf("row %d: %v %v", i, r.Path, err)
			}
			if i > 0 && len(sheet.Rows[i-1].Path) > len(r.Path) {
				t.Fatal("a child stands before its parent")
			}
			path := strings.ToLower(codebook.JoinPath(r.Path...))
			if seen[path] {
				t.Fatalf("%s stands twice", path)
			}
			seen[path] = true
		}
		for _, th := range sheet.Themes {
			for _, n := range th.Codes {
				if n < 0 || n >= len(sheet.Rows) {
					t.Fatal("a theme holds a code that there is not")
				}
			}
		}
	})
}

// A parent that has no row of its own becomes a heading.
func TestParentsWithoutARow(t *testing.T) {
	sheet, err := Read("x.csv", strings.NewReader("name,parent,themes\ntrust,Relations,ties\nnews,Media/Press,\n"))
	if err != nil {
		t.Fatal(err)
	}
	added := sheet.AddParents(func(path string) bool { return path == "Media" })
	if len(added) != 2 || added[0] != "Relations" || added[1] != "Media/Press" {
		t.Errorf("added %q", added)
	}
	if len(sheet.Rows) != 4 || !sheet.Rows[0].Heading || sheet.Rows[0].Path[0] != "Relations" || sheet.Rows[sheet.Themes[0].Codes[0]].Path[1] != "trust" {
		t.Errorf("%+v %+v", sheet.Rows, sheet.Themes)
	}
}
