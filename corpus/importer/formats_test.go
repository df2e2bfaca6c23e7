package importer

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"concord/corpus/importer/internal/filetest"
)

// odtFile packs a body as an OpenDocument text.
func odtFile(t testing.TB, body string) string {
	return filetest.Zip(t, "mimetype", "application/vnd.oasis.opendocument.text", "content.xml", `<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><office:body><office:text>`+body+
		`</office:text></office:body></office:document-content>`)
}

const (
	elanFile = `<?xml version="1.0" encoding="UTF-8"?>
<ANNOTATION_DOCUMENT><HEADER TIME_UNITS="milliseconds"/><TIME_ORDER>
<TIME_SLOT TIME_SLOT_ID="a" TIME_VALUE="1000"/><TIME_SLOT TIME_SLOT_ID="b" TIME_VALUE="2500"/>
<TIME_SLOT TIME_SLOT_ID="c" TIME_VALUE="2000"/><TIME_SLOT TIME_SLOT_ID="d"/></TIME_ORDER>
<TIER TIER_ID="ans" PARTICIPANT="Ben"><ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="2" TIME_SLOT_REF1="c" TIME_SLOT_REF2="d"><ANNOTATION_VALUE>With a meeting.</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION></TIER>
<TIER TIER_ID="INT"><ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="1" TIME_SLOT_REF1="a" TIME_SLOT_REF2="b"><ANNOTATION_VALUE>How did it begin?</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION></TIER>
<TIER TIER_ID="words" PARENT_REF="ans"><ANNOTATION><REF_ANNOTATION ANNOTATION_ID="3" ANNOTATION_REF="2"><ANNOTATION_VALUE>With</ANNOTATION_VALUE></REF_ANNOTATION></ANNOTATION></TIER>
</ANNOTATION_DOCUMENT>`
	longGrid  = "File type = \"ooTextFile\"\nObject class = \"TextGrid\"\n\nxmin = 0 \nxmax = 9 \ntiers? <exists> \nsize = 2 \nitem []: \n    item [1]:\n        class = \"IntervalTier\" \n        name = \"INT\" \n        xmin = 0 \n        xmax = 9 \n        intervals: size = 2 \n        intervals [1]:\n            xmin = 0.5 \n            xmax = 2 \n            text = \"How did \"\"it\"\" begin?\" \n        intervals [2]:\n            xmin = 2 \n            xmax = 9 \n            text = \"\" \n    item [2]:\n        class = \"IntervalTier\" \n        name = \"P1\" \n        xmin = 0 \n        xmax = 9 \n        intervals: size = 1 \n        intervals [1]:\n            xmin = 2.5 \n            xmax = 4 \n            text = \"<UNSURE>With</UNSURE> a meeting.\" \n"
	shortGrid = "File type = \"ooTextFile\"\nObject class = \"TextGrid\"\n\n0\n9\n<exists>\n1\n\"IntervalTier\"\n\"P1\"\n0\n9\n1\n2.5\n4\n\"With a meeting.\"\n"
	chatFile  = "@UTF8\n@Begin\n@Languages:\teng\n@Participants:\tCHI Alex Target_Child, MOT Mother\n@ID:\teng|x|CHI|\n*MOT:\thow did it begin ? \x151000_2500\x15\n%mor:\tadv|how\n*CHI:\twith a &-um\n\tmeeting . \x152600_4000\x15\n@End\n"
)

