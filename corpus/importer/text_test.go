package importer

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"concord/corpus"
	"concord/corpus/importer/charset"
)

// read imports one file that must be readable, and checks what holds of every
// document.
func read(t testing.TB, name, content string, s Settings) Document {
	t.Helper()
	docs, err := Read(name, []byte(content), s)
	if err != nil {
		t.Fatal(err)
	}
	if len(docs) != 1 {
		t.Fatalf("%d documents, want 1", len(docs))
	}
	checkDocument(t, docs[0])
	return docs[0]
}

// show writes each turn on a line: label, times if known, then the parts of its
// speech between bars.
func show(d Document) string {
	var b strings.Builder
	for _, turn := range d.Text.Turns {
		b.WriteString(turn.Speaker)
		if turn.Start != corpus.NoTime || turn.End != corpus.NoTime {
			b.WriteString(" " + corpus.FormatTime(turn.Start) + "-" + corpus.FormatTime(turn.End))
		}
		for _, s := range turn.Speech {
			b.WriteString("|" + d.Text.Slice(s))
		}
		b.WriteString("\n")
	}
	return b.String()
}

// looks are the ways in which real transcripts name speakers. want is as show
// writes it.
var looks = []struct{ name, file, content, want string }{
	{"colons", "a.txt", `INTERVIEWER: How did it begin?
P1: With a meeting.

It was a small one.
INTERVIEWER: And then?
P1: It grew.
`, `INTERVIEWER|How did it begin?
P1|With a meeting.

It was a small one.
INTERVIEWER|And then?
P1|It grew.
`},
	{"no-break spaces after the colon, titles with dots", "a.txt",
		"THE VICE PRESIDENT:\u00a0\u00a0Thank you.\n\nDR. GUPTA: \u00a0Thanks.\n\nTHE VICE PRESIDENT:  Well.\n\nMS. O’NEIL:\u00a0\n\nAnd so on.\n",
		"THE VICE PRESIDENT|Thank you.\nDR. GUPTA|Thanks.\nTHE VICE PRESIDENT|Well.\nMS. O’NEIL|And so on.\n"},
	{"lower-case roles and numbers", "a.txt", "interviewer: Yes?\nResearcher 1: No.\nresearcher 2: So.\n",
		"interviewer|Yes?\nResearcher 1|No.\nresearcher 2|So.\n"},
	{"names", "a.txt", "Anna: Hello.\nBen de Wit: Hi.\nAnna: One thing: prices.\nBen de Wit: Yes.\n",
		"Anna|Hello.\nBen de Wit|Hi.\nAnna|One thing: prices.\nBen de Wit|Yes.\n"},
	{"names in small letters", "a.txt", "anna: hello\nben: hi\nanna: so\nben: yes\nanna: ok\nben: bye\n",
		"anna|hello\nben|hi\nanna|so\nben|yes\nanna|ok\nben|bye\n"},
	{"bare Q and A", "a.txt", "MR. ZIENTS:  Next.\n\nQ\u00a0\u00a0\u00a0 Thank you.  A question\nabout A  vitamins.\n\nA   Yes.\n\nMR. ZIENTS:  Bye.\n",
		"MR. ZIENTS|Next.\nQ|Thank you.  A question\nabout A  vitamins.\nA|Yes.\nMR. ZIENTS|Bye.\n"},
	{"depositions", "a.txt", "Q. Where were you?\nA. At home.\nQ. Alone?\nA. Yes.\n", "Q|Where were you?\nA|At home.\nQ|Alone?\nA|Yes.\n"},
	{"numbered questions", "a.txt", "Interviewee: Linda, 27\nNiche: Beauty\n\nQ1. How did it start?\nWith freckles.\n\nAnd so on.\nQ2. And now?\nWell.\n",
		"Q|How did it start?\n|With freckles.\n\nAnd so on.\nQ|And now?\n|Well.\n"},
	{"question and answer", "a.txt", "Question: Who?\nAnswer: Me.\nQuestion: When?\nAnswer: Now.\n", "Question|Who?\nAnswer|Me.\nQuestion|When?\nAnswer|Now.\n"},
	{"diarisation", "a.txt", "[SPEAKER_00]: One.\n[SPEAKER_01]: Two.\n[SPEAKER_00]: Three.\n", "SPEAKER_00|One.\nSPEAKER_01|Two.\nSPEAKER_00|Three.\n"},
	{"diarisation without colon", "a.txt", "[SPEAKER_00] One.\n[laughter] no\n[SPEAKER_00] Two.\n", "SPEAKER_00|One.\n[laughter] no\nSPEAKER_00|Two.\n"},
	{"a speaker who comes once", "a.txt", "Speaker 1: a\nSpeaker 2: b\nSpeaker 1: c\nSpeaker 2: d\nSpeaker 3: e\n",
		"Speaker 1|a\nSpeaker 2|b\nSpeaker 1|c\nSpeaker 2|d\nSpeaker 3|e\n"},
	{"names with a time now and then", "a.txt", "Anna (00:31): One.\nBen (00:35): Two.\nCleo: No.\nNote (00:40): Three.\nthe bell (00:50): rings.\n",
		"Anna 00:31-|One.\nBen 00:35-|Two.\nCleo: No.\nNote (00:40): Three.\nthe bell (00:50): rings.\n"},
	{"a bare Q only once", "a.txt", "Q   One?\n\nTwo.\n", "|Q   One?\n|Two.\n"},
	{"questions numbered with brackets", "a.txt", "Q1) One?\nTwo.\nQ2: Three?\nFour.\nQ3 is five.\n", "Q|One?\n|Two.\nQ|Three?\n|Four.\nQ3 is five.\n"},
	{"five words and no more", "a.txt", "The Man From The Bank: a\nAnna Of The Old Red House: b\nThe Man From The Bank: c\nThe Man From The Bank: d\n",
		"The Man From The Bank|a\nAnna Of The Old Red House: b\nThe Man From The Bank|c\nThe Man From The Bank|d\n"},
	{"headings with numbers", "a.txt", "Part 1: Before\nINT: a\nP1: b\nPart 2: After\nINT: c\nStep 2: d\nStep 3: e\n", "INT|a\nP1|b\nPart 2: After\nINT|c\nStep 2: d\nStep 3: e\n"},
	{"a name of two words that comes once", "a.txt", "Adam Wiggins: a\nAnna de Wit: b\nAdam Wiggins: c\nAnna de Wit: d\nAdam Wolf: e\nMusic: f\nMr.: g\n",
		"Adam Wiggins|a\nAnna de Wit|b\nAdam Wiggins|c\nAnna de Wit|d\nAdam Wolf|e\nMusic: f\nMr.: g\n"},
	{"a title above the facts", "a.txt", "Interview with a nurse\n\nDate: 3 May\nInterviewer: Jane Smith\nNurse: P07\n\nInterviewer: Hi.\nNurse: Hello.\n", "Interviewer|Hi.\nNurse|Hello.\n"},
	{"facts in several blocks", "a.txt", "Date: 3 May\n\nPlace: Dayton\nWeather: rain\n\nWe met.\n\nIt rained.\n", "|We met.\n|It rained.\n"},
	{"facts and nothing else", "a.txt", "Date: 3 May\nPlace: Dayton\n", "|Date: 3 May\n|Place: Dayton\n"},
	{"Rev", "a.txt", "Mark McGranaghan (00:31):\r\nIt is messier.\r\n\r\nAdam Wiggins (01:02):\r\nGood.\r\n",
		"Mark McGranaghan 00:31-|It is messier.\nAdam Wiggins 01:02-|Good.\n"},
	{"Reduct", "a.txt", "Adam (00:00:26) - Hello and welcome to a\nplace.\n\nMarkus M. (01:00:58) - Yeah.\n", "Adam 00:26-|Hello and welcome to a\nplace.\nMarkus M. 1:00:58-|Yeah.\n"},
	{"Otter", "a.txt", "Interview 3\nMon, Sep 14\n\nSUMMARY KEYWORDS\ncounty\n\nSPEAKERS\nAnna B, Ben\n\nAnna B  00:13\nHello, at 12:30 we met.\n\nBen  0:59\nSo.\n",
		"Anna B 00:13-|Hello, at 12:30 we met.\nBen 00:59-|So.\n"},
	{"Word's own transcripts", "a.txt", "00:00:01 Speaker 1\nHello there.\n00:00:05 Speaker 2\nSo.\n00:00:09 Speaker 1\nYes.\n", "Speaker 1 00:01-|Hello there.\nSpeaker 2 00:05-|So.\nSpeaker 1 00:09-|Yes.\n"},
	{"time first, in short lines", "a.txt", "00:01 Hello there\n00:05 Yes Please\n00:09 Hello there\n00:12 Yes Please\nand more\n", " 00:01-|Hello there\n 00:05-|Yes Please\n 00:09-|Hello there\n 00:12-|Yes Please\n|and more\n"},
	{"names in lines wrapped without blank lines", "a.txt", denseTalk, denseTurns},
	{"time first", "a.txt", "00:00:01 Hello there.\n00:00:05 At 12:30 we met.\n00:01:00 So.\n", " 00:01-|Hello there.\n 00:05-|At 12:30 we met.\n 01:00-|So.\n"},
	{"time before the label", "a.txt", "[00:01] Anna: One.\n[00:05] Ben: Two.\n00:00:09 Anna: Three.\n", "Anna 00:01-|One.\nBen 00:05-|Two.\nAnna 00:09-|Three.\n"},
	{"Changelog", "a.md", "**Adam:** \\[01:46\\] So.\n\n**Jerod Santo:** \\[02:00\\] Yes \\[02:04\\] no.\n", "Adam 01:46-|So.\nJerod Santo 02:00-|Yes|no.\n"},
	{"bold with the colon outside", "a.md", "**Adam**: So.\n\n**Eve**: Yes.\n\n**Adam**: **No**.\n\n__Eve:__ Oh.\n", "Adam|So.\nEve|Yes.\nAdam|**No**.\nEve|Oh.\n"},
	{"quotes and headings", "a.md", "# Round 1\n\n> P7: We met.\n> And met again.\n>\n> Often.\n\n## Next\n\nAs P7 says.\n\n> INT: Why?\n",
		"P7|We met.\n> And met again.\n>\n> Often.\nP7|As P7 says.\nINT|Why?\n"},
	{"front matter", "a.md", "---\ntitle: A talk\ndate: '2021'\n---\n\n11:05 AM\n\nINT: Yes?\n\n---\n\nP1: No.\n\n2:04 P.M. EDT\n", "INT|Yes?\nP1|No.\n"},
	{"pictures in Markdown", "a.md", "INT: See.\n\n<figure>\n<img src=\"x\"\nalt=\"y\" />\n</figure>\n\nThere.\n", "INT|See.|There.\n"},
	{"InqScribe", "a.txt", "INT: We went [00:05:00.00] home, {00:05:01} yes. (00:05:02)\nP1: At (12:30) we met.\n", "INT -05:02|We went|home,|yes.\nP1|At (12:30) we met.\n"},
	{"f4", "a.txt", "I: Wie war es? #00:01:23-4#\nB: Gut. #00:01:30-0#\n\nSehr gut. #00:01:32-9#\nI: Ja #00:01:33-0#\n",
		"I -01:23|Wie war es?\nB -01:32|Gut.|Sehr gut.\nI -01:33|Ja\n"},
	{"a table of two columns", "a.txt", "INT\tHow?\nAnna\tSo.\nINT\tAnd?\nAnna\tThus.\n", "INT|How?\nAnna|So.\nINT|And?\nAnna|Thus.\n"},
	{"a table of three columns", "a.txt", "00:01\tINT\tHow?\n00:05\tAnna\tSo.\n00:09\tINT\tAnd?\n00:12\tAnna\tThus.\n", "INT 00:01-|How?\nAnna 00:05-|So.\nINT 00:09-|And?\nAnna 00:12-|Thus.\n"},
	{"no blank after the colon", "a.txt", "INT:How?\nP1:So.\nINT:See http://x.org/a: b\nP1:12:30 it was.\n", "INT|How?\nP1|So.\nINT|See http://x.org/a: b\nP1:12:30 it was.\n"},
	{"a slip in a title", "a.txt", "MR. ZIENTS: One.\nMR: ZIENTS: Two.\nMR. ZIENTS: Three.\n", "MR. ZIENTS|One.\nMR: ZIENTS|Two.\nMR. ZIENTS|Three.\n"},
	{"blanks in labels", "a.txt", "MR.  SMITH: One.\n\u00a0MR.\u00a0SMITH: Two.\n", "MR. SMITH|One.\nMR. SMITH|Two.\n"},
	{"facts above the talk", "a.txt", "Interviewer: Jane Smith\nParticipant: P07\nDate: 3 May 2021\nPlace: Dayton\n\nInterviewer: Hi.\nP07: Hello.\n", "Interviewer|Hi.\nP07|Hello.\n"},
	{"facts directly above the talk", "a.txt", "Date: 3 May 2021\nLocation: Dayton\nInterviewer: Hi.\nP07: Hello.\nInterviewer: Bye.\n", "Interviewer|Hi.\nP07|Hello.\nInterviewer|Bye.\n"},
	{"captions pasted into a text", "a.md", "## Talk\n\n1\n00:00:01.000 --> 00:00:04.000\nINT: Hello.\n\n2\n00:00:05.000 --> 00:00:06.000\nP1: Hi.\n", "INT 00:01-|Hello.\nP1 00:05-|Hi.\n"},
	{"a stamp on a line of its own", "a.txt", "[00:05]\nINT: Hello.\n\n[00:09]\nP1: Hi.\nYes.\n", "INT 00:05-00:09|Hello.\nP1 00:09-|Hi.\nYes.\n"},
	{"paragraphs without labels", "a.txt", "One line.\nAnother: with a colon.\n\nThird. Note: this.\n", "|One line.\n|Another: with a colon.\n|Third. Note: this.\n"},
	{"prose with colons", "a.txt", strings.Repeat("Remember: it was cold. The bottom line: nobody came and we went home.\nFor example: nobody.\nThis is a line without any.\nAnd this another.\n", 4),
		strings.Repeat("|Remember: it was cold. The bottom line: nobody came and we went home.\n|For example: nobody.\n|This is a line without any.\n|And this another.\n", 4)},
	{"labels with nothing behind", "a.txt", "INT:\nP1: Yes.\nINT:\n", "INT\nP1|Yes.\nINT\n"},
	{"answers without labels", "a.txt", "I: What helped?\n\nMostly the letters.\n\nAnd the calls.\n\nI: What hindered?\n\nMoney.\n", "I|What helped?\n|Mostly the letters.\n\nAnd the calls.\nI|What hindered?\n|Money.\n"},
	{"labels with commas", "a.txt", "Moderator: Why?\nP1 (female, 34): Trust.\nP2 (male, 51): No, money.\nModerator: And then?\nP1 (female, 34): Nothing.\n", "Moderator|Why?\nP1 (female, 34)|Trust.\nP2 (male, 51)|No, money.\nModerator|And then?\nP1 (female, 34)|Nothing.\n"},
	{"names with a profession", "a.txt", "Moderator: Why?\nMaria, nurse: Trust.\nModerator: And?\nMaria, nurse: In them.\nParticipant 1, Site A: So.\n", "Moderator|Why?\nMaria, nurse|Trust.\nModerator|And?\nMaria, nurse|In them.\nParticipant 1, Site A|So.\n"},
	{"long names", "a.txt", "Interviewer: Why?\nDr. Ana Maria de la Cruz y Lopez Garcia: Trust.\nInterviewer: And?\nDr. Ana Maria de la Cruz y Lopez Garcia: In them.\n", "Interviewer|Why?\nDr. Ana Maria de la Cruz y Lopez Garcia|Trust.\nInterviewer|And?\nDr. Ana Maria de la Cruz y Lopez Garcia|In them.\n"},
	{"prose with commas and a colon", "a.txt", "INT: Why?\nP1: Well.\nSo, in the end, we said this: no.\nAnd then, when she came, I said: yes.\nINT: Oh.\nP1: So, in the end: no.\nSo, in the end, we said this: never.\n",
		"INT|Why?\nP1|Well.\nSo, in the end, we said this: no.\nAnd then, when she came, I said: yes.\nINT|Oh.\nP1|So, in the end: no.\nSo, in the end, we said this: never.\n"},
	{"old Mac line ends", "a.txt", "INT: One\rP1: Two\r", "INT|One\nP1|Two\n"},
	{"pronouns", "a.txt", "Dana (she/her): One.\nLee [they]: Two.\nDana (she/her): Three.\nLee [they]: Four.\n", "Dana (she/her)|One.\nLee [they]|Two.\nDana (she/her)|Three.\nLee [they]|Four.\n"},
	{"other scripts", "a.txt", "主持人: 你好。\n李明: 你好。\n主持人: 好。\n李明: 再见。\n", "主持人|你好。\n李明|你好。\n主持人|好。\n李明|再见。\n"},
}

