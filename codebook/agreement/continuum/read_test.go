package continuum_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"concord/codebook/agreement"
	"concord/codebook/agreement/continuum"
	"concord/codebook/agreement/internal/spancase"
	"concord/codebook/agreement/span"
)

func TestReadSpans(t *testing.T) {
	want := []continuum.Continuum{spancase.Must(t, 0, 60,
		continuum.CoderSpans{Coder: "ben", Spans: []continuum.Span{{Start: 2, End: 9, Category: "x"}, {Start: 11, End: 17, Category: "y, or z"}}},
		continuum.CoderSpans{Coder: "ana", Spans: []continuum.Span{{Start: 3, End: 9, Category: "x"}}},
		continuum.CoderSpans{Coder: "cat", Spans: nil})}
	for what, file := range map[string]string{
		"plain":           "coder,start,end,category\nben,2,9,x\nana,3,9,x\nben,11,17,\"y, or z\"\ncat\n",
		"other order":     "category , END,Coder,start\nx,9,ben,2\nx,9,ana,3\n\"y, or z\",17,ben,11\n,,cat,\n",
		"CR LF, BOM":      "\xEF\xBB\xBFcoder,start,end,category\r\nben,2,9,x\r\nana,3,9,x\r\nben,11,17,\"y, or z\"\r\n\r\ncat,,,\r\n",
		"decimals":        "coder,start,end,category\nben,2.0,9,x\nana,3,9.00,x\nben, 11 ,17,\"y, or z\"\ncat\n",
		"column to spare": "coder,start,end,memo,category\nben,2,9,,x\nana,3,9,why,x\nben,11,17,,\"y, or z\"\ncat\n",
		"given twice":     "coder,start,end,category\nben,2,9,x\nben,2,9,x\nana,3,9,x\nben,11,17,\"y, or z\"\ncat\n",
	} {
		got, notes, err := continuum.Read(strings.NewReader(file), continuum.Bounds{End: 60})
		if err != nil || len(got) != 1 {
			t.Errorf("%s: %v", what, err)
			continue
		}
		for i, g := range got[0].All() {
			if len(g.Spans) == 0 {
				got[0].All()[i].Spans = nil
			}
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: read %v, want %v", what, got, want)
		}
		if noted := len(notes) > 0; noted != (what == "column to spare" || what == "given twice") {
			t.Errorf("%s: notes %q", what, notes)
		}
	}
}

// ana coded both transcripts, ben only t1, cat says that she looked at all.
func TestReadSpansOfSeveralTranscripts(t *testing.T) {
	file := "transcript,coder,start,end,category\nt2,ana,10,20,x\nt1,ana,1,5,x\nt1,ben,1,5,x\n,cat\n"
	for _, lengths := range []string{
		"transcript,length\nt1,50\nt2,40\nt3,30\n",
		"end,begin,transcript\n50,0,t1\n40,0,t2\n30,0,t3\n",
	} {
		texts, _, err := continuum.Read(strings.NewReader(file), continuum.Bounds{Lengths: strings.NewReader(lengths)})
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, x := range texts {
			got += fmt.Sprintln(x.Name(), x.Length(), x.Coders())
		}
		if want := "t1 50 [ana ben cat]\nt2 40 [ana cat]\nt3 30 [cat]\n"; got != want {
			t.Errorf("read\n%swant\n%s", got, want)
		}
	}
	one, _, err := continuum.Read(strings.NewReader("coder,start,end,category,transcript\nana,1,5,x,t1\n"), continuum.Bounds{Begin: 1, End: 9})
	if err != nil || one[0].Name() != "t1" || one[0].Begin() != 1 {
		t.Errorf("one transcript without lengths: %v, %v", one, err)
	}
}