// whatFormatsHold are files as the programs named write them. want is as show
// writes it.
var whatFormatsHold = []struct{ name, file, content, want string }{
	{"RTF of Word", "a.rtf", "{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0\\fswiss\\fcharset0 Arial;}{\\f1\\fnil\\fcharset204 Cyr;}}{\\colortbl;\\red0;}{\\*\\generator Msftedit;}\\pard\\b INT:\\b0  How did it begin\\rquote ?\\par\r\nP1: D\\'e9j\\'e0 vu \\u8212?\\u-10179?\\u-8704? \\f1\\'ef\\'f0\\f0 .\\par And \\{so\\}\\~on.\\par}",
		"INT|How did it begin’?\nP1|Déjà vu —😀 пр.\nAnd {so}\u00a0on.\n"},
	{"RTF of TextEdit, with a table", "a.rtf", "{\\rtf1\\mac\\uc0{\\info{\\title no}}\\trowd INT\\cell How?\\cell\\row P1\\cell So \\u8217 \\'8e.\\cell\\row\n INT\\cell And?\\cell\\row P1\\cell Thus.\\cell\\row{\\pict 00ff}{\\header no\\par}}",
		"INT|How?\nP1|So ’é.\nINT|And?\nP1|Thus.\n"},
	{"a web page", "a.html", "<!DOCTYPE html><html><head><title>no</title><style>p {}</style></head><body><h1>Talk</h1>\n<p><b>INT:</b> How did\n it begin?</p><p>P1: With&nbsp;a meeting.<br>And so on.</p><script>var x = '<p>no</p>'</script><p>INT: Why?</p></body></html>",
		"INT|How did it begin?\nP1|With\u00a0a meeting.\nAnd so on.\nINT|Why?\n"},
	{"a table in a web page", "a.htm", "<table><tr><td>INT</td><td>How?</td></tr><tr><td>Ana</td><td>So.</td></tr><tr><td>INT</td><td>And?</td></tr><tr><td>Ana</td><td>Thus.</td></tr></table>",
		"INT|How?\nAna|So.\nINT|And?\nAna|Thus.\n"},
	{"oTranscribe", "a.otr", `{"text":"<p><span class=\"timestamp\" contenteditable=\"false\" data-timestamp=\"12.3\">0:12</span>&nbsp;INT: How?<br></p><p><span class=\"timestamp\" data-timestamp=\"15\">0:15</span>&nbsp;P1: So. <i>Well</i>.</p>","media":"a.mp3","media-time":3}`,
		"INT 00:12-|How?\nP1 00:15-|So. Well.\n"},
	{"Whisper", "a.json", `{"text":" How did it begin? With a meeting.","segments":[{"id":0,"start":0.0,"end":2.5,"text":" How did it begin?"},{"id":1,"start":2.6,"end":4.0,"text":" With a meeting."}],"language":"en"}`,
		" 00:00-00:02|How did it begin?\n 00:02-00:04|With a meeting.\n"},
	{"WhisperX", "a.json", `{"segments":[{"start":0.1,"end":2.5,"text":" How did it begin?","speaker":"SPEAKER_00","words":[{"word":"How","start":0.1,"end":0.4,"speaker":"SPEAKER_00"}]},{"start":2.6,"end":4.0,"text":"With a meeting.","speaker":"SPEAKER_01"}]}`,
		"SPEAKER_00 00:00-00:02|How did it begin?\nSPEAKER_01 00:02-00:04|With a meeting.\n"},
	{"Rev", "a.json", `{"speakers":[{"id":0,"name":"Ana Ruiz"},{"id":1,"name":""}],"monologues":[{"speaker":0,"elements":[{"type":"text","value":"How","ts":0.5,"end_ts":0.8},{"type":"punct","value":" "},{"type":"text","value":"so","ts":0.9,"end_ts":1.4},{"type":"punct","value":"?"}]},{"speaker":1,"elements":[{"type":"text","value":"Well","ts":2,"end_ts":2.2},{"type":"punct","value":"."}]}]}`,
		"Ana Ruiz 00:00-00:01|How so?\nSpeaker 1 00:02-00:02|Well.\n"},
	{"AssemblyAI", "a.json", `{"id":"x","status":"completed","text":"How did it begin? With a meeting that was small.","utterances":[{"speaker":"A","text":"How did it begin?","start":240,"end":90000,"words":[]},{"speaker":"B","text":"With a meeting that was small.","start":120000,"end":180000}]}`,
		"Speaker A 00:00-01:30|How did it begin?\nSpeaker B 02:00-03:00|With a meeting that was small.\n"},
	{"Deepgram with utterances", "a.json", `{"metadata":{},"results":{"channels":[{"alternatives":[{"transcript":"how so well","words":[]}]}],"utterances":[{"start":0.5,"end":1.5,"transcript":"How so?","speaker":0},{"start":2.0,"end":2.5,"transcript":"Well.","speaker":1}]}}`,
		"Speaker 0 00:00-00:01|How so?\nSpeaker 1 00:02-00:02|Well.\n"},
	{"Deepgram without", "a.json", `{"results":{"channels":[{"alternatives":[{"transcript":"how so well","paragraphs":{"transcript":"x","paragraphs":[{"speaker":0,"start":0.5,"end":1.5,"sentences":[{"text":"How so?","start":0.5,"end":1.5}]},{"speaker":1,"start":2,"end":2.5,"sentences":[{"text":"Well.","start":2,"end":2.5},{"text":"Yes.","start":2.5,"end":3}]}]}}]}]}}`,
		"Speaker 0 00:00-00:01|How so?\nSpeaker 1 00:02-00:02|Well. Yes.\n"},
	{"Reduct", "a.json", `{"segments":[{"speaker_id":"speaker-0","wdlist":[{"word":"How ","start":0.03,"end":0.32},{"word":"so? ","start":0.6,"end":0.68}]},{"speaker_id":"speaker-1","wdlist":[{"word":"Well. ","start":1.5,"end":2}]}],"speakers":[{"id":"speaker-0","name":"Ana"},{"id":"speaker-1","name":"Ben"}]}`,
		"Ana 00:00-00:00|How so?\nBen 00:01-00:02|Well.\n"},
	{"podcasts", "a.json", `{"version":"1.0.0","segments":[{"speaker":"Ana","startTime":0.5,"endTime":0.75,"body":"How so?"},{"speaker":"Ben","startTime":1,"endTime":2,"body":"Well."}]}`,
		"Ana 00:00-00:00|How so?\nBen 00:01-00:02|Well.\n"},
	{"Label Studio", "a.json", `[{"id":1,"data":{"dialogue":[{"author":"Doctor","text":"How so?"},{"author":"Patient","text":"Well."}]}}]`,
		"Doctor|How so?\nPatient|Well.\n"},
	{"an object a line", "a.jsonl", `{"speaker":"Ana","text":"How so?"}` + "\n" + `{"speaker":"Ben","text":"Well."}` + "\n", "Ana|How so?\nBen|Well.\n"},
	{"words with speakers", "a.json", `{"segments":[{"start":0,"end":3,"text":"How so? Well.","words":[{"word":"How","start":0,"end":0.5,"speaker":"S1"},{"word":"so?","start":0.5,"end":1,"speaker":"S1"},{"word":"Well.","start":2,"end":3,"speaker":"S2"}]}]}`,
		"S1 00:00-00:01|How so?\nS2 00:02-00:03|Well.\n"},
	{"ELAN", "a.eaf", elanFile, "INT 00:01-00:02|How did it begin?\nBen 00:02-|With a meeting.\n"},
	{"TextGrid", "a.TextGrid", longGrid, "INT 00:00-00:02|How did \"it\" begin?\nP1 00:02-00:04|<UNSURE>With</UNSURE> a meeting.\n"},
	{"short TextGrid called .txt", "a.txt", shortGrid, "P1 00:02-00:04|With a meeting.\n"},
	{"CHAT", "a.cha", chatFile, "MOT 00:01-00:02|how did it begin ?\nAlex 00:02-00:04|with a &-um meeting .\n"},
	{"Trint", "a.txt", "[00:00:02] Speaker 1 How so? [2.1s]\n\n[00:00:05] Speaker 1 More.\n", " 00:02-|Speaker 1 How so? [2.1s]\n 00:05-|Speaker 1 More.\n"},
}

