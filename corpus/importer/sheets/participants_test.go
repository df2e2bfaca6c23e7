package sheets

import (
	"encoding/binary"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"concord/corpus"
	"concord/corpus/importer/internal/filetest"
)

const sheet = `id,County,Age,Since,Consent,Phone,Transcript
P01,Dayton,41,2019-05-01,yes,007,P01 first; P01 second
P02,"Erie, PA",N/A,2020-01-31,No,12,P02
p03,,38.5,-,n/a,13,
`

func wantSheet() CasesSheet {
	attribute := func(name, value string, kind corpus.AttributeType) corpus.Attribute {
		return corpus.Attribute{Name: name, Value: value, Type: kind}
	}
	return CasesSheet{
		IDColumn: "id",
		Columns:  []CaseColumn{{"County", "text"}, {"Age", "number"}, {"Since", "date"}, {"Consent", "boolean"}, {"Phone", "text"}},
		Encoding: "utf-8",
		Rows: []CaseRow{
			{Line: 2, ID: "P01", Transcripts: []string{"P01 first", "P01 second"}, Attributes: []corpus.Attribute{
				attribute("County", "Dayton", "text"), attribute("Age", "41", "number"), attribute("Since", "2019-05-01", "date"),
				attribute("Consent", "yes", "boolean"), attribute("Phone", "007", "text")}},
			{Line: 3, ID: "P02", Transcripts: []string{"P02"}, Attributes: []corpus.Attribute{
				attribute("County", "Erie, PA", "text"), attribute("Since", "2020-01-31", "date"), attribute("Consent", "No", "boolean"), attribute("Phone", "12", "text")}},
			{Line: 4, ID: "p03", Attributes: []corpus.Attribute{attribute("Age", "38.5", "number"), attribute("Phone", "13", "text")}},
		},
	}
}