func TestReadSpansSaysWhereItIsWrong(t *testing.T) {
	const header = "coder,start,end,category\nana,1,5,x\n"
	for _, c := range []struct{ file, lengths, want string }{
		{"", "", "the file is empty"},
		{"coder,start,end\n", "", `line 1: there is no column "category"`},
		{"coder;start;end;category\n", "", "separate the columns by commas"},
		{"coder,coder,start,end,category\n", "", "columns 1 and 2 are both called"},
		{"coder,start,end,category\n", "", "no line after the header"},
		{header + ",1,5,x\n", "", `line 3, column "coder": the coder is missing`},
		{header + "ben,1.5,5,x\n", "", `line 3, column "start": "1.5" is not a whole number`},
		{header + "ben,1,five,x\n", "", `line 3, column "end": "five" is not a whole number`},
		{header + "ben,1,,x\n", "", `line 3, column "end": the end is missing`},
		{header + "\nben,1,5\n", "", `line 4, column "category": the category is missing`},
		{header + "ben,5,5,x\n", "", `line 3, column "end": the end 5 is not greater than the start 5`},
		{header + "ben,-1,5,x\n", "", `line 3, column "start": the start -1 lies before the text`},
		{header + "ben,1,61,x\n", "", `line 3, column "end": the end 61 lies behind the text`},
		{header + "ben,1,99999999999999999999,x\n", "", `line 3, column "end": 99999999999999999999 is too large`},
		{header + "ben,1,5,x,y\n", "", "line 3, column 5: the line has 5 cells, the header only 4"},
		{header + "ben,1,5,\"x\n", "", "line 3, character"},
		{header + "ben,1,5,\xff\n", "", `line 3, column "category": the cell is not UTF-8`},
		{"\xFF\xFEc\x00", "", "UTF-16"},
		{"coder,start,end,category,transcript\nana,1,5,x,t1\nana,1,5,x,t2\n", "", `line 3, column "transcript": "t2" is a second transcript`},
		{"coder,start,end,category,transcript\nana,1,5,x,\n", "", `line 2, column "transcript": the transcript is missing`},
		{"coder,start,end,category,transcript\nana,1,5,x,t9\n", "transcript,length\nt1,9\n", `line 2, column "transcript": there is no length`},
		{header, "transcript,length\nt1,9\nt2,9\n", `no column "transcript"`},
		{header, "transcript\nt1\n", "reading the lengths: line 1: the columns must be"},
		{header, "transcript,begin\nt1,1\n", "reading the lengths: line 1: the columns must be"},
		{header, "transcript,length\nt1,0\n", `reading the lengths: line 2, column "length": the length is 0`},
		{header, "transcript,length\nt1,5\nt1,6\n", `reading the lengths: line 3, column "transcript": transcript "t1" stands here a second time`},
		{header, "transcript,begin,end\nt1,9,9\n", `line 2, column "end"`},
		{header, "transcript,length\n", "reading the lengths: there is no line"},
	} {
		bounds := continuum.Bounds{End: 60}
		if c.lengths != "" {
			bounds.Lengths = strings.NewReader(c.lengths)
		}
		_, _, err := continuum.Read(strings.NewReader(c.file), bounds)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q, lengths %q: %v, want %q", c.file, c.lengths, err, c.want)
		}
	}
	if _, _, err := continuum.Read(strings.NewReader(header), continuum.Bounds{}); err == nil || !strings.Contains(err.Error(), "say where it ends") {
		t.Errorf("without an end: %v", err)
	}
}

func FuzzReadSpans(f *testing.F) {
	f.Add("coder,start,end,category\nana,1,5,x\nben,2,6,y\ncat\n", "")
	f.Add("transcript,coder,start,end,category\nt1,ana,1,5,x\nt2,ben,2,6,\"y,z\"\n,cat\n", "transcript,length\nt1,50\nt2,70\n")
	f.Add("coder,start,end,category\nana,-9007199254740992,9007199254740992,x\nben,0,1,x\n", "transcript,begin,end\n\"\",1,2\nt,-9007199254740992,9007199254740992\n")
	f.Add("\xEF\xBB\xBFcoder;start\n", "transcript\n")
	f.Fuzz(func(t *testing.T, file, lengths string) {
		bounds := continuum.Bounds{Begin: -10, End: 1000}
		if lengths != "" {
			bounds.Lengths = strings.NewReader(lengths)
		}
		texts, _, err := continuum.Read(strings.NewReader(file), bounds)
		if err != nil {
			if texts != nil {
				t.Fatal("an error and texts")
			}
			return
		}
		for _, x := range texts {
			if _, err := continuum.New(x.Name(), x.Begin(), x.End(), x.All()); err != nil {
				t.Fatal(err)
			}
		}
		u := span.UnitizingAlpha(texts)
		for what, v := range map[string]agreement.Value{"uα": u.UAlpha, "|uα": u.BarUAlpha, "cuα": u.CUAlpha, "αU": span.UnitizingAlpha2004(texts).Alpha} {
			spancase.Finite(t, what, v)
		}
		for _, code := range continuum.Categories(texts) {
			spancase.Finite(t, code, span.CharAlpha(texts, code))
		}
	})
}