func TestFormats(t *testing.T) {
	for _, c := range whatFormatsHold {
		t.Run(c.name, func(t *testing.T) {
			d := read(t, c.file, strings.ReplaceAll(c.content, "\r\n", "\n"), Settings{})
			if diff := cmp.Diff(c.want, show(d)); diff != "" {
				t.Error(diff, d.Text.Body)
			}
		})
	}
}

func TestOpenDocument(t *testing.T) {
	p := func(s string) string { return "<text:p>" + s + "</text:p>" }
	for name, c := range map[string]struct{ body, want string }{
		"paragraphs":  {p("INT: How?") + "<text:h>Part</text:h>" + p("P1: So."), "INT: How?\nPart\nP1: So.\n"},
		"white space": {p("  a\n   b <text:span> c</text:span><text:s text:c=\"2\"/>d<text:tab/>e<text:line-break/>f"), "a b c  d\te\nf\n"},
		"table":       {"<table:table><table:table-row><table:table-cell>" + p("INT") + "</table:table-cell><table:table-cell>" + p("How?") + p("Why?") + "</table:table-cell></table:table-row></table:table>" + p("end"), "INT\tHow?\nWhy?\nend\n"},
		"deletions":   {"<text:tracked-changes><text:changed-region><text:deletion>" + p("gone") + "</text:deletion></text:changed-region></text:tracked-changes>" + p("here"), "here\n"},
		"notes":       {p("P1: We met<text:note><text:note-citation>1</text:note-citation><text:note-body>" + p("In May.") + "</text:note-body></text:note>."), "P1: We met.\n"},
	} {
		if got := read(t, "a.odt", odtFile(t, c.body), Settings{}).Text.Body; got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
	for name, c := range map[string]struct{ content, want string }{
		"no words": {odtFile(t, "<text:p/>"), "a.odt holds no words: is the transcript a picture inside the file?"},
		"damaged":  {odtFile(t, "<text:p>x</text:q>"), "a.odt is an OpenDocument file whose text is damaged (line 3 of its XML): open it in a word processor, save it anew and import that"},
		"locked": {filetest.Zip(t, "mimetype", "application/vnd.oasis.opendocument.text", "content.xml", "\x01\x02", "META-INF/manifest.xml", "<manifest:encryption-data/>"),
			"a.odt is protected with a password: open it in a word processor, save it without one and import that"},
		"sheet": {filetest.Zip(t, "mimetype", "application/vnd.oasis.opendocument.spreadsheet", "content.xml", "<x/>"),
			"a.odt is an OpenDocument file, but no text document (application/vnd.oasis.opendocument.sprea…): save the interview as .odt or .docx"},
	} {
		if _, err := Read("a.odt", []byte(c.content), Settings{}); err == nil || err.Error() != c.want {
			t.Errorf("%s: got %v, want %s", name, err, c.want)
		}
	}
}

// Comments and footnotes are no words of the transcript, and are kept with the
// words they stand on.
func TestNotes(t *testing.T) {
	word := filetest.Zip(t, "word/document.xml", filetest.WordHead+`<w:p><w:r><w:t>P1: We </w:t></w:r><w:commentRangeStart w:id="7"/><w:r><w:t>met in May</w:t></w:r><w:commentRangeEnd w:id="7"/>`+
		`<w:r><w:commentReference w:id="7"/></w:r><w:r><w:t> again.</w:t><w:footnoteReference w:id="2"/></w:r></w:p></w:body></w:document>`,
		"word/comments.xml", `<w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:comment w:id="7" w:author="Ana"><w:p><w:r><w:t>trust</w:t></w:r></w:p></w:comment></w:comments>`,
		"word/footnotes.xml", `<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:footnote w:id="2"><w:p><w:r><w:t>Not in June.</w:t></w:r></w:p></w:footnote></w:footnotes>`)
	odt := odtFile(t, `<text:p>P1: We <office:annotation office:name="x"><dc:creator>Ana</dc:creator><dc:date>2026</dc:date><text:p>trust</text:p></office:annotation>met in May<office:annotation-end office:name="x"/> again.<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Not in June.</text:p></text:note-body></text:note></text:p>`)
	rtf := `{\rtf1 P1: We met in May{\*\atnid A}{\*\atnauthor Ana}\chatn{\*\annotation{\*\atndate 1}\pard trust\par} again.{\super\chftn{\footnote Not in June.}}\par}`
	for name, c := range map[string]struct{ file, content, comment string }{
		"Word": {"a.docx", word, "met in May"}, "OpenDocument": {"a.odt", odt, "met in May"}, "RTF": {"a.rtf", rtf, "May"},
	} {
		d := read(t, c.file, c.content, Settings{})
		if got, want := d.Text.Body, "P1: We met in May again.\n"; got != want {
			t.Errorf("%s: the body is %q, want %q", name, got, want)
		}
		if len(d.Notes) != 2 || len(d.Warnings) != 0 {
			t.Errorf("%s: %+v, warnings %q", name, d.Notes, d.Warnings)
			continue
		}
		if n := d.Notes[0]; n.Kind != "comment" || n.Author != "Ana" || n.Text != "trust" || d.Text.Slice(n.Span) != c.comment {
			t.Errorf("%s: the comment is %+v on %q", name, n, d.Text.Slice(n.Span))
		}
		if n := d.Notes[1]; n.Kind != "footnote" || n.Text != "Not in June." || d.Text.Slice(n.Span) != "again." {
			t.Errorf("%s: the footnote is %+v on %q", name, n, d.Text.Slice(n.Span))
		}
	}
}

func TestTiersCanBeNamed(t *testing.T) {
	d := read(t, "a.eaf", elanFile, Settings{Tiers: Labels("int")})
	if got := show(d); got != "INT 00:01-00:02|How did it begin?\n" {
		t.Error(got)
	}
	if _, err := Read("a.TextGrid", []byte(longGrid), Settings{Tiers: Labels("nobody")}); err == nil {
		t.Error("a tier that does not exist was read")
	}
}

// Whatever the bytes are, the outcome is an error in words or a sound document.
func FuzzFormats(f *testing.F) {
	names := []string{"a.rtf", "a.html", "a.otr", "a.json", "a.jsonl", "a.eaf", "a.TextGrid", "a.cha", "a.odt", "a.pdf", "a.docx", "a.csv"}
	for _, c := range whatFormatsHold {
		for i, n := range names {
			if strings.HasSuffix(c.file, n[1:]) {
				f.Add([]byte(c.content), uint8(i))
			}
		}
	}
	f.Add([]byte(odtFile(f, "<text:p>INT: a</text:p><office:annotation/>")), uint8(8))
	f.Add([]byte(filetest.PDF("INT: How?", "P1: So.")), uint8(9))
	f.Fuzz(func(t *testing.T, content []byte, which uint8) {
		fuzzRead(t, names[int(which)%len(names)], content, Settings{})
	})
}

func TestSurvey(t *testing.T) {
	const survey = "id;sector;What helped?;What else would you say?\r\n1;health;The letters that came each week.;\"It was a hard\n\nwinter for all of us.\"\r\n2;police;N/A;Nothing else that I could think of.\r\n3;;-;\r\n"
	docs, err := Read("s.csv", []byte(survey), Settings{})
	if err != nil {
		t.Fatal(err)
	}
	if len(docs) != 2 || docs[0].Name != "s 1" || docs[0].Source.Part != "1" || docs[1].Case.Name != "2" || docs[1].Case.Attributes[0].Value != "police" {
		t.Fatalf("%+v", docs)
	}
	want := "Question|What helped?\n1|The letters that came each week.\nQuestion|What else would you say?\n1|It was a hard\n\nwinter for all of us.\n"
	if got := show(docs[0]); got != want {
		t.Errorf("got %q", got)
	}
	if r := docs[0].Speakers; r[0].Role != "interviewer" || r[1].Role != "participant" || len(docs[0].Warnings) != 2 {
		t.Errorf("%+v %q", r, docs[0].Warnings)
	}
	checkDocument(t, docs[0])
	if docs, err = Read("s.csv", []byte("id,sector\n1,health\n"), Settings{Answers: Labels("sector")}); err != nil || docs[0].Text.Body != "Question: sector\n\n1: health\n" {
		t.Errorf("%v, %v", docs, err)
	}
}
