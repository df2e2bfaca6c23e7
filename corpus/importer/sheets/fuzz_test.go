package sheets

import (
	"bytes"
	"strings"
	"testing"
)

func FuzzCases(f *testing.F) {
	f.Add([]byte(sheet))
	f.Add([]byte("sep=;\nid;a\nP1;\"x\ny\"\n"))
	f.Fuzz(func(t *testing.T, content []byte) {
		s, err := ReadCases("p.csv", bytes.NewReader(content))
		if err != nil {
			checkError(t, "p.csv", err)
			return
		}
		last := 1
		ids := map[string]bool{}
		for _, r := range s.Rows {
			if r.Line <= last || r.ID == "" || ids[r.ID] {
				t.Fatalf("row %+v after line %d", r, last)
			}
			last, ids[r.ID] = r.Line, true
			for _, a := range r.Attributes {
				if isMissing(a.Value) || a.Name == "" {
					t.Fatalf("attribute %+v", a)
				}
			}
		}
	})
}

func FuzzCodings(f *testing.F) {
	f.Add([]byte("transcript,start,end,code,coder\nP1,0,3,k,a\n"), false)
	f.Add([]byte(`{"transcript":"P1","start":0,"end":1,"code":"k","coder":"a"}`), true)
	f.Fuzz(func(t *testing.T, content []byte, lines bool) {
		name := "c.csv"
		if lines {
			name = "c.jsonl"
		}
		s, err := ReadCodings(name, bytes.NewReader(content))
		if err != nil {
			checkError(t, name, err)
			return
		}
		for _, r := range s.Rows {
			if r.Start < 0 || r.End <= r.Start || r.Line < 1 || r.Transcript+r.TranscriptID == "" || r.Code+r.CodeID == "" || r.Coder+r.CoderID == "" {
				t.Fatalf("row %+v", r)
			}
		}
	})
}

// checkError checks that an error begins with the file's name.
func checkError(t *testing.T, name string, err error) {
	t.Helper()
	if !strings.HasPrefix(err.Error(), name+" ") {
		t.Fatalf("the error is not for people: %v", err)
	}
}
