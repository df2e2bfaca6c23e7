package importer

import (
	"bytes"
	"strings"
	"testing"

	"concord/corpus/importer/internal/filetest"
	"concord/corpus/importer/turns"
)

func TestBadFilesAreRefusedInPlainWords(t *testing.T) {
	for name, c := range map[string]struct{ file, content, want string }{
		"empty":                {"study/a.txt", "", "study/a.txt is empty: there is nothing to import"},
		"blanks":               {"a.txt", " \n\t\r\n\u00a0", "a.txt holds no words, only blanks and line ends"},
		"a mark alone":         {"a.txt", "\uFEFF", "a.txt holds no words, only blanks and line ends"},
		"noise":                {"a.txt", filetest.Noise(4096), "a.txt does not look like text: it holds too many control characters"},
		"NULs":                 {"a.txt", strings.Repeat("\x00", 900), "a.txt does not look like text: it holds too many control characters"},
		"broken UTF-8":         {"a.txt", "INT: déjà\nP1: vu \xff\n", "a.txt is UTF-8 but for 1 byte, the first in line 2: repair the file, or name the encoding it really has"},
		"UTF-8 mark, no UTF-8": {"a.txt", "\uFEFFINT: ok\nP1: \xe9t\xe9\n", "a.txt says that it is UTF-8 but is not in line 2: name the encoding it really has, or save it again as UTF-8"},
		"UTF-32":               {"a.txt", "\xff\xfe\x00\x00I\x00\x00\x00", "a.txt is UTF-32, which is not supported: save it as UTF-8"},
		"PDF":                  {"a.txt", "%PDF-1.7\n", "a.txt is a PDF that is damaged or cut off: copy it again, or import the Word or text file that it was made from"},
		"RTF without words":    {"a.rtf", `{\rtf1 {\info hello}}`, "a.rtf holds no words: is the transcript a picture inside the file?"},
		"picture":              {"a.png", "\x89PNG\r\n", "a.png is a picture: import the transcript as text or Word file"},
		"recording":            {"a.m4a", "\x00\x00\x00\x20ftypM4A ", "a.m4a is a recording: import its transcript"},
		"extension":            {"a.tex", "hello", `a.tex has the extension ".tex", which is not one of a transcript (.txt, .docx, .odt, .pdf, .rtf, .vtt, .srt, .eaf, .TextGrid, .cha, .otr, .json, .csv, .xlsx, .html, .md): if it is plain text, rename it to .txt`},
		"markup":               {"a.xyz", "<x/>", `a.xyz is XML of a kind that is not known, with the extension ".xyz": export the transcript as text, Word file or captions`},
		"ELAN":                 {"a.eaf", "<ANNOTATION_DOCUMENT/>", "a.eaf is an ELAN file without tiers"},
		"project":              {"a.qde", "<Project xmlns=\"urn:QDA-XML:project:1.0\"/>", "a.qde is a REFI-QDA project, a whole study and not an interview: export its transcripts as text or Word files and import those, and its codebook as .qdc with “codebook import”"},
		"JSON, no transcript":  {"a.json", `{"day": 1, "note": "x"}`, "a.json is JSON without a transcript: no list of utterances with words was found (it holds day, note); a list called segments, utterances, monologues or dialogue was looked for, with text, speaker and times"},
		"codings":              {"c.jsonl", `{"transcript":"P1","start":0,"end":1,"code":"k","coder":"a"}` + "\n", "c.jsonl is a table of codings, not an interview: import it with “codings import”"},
		"cut JSON":             {"a.json", `{"segments": [`, "a.json is JSON that is damaged or cut off: copy it again, or export it anew"},
		"table":                {"p.csv", "id,age\n1,2\n", "p.csv is a table without a column of open answers: participants are imported with “cases import”, codings with “codings import”; if it holds short answers, name their columns (--answers on the command line)"},
		"text called .docx":    {"a.docx", "INT: hello", "a.docx is called .docx but is not a Word file: open it in the program that wrote it and save it as .docx"},
		"VTT without captions": {"a.vtt", "WEBVTT\n\nNOTE nothing\n", "a.vtt holds no captions: a line like “00:00:01.000 --> 00:00:04.000” was expected; if it is a plain transcript, rename it to .txt"},
		"SRT without captions": {"a.srt", "hello\n", "a.srt holds no captions: a line like “00:00:01,000 --> 00:00:04,000” was expected; if it is a plain transcript, rename it to .txt"},
	} {
		t.Run(name, func(t *testing.T) {
			docs, err := Read(c.file, []byte(c.content), Settings{})
			if err == nil {
				t.Fatalf("accepted: %q", docs[0].Text.Body)
			}
			if err.Error() != c.want {
				t.Errorf("got  %s\nwant %s", err, c.want)
			}
		})
	}
	if _, err := Read("a.txt", []byte("hello"), Settings{Encoding: "klingon"}); err == nil || !strings.Contains(err.Error(), "windows-1252") {
		t.Errorf("an unknown encoding: %v", err)
	}
	if _, err := Read("a.txt", []byte("caf\xe9 is open"), Settings{Encoding: "utf-8"}); err == nil || !strings.Contains(err.Error(), "line 1") {
		t.Errorf("UTF-8 asked for: %v", err)
	}
}

