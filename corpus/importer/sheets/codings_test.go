package sheets

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func wantRows() []CodingRow {
	return []CodingRow{
		{Line: 2, ID: "c1", Transcript: "P01", Start: 0, End: 12, Code: "trust/in police", Coder: "ana", Memo: " kept, as is ", Quote: "We trust\nthem"},
		{Line: 4, TranscriptID: "t2", Text: "x2", Start: 3, End: 9, CodeID: "k2", CoderID: "b2", Version: "v3", Created: "2026-01-02T03:04:05Z"},
	}
}

func TestCodingsCSV(t *testing.T) {
	content := "ID,Transcript,transcript_id,text,start,end,code,code_id,coder,coder_id,version,created,memo,quote,Colour\n" +
		"c1, P01 ,,,0,12,trust/in police,,ana,,,,\" kept, as is \",\"We trust\nthem\",red\n" +
		",,t2,x2,3,9,,k2,,b2,v3,2026-01-02T03:04:05Z,,,\n"
	for name, c := range map[string]string{"commas": content, "mark and CR LF": "\uFEFF" + strings.ReplaceAll(content, "\n", "\r\n")} {
		got, err := ReadCodings("c.csv", strings.NewReader(c))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(CodingsSheet{Rows: wantRows(), Ignored: []string{"Colour"}}, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestCodingsJSONL(t *testing.T) {
	content := "\n" + `{"id":"c1","transcript":"P01","transcript_id":null,"start":0,"end":12,"code":"trust/in police","coder":"ana","memo":" kept, as is ","quote":"We trust\nthem","Colour":{"a":1}}` + "\n\n" +
		`{"transcript_id":"t2","text":"x2","start":"3","end":9,"code_id":"k2","coder_id":"b2","version":"v3","created":"2026-01-02T03:04:05Z"}` + "\n"
	got, err := ReadCodings("c.jsonl", strings.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(CodingsSheet{Rows: wantRows(), Ignored: []string{"Colour"}}, got); diff != "" {
		t.Error(diff)
	}
	if got, err = ReadCodings("c.txt", strings.NewReader(content)); err != nil || len(got.Rows) != 2 {
		t.Errorf("JSONL under another name: %d rows, %v", len(got.Rows), err)
	}
}

func TestBadCodingsAreRefused(t *testing.T) {
	const head = "transcript,start,end,code,coder\n"
	for name, c := range map[string]struct{ file, content, want string }{
		"no column":      {"c.csv", "transcript,start,code,coder\nP1,0,k,a\n", "c.csv line 1: there is no column end: a table of codings needs transcript, start, end, code and coder"},
		"neither column": {"c.csv", "start,end,code,coder\n0,1,k,a\n", "c.csv line 1: there is no column transcript or transcript_id: a table of codings needs transcript, start, end, code and coder"},
		"two columns":    {"c.csv", "transcript,Transcript,start,end,code,coder\na,b,0,1,k,a\n", "c.csv line 1: two columns are named transcript"},
		"no number":      {"c.csv", head + "P1,0,1,k,a\nP1,zero,9,k,a\n", `c.csv line 3, column start: "zero" is not a whole number: positions count the characters of the text from 0`},
		"half":           {"c.csv", head + "P1,0.5,9,k,a\n", `c.csv line 2, column start: "0.5" is not a whole number: positions count the characters of the text from 0`},
		"negative":       {"c.csv", head + "P1,-1,9,k,a\n", "c.csv line 2, column start: -1 is below 0: positions count the characters of the text from 0"},
		"too far":        {"c.csv", head + "P1,0,9007199254740992,k,a\n", "c.csv line 2, column end: 9007199254740992 is beyond any text"},
		"reversed":       {"c.csv", head + "P1,9,3,k,a\n", "c.csv line 2, columns start and end: the range 9 to 3 is empty or reversed"},
		"empty range":    {"c.csv", head + "P1,3,3,k,a\n", "c.csv line 2, columns start and end: the range 3 to 3 is empty or reversed"},
		"no transcript":  {"c.csv", head + ",0,3,k,a\n", "c.csv line 2, column transcript: no transcript is named"},
		"no code":        {"c.csv", head + "P1,0,3,,a\n", "c.csv line 2, column code: no code is named"},
		"no coder":       {"c.csv", head + "P1,0,3,k, \n", "c.csv line 2, column coder: no coder is named"},
		"ragged":         {"c.csv", head + "P1,0,3,k\n", "c.csv line 2 has 4 cells where the header has 5: check its separators and quotation marks"},
		"empty":          {"c.jsonl", "", "c.jsonl is empty: there is nothing to import"},
		"no object":      {"c.jsonl", `{"transcript":"P1","start":0,"end":1,"code":"k","coder":"a"}` + "\n[1]\n", `c.jsonl line 2 is not a JSON object: each line must be one, like {"transcript": "P01", "start": 0, …}`},
		"cut off":        {"c.jsonl", `{"transcript":"P1","sta`, `c.jsonl line 1 is not a JSON object: each line must be one, like {"transcript": "P01", "start": 0, …}`},
		"no end":         {"c.jsonl", `{"transcript":"P1","start":0,"code":"k","coder":"a"}`, "c.jsonl line 1: there is no end: a table of codings needs transcript, start, end, code and coder"},
		"wrong kind":     {"c.jsonl", `{"transcript":"P1","start":[0],"end":1,"code":"k","coder":"a"}`, "c.jsonl line 1, column start: [0] is neither text nor a number"},
		"exponent":       {"c.jsonl", `{"transcript":"P1","start":1e3,"end":1,"code":"k","coder":"a"}`, `c.jsonl line 1, column start: "1e3" is not a whole number: positions count the characters of the text from 0`},
		"twice":          {"c.jsonl", `{"transcript":"P1","start":1,"Start":2,"end":3,"code":"k","coder":"a"}`, "c.jsonl line 1: start comes twice"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := ReadCodings(c.file, strings.NewReader(c.content))
			if err == nil || err.Error() != c.want {
				t.Errorf("got  %v\nwant %s", err, c.want)
			}
		})
	}
}