func TestLooks(t *testing.T) {
	for _, c := range looks {
		t.Run(c.name, func(t *testing.T) {
			d := read(t, c.file, c.content, Settings{})
			if diff := cmp.Diff(c.want, show(d)); diff != "" {
				t.Error(diff)
			}
			if want := charset.LineEnds(c.content); d.Text.Body != want {
				t.Errorf("the body is not the file's text: %s", cmp.Diff(want, d.Text.Body))
			}
		})
	}
}

// denseTalk is wrapped at 60 columns, with no blank lines; the second label
// stands under a line that is full.
const denseTalk = `Anna: We began in the spring with nobody but us two, and it
took until the autumn to have a meeting in the church hall.
Ben: It took so long because nobody in the county wanted to
be seen with us in those days, and because the money for it
came late. Then they all came at once, to everyone's surprise
there, and stayed.
Anna: And they stayed because there was something that they
could do with their hands, and so it went on for a while and
grew into a thing.
Ben: It did.
Anna: So it did, and it still does.
Ben: Yes.
`

const denseTurns = `Anna|We began in the spring with nobody but us two, and it
took until the autumn to have a meeting in the church hall.
Ben|It took so long because nobody in the county wanted to
be seen with us in those days, and because the money for it
came late. Then they all came at once, to everyone's surprise
there, and stayed.
Anna|And they stayed because there was something that they
could do with their hands, and so it went on for a while and
grew into a thing.
Ben|It did.
Anna|So it did, and it still does.
Ben|Yes.
`