func TestExtensionsAndNames(t *testing.T) {
	for _, c := range []struct{ file, content, name, format string }{
		{"study/P07 final.txt", "INT: a", "P07 final", "txt"},
		{`C:\study\P07.MD`, "INT: a", "P07", "md"},
		{"P07", "INT: a", "P07", "txt"},
		{".txt", "INT: a", ".txt", "txt"},
		{"a.markdown", "INT: a", "a", "md"},
		{"a.txt", "\n\nWEBVTT\n\n00:01.000 --> 00:02.000\nhello\n", "a", "vtt"},
		{"a.txt", "1\n00:00:01,000 --> 00:00:02,000\nhello\n", "a", "srt"},
		{"a.md", "1\n00:00:01,000 --> 00:00:02,000\nhello\n", "a", "md"},
	} {
		d := read(t, c.file, c.content, Settings{})
		if d.Name != c.name || d.Source.Format != c.format {
			t.Errorf("%s: %q, %s", c.file, d.Name, d.Source.Format)
		}
	}
}

func TestHugeLines(t *testing.T) {
	const large, huge = 2 << 20, 50 << 20
	for name, unit := range map[string]string{
		"words": "and so on ", "colons": "P1: a ", "brackets": "[(<{#[", "times": "00:01 ", "stars": "**", "quotes": "> ",
		"dots": "Dr. ", "no blanks": "ab", "stamps": "[00:00:01]",
	} {
		size := large
		if name == "words" {
			size = huge
		}
		content := bytes.Repeat([]byte(unit), size/len(unit))
		docs, err := Read("a.txt", content, Settings{})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if n := len(docs[0].Text.Turns); n > 1 {
			t.Errorf("%s: %d turns in one line", name, n)
		}
	}
	if _, err := Read("a.txt", bytes.Repeat([]byte("a\n"), 2*turns.MaxTurns), Settings{}); err == nil || !strings.Contains(err.Error(), "more than 1000000 turns") {
		t.Errorf("a file of two million paragraphs: %v", err)
	}
}