func TestCases(t *testing.T) {
	semicolons := strings.NewReplacer(",", ";", `"Erie, PA"`, `Erie, PA`, "; ", "; ").Replace(sheet)
	semicolons = strings.Replace(semicolons, "P01 first; P01 second", `"P01 first; P01 second"`, 1)
	tabs := strings.NewReplacer(`"Erie, PA"`, "Erie, PA", ",", "\t").Replace(sheet)
	tabs = strings.Replace(tabs, "Erie\t PA", "Erie, PA", 1)
	for name, c := range map[string]struct{ content, encoding string }{
		"commas":              {sheet, "utf-8"},
		"mark and CR LF":      {"\uFEFF" + strings.ReplaceAll(sheet, "\n", "\r\n"), "utf-8"},
		"semicolons":          {semicolons, "utf-8"},
		"Unicode text":        {filetest.UTF16("\uFEFF"+strings.ReplaceAll(tabs, "\n", "\r\n"), binary.LittleEndian), "utf-16le"},
		"empty last columns":  {strings.ReplaceAll(sheet, "\n", ",,\n"), "utf-8"},
		"blank rows":          {strings.Replace(sheet, "p03", ",,,,,,\n\np03", 1), "utf-8"},
		"no last line end":    {strings.TrimSuffix(sheet, "\n"), "utf-8"},
		"blanks around cells": {strings.Replace(sheet, "P01,Dayton", " P01 , Dayton ", 1), "utf-8"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := ReadCases("p.csv", strings.NewReader(c.content))
			if err != nil {
				t.Fatal(err)
			}
			want := wantSheet()
			want.Encoding = c.encoding
			if name == "blank rows" {
				want.Rows[2].Line = 6
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestCasesWarnings(t *testing.T) {
	for name, c := range map[string]struct{ content, want string }{
		"slashed dates": {"id,seen\nP1,03/04/2021\nP2,12/04/2021\n", `the dates in the column "seen" were kept as text, because day and month cannot be told apart: write them as 2021-04-03 to sort by them`},
		"capitals":      {"id,x\nP1,a\np1,b\n", `the ids "P1" and "p1" differ only in capitals: they are two cases`},
		"one column":    {"id\nP1\nP2\n", "the sheet has one column only: if it has more, they are not set apart by commas, semicolons or TABs"},
		"quotes":        {"id,x\nP1,5\" tall\nP2,b\n", "quotation marks do not come in pairs (line 2: a quotation mark stands where none can be, or is never closed): check the rows around"},
		"survey":        {"id,x\nParticipant,Question?\n\"{\"\"ImportId\"\":\"\"a\"\"}\",b\nP1,3\n", "the lines with question texts and import ids below the header were left out"},
	} {
		got, err := ReadCases("p.csv", strings.NewReader(c.content))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if len(got.Warnings) != 1 || got.Warnings[0] != c.want {
			t.Errorf("%s: got %q, want %q", name, got.Warnings, c.want)
		}
	}
}

func TestBadCasesAreRefused(t *testing.T) {
	for name, c := range map[string]struct{ content, want string }{
		"empty":       {"", "p.csv is empty: there is nothing to import"},
		"no cases":    {"id,age\n", "p.csv has a header but no cases below it"},
		"ragged":      {"id,age\nP1,3\nP2,3,4\n", "p.csv line 3 has 3 cells where the header has 2: check its separators and quotation marks"},
		"twice":       {"id,age\nP1,3\nP2,3\nP1,4\n", `p.csv line 4: the id "P1" stands in line 2 already: each case has one row`},
		"no id":       {"id,age\nP1,3\n ,3\n", `p.csv line 3 has no id in the column "id"`},
		"no name":     {"id,,age\nP1,3,4\n", "p.csv line 1: column 2 has no name: the first line must name every column"},
		"two names":   {"id,age,Age\nP1,3,4\n", `p.csv line 1: the columns 2 and 3 are both named "Age"`},
		"no header":   {"P1,41,3\nP2,38,2\n", "p.csv line 1 does not look like a header: the first line must name the columns"},
		"workbook":    {"PK\x03\x04xxxx", "p.csv looks like an Excel workbook, but its zip archive is damaged or cut off: copy it again, or open it in Excel and save it anew"},
		"noise":       {filetest.Noise(2000), "p.csv does not look like text: it holds too many control characters"},
		"open quote":  {"id,age\nP1,\"3\nP2,4\n", "p.csv line 2"},
		"excel quote": {"sep=\"\nid,age\n", `p.csv line 1: "sep=\"" names a separator that cannot be one`},
	} {
		_, err := ReadCases("p.csv", strings.NewReader(c.content))
		if err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %s", name, err, c.want)
		}
	}
}

func TestNumbers(t *testing.T) {
	for s, want := range map[string]bool{
		"0": true, "-3": true, "2.50": true, "0.5": true, "12345678901": true,
		"007": false, "": false, "-": false, "1e5": false, "NaN": false, "Inf": false, "0x1f": false, "1.": false, ".5": false, "3,5": false, "1 000": false,
	} {
		if isNumber(s) != want {
			t.Errorf("isNumber(%q) = %v", s, !want)
		}
	}
}

// What a spreadsheet program of Europe writes sorts all the same.
func TestEuropeanNumbersAndDates(t *testing.T) {
	got, err := ReadCases("p.csv", strings.NewReader("id;File;years;seen;note\nP1;zoom.vtt;12,5;1.4.2026;1,5 or 2\nP2;;-;12.11.2026;3\nP3;;3;;\n"))
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []struct{ column, value string }{{"years", "12.5"}, {"seen", "2026-04-01"}, {"note", "1,5 or 2"}} {
		if a := got.Rows[0].Attributes[i]; a.Name != want.column || a.Value != want.value {
			t.Errorf("got %+v, want %+v", a, want)
		}
	}
	if diff := cmp.Diff([]CaseColumn{{"years", "number"}, {"seen", "date"}, {"note", "text"}}, got.Columns); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"zoom.vtt"}, got.Rows[0].Transcripts); diff != "" || len(got.Warnings) != 2 {
		t.Errorf("%s; warnings %q", diff, got.Warnings)
	}
}

func TestCasesFromAWorkbook(t *testing.T) {
	content := filetest.Zip(t, "xl/workbook.xml", `<workbook><sheets><sheet name="a"/></sheets></workbook>`, "xl/worksheets/sheet1.xml",
		`<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>id</t></is></c><c r="B1" t="inlineStr"><is><t>age</t></is></c></row>`+
			`<row r="2"><c r="A2" t="inlineStr"><is><t>007</t></is></c><c r="B2"><v>41</v></c></row></sheetData></worksheet>`)
	got, err := ReadCases("p.xlsx", strings.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Rows) != 1 || got.Rows[0].ID != "007" || got.Rows[0].Attributes[0].Value != "41" || got.Columns[0].Type != "number" {
		t.Errorf("%+v", got)
	}
}