// A label that a person names counts in whatever way it is written.
func TestKnownLabelsCountHoweverTheyAreSetOff(t *testing.T) {
	for content, want := range map[string]string{
		"INT: Why?\nRESP. No.\nINT: And?\nRESP. Yes.\n":                                "INT|Why?\nRESP|No.\nINT|And?\nRESP|Yes.\n",
		"INT: Why?\n<RESP> No.\nINT: And?\n<RESP> Yes.\n":                              "INT|Why?\nRESP|No.\nINT|And?\nRESP|Yes.\n",
		"INT: Why?\nresp\nNo.\nINT: And?\nRESP\nYes. RESP is me.\nRESP says no.\n":     "INT|Why?\nresp|No.\nINT|And?\nRESP|Yes. RESP is me.\nRESP says no.\n",
		"INT: Why?\nMy old friend, whom I met at the fair in May, and her aunt: No.\n": "INT|Why?\nMy old friend, whom I met at the fair in May, and her aunt|No.\n",
		"INT: Why?\nThe man; the (odd) one: No.\n":                                     "INT|Why?\nThe man; the (odd) one|No.\n",
	} {
		s := Settings{Roster: Labels("RESP", "My old friend, whom I met at the fair in May, and her aunt", "The man; the (odd) one")}
		if got := show(read(t, "a.txt", content, s)); got != want {
			t.Errorf("got  %q\nwant %q", got, want)
		}
	}
}

func TestUnlabelledAnswersAreWarnedOf(t *testing.T) {
	d := read(t, "a.txt", "I: What helped?\n\nMostly the letters.\n\nI: What hindered?\n\nMoney.\n", Settings{})
	want := "only interviewers are named in the file: the 4 words below their questions are 2 turns that name nobody"
	if len(d.Warnings) != 1 || d.Warnings[0] != want {
		t.Errorf("%q", d.Warnings)
	}
}