func TestWarnings(t *testing.T) {
	for name, c := range map[string]struct{ file, content, want string }{
		"near labels": {"a.txt", strings.Repeat("ADMINISTRATOR SLAVITT: One.\nP1: Two.\n", 5) + "ADMINSTRATOR SLAVITT: Three.\n",
			"“ADMINSTRATOR SLAVITT” (1 turn) may be “ADMINISTRATOR SLAVITT” (5 turns) in another spelling: they were kept as two speakers"},
		"two slips": {"a.txt", strings.Repeat("MR. SLAVITT: One.\nP1: Two.\n", 5) + "MR. SLAVVIT: Three.\nMR. SLUFFIT: Four.\n",
			"“MR. SLAVVIT” (1 turn) may be “MR. SLAVITT” (5 turns) in another spelling: they were kept as two speakers"},
		"case": {"a.txt", "Int: One.\nP1: Two.\nINT: Three.\nP1: x\nINT: y\n", "“Int” (1 turn) may be “INT” (2 turns) in another spelling: they were kept as two speakers"},
		"restart": {"a.txt", "[00:00:01] A1: One.\n[00:10:00] B1: Two.\n[00:00:02] A1: Three.\n[00:00:09] B1: Four.\n",
			"the times go back 1 time, first at turn 3 (00:02): the file may hold several recordings, and turns stay in its order"},
		"no labels": {"a.txt", "Hello.\n\nThere.\n", "no speaker labels were found: each paragraph is a turn that names nobody"},
		"single": {"a.txt", "INT: One.\nAnna: Two.\nMargaret: Three.\nINT: Four.\nAnna: Five.\n",
			"taken as words, not as speakers, because they stand only once before a colon: “Margaret” (line 3); name those that are speakers (--speakers on the command line) and import the file again"},
		"empty turns": {"a.txt", "INT:\nP1: Yes.\nINT: So.\n", "1 turn has nothing behind the label"},
		"before":      {"a.txt", strings.Repeat("word ", 120) + "\n\nINT: One.\nP1: Two.\n", "120 words stand before the first speaker label and belong to no turn"},
		"no turns":    {"a.md", "# Only\n\n## Headings\n", "no turns were found: the file holds no speech, only headings, labels or time stamps"},
	} {
		t.Run(name, func(t *testing.T) {
			d := read(t, c.file, c.content, Settings{})
			if len(d.Warnings) != 1 || d.Warnings[0] != c.want {
				t.Errorf("got  %q\nwant %q", d.Warnings, c.want)
			}
		})
	}
}

func TestNearLabelsThatDiffer(t *testing.T) {
	d := read(t, "a.txt", strings.Repeat("INTERVIEWER: a\nINTERVIEWEE: b\nP1: c\nP2: d\nMR. SMITH: e\nMS. SMITH: f\n", 1)+"INTERVIEWER: x\nMR. SMITH: y\nMS. SMITH: z\n", Settings{})
	if len(d.Warnings) > 0 {
		t.Errorf("%q", d.Warnings)
	}
}

func TestRosterAndNotSpeakers(t *testing.T) {
	content := "INT: One.\nMargaret: Two.\nNote: Three.\nINT: Four.\nAIM: Five.\nAIM: Six.\n"
	s := Settings{Roster: Labels("margaret", "Note"), NotSpeakers: Labels("AIM")}
	want := "INT|One.\nMargaret|Two.\nNote|Three.\nINT|Four.\nAIM: Five.\nAIM: Six.\n"
	if got := show(read(t, "a.txt", content, s)); got != want {
		t.Errorf("got %s", got)
	}
}

func TestGuessedRoles(t *testing.T) {
	for label, want := range map[string]string{
		"INT": "interviewer", "INTERVIEWER": "interviewer", "Interviewer 2": "interviewer", "I": "interviewer", "Q": "interviewer",
		"Moderator": "interviewer", "Researcher 1": "interviewer", "Assistant": "interviewer", "Lead Interviewer": "interviewer",
		"P07": "participant", "P": "participant", "Participant 3": "participant", "RESPONDENT": "participant", "A": "participant", "User": "participant",
		"Interviewee": "participant", "R2": "participant",
		"Speaker 1": "", "Dr. Fauci": "", "Ana I": "", "I. Newton": "", "Margaret": "",
	} {
		if got := turns.GuessRole(label); string(got) != want {
			t.Errorf("%s: %q, want %q", label, got, want)
		}
	}
}
