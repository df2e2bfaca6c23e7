package importer

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var captionFiles = []struct {
	name, file, content, want string
	settings                  Settings
}{
	{name: "Zoom, with a caption that goes on and a silence", file: "a.vtt", content: `WEBVTT

1
00:00:01.000 --> 00:00:04.000
Ana Ruiz: How did it
begin?

2
00:00:05.000 --> 00:00:08.000
I mean here.

3
00:00:08.500 --> 00:00:10.000
P07: With a meeting.

4
00:00:15.000 --> 00:00:16.000
P07: A small one.

5
00:00:16.100 --> 00:00:17.000
Ana Ruiz: And?
`, want: "Ana Ruiz 00:01-00:08|How did it begin? I mean here.\nP07 00:08-00:10|With a meeting.\nP07 00:15-00:16|A small one.\nAna Ruiz 00:16-00:17|And?\n"},
	{name: "Teams, with two voices in a caption and a slash in a name", file: "a.vtt", content: `WEBVTT

NOTE duration:"00:10:00" language:en-us
00:00:00.000 --> nonsense in a note

c0ffee00-0000-4000-8000-00000000abcd/12-0
00:00:01.000 --> 00:00:04.000
<v Dana (she/her)>Hello &amp; welcome,
all.</v>

c0ffee00-0000-4000-8000-00000000abcd/12-1
00:00:04.000 --> 00:00:06.000
<v Dana (she/her)>Bye.</v><v Lee>No &lt;so&gt; fast.</v>
`, want: "Dana (she/her) 00:01-00:06|Hello & welcome, all. Bye.\nLee 00:04-00:06|No <so> fast.\n"},
	{name: "hours left out, settings, styles, inline times", file: "a.vtt", content: `WEBVTT - a talk
Kind: captions

STYLE
::cue { color: red }

00:01.000 --> 00:04.000 align:start position:0%
INT: <c.red>One<00:00:02.000> two</c> <b>three</b>

00:04.000 --> 00:05.000
P1: Four <UNIN/> {five}
`, want: "INT 00:01-00:04|One two three\nP1 00:04-00:05|Four <UNIN/> {five}\n"},
	{name: "Whisper", file: "a.srt", content: "1\r\n00:00:01,000 --> 00:00:04,000\r\n[SPEAKER_00]: One\r\n\r\n2\r\n00:00:04,200 --> 00:00:05,000\r\n[SPEAKER_00]: two.\r\n\r\n3\r\n00:00:05,000 --> 00:00:06,000\r\n[SPEAKER_01]: Three.\r\n",
		want: "SPEAKER_00 00:01-00:05|One two.\nSPEAKER_01 00:05-00:06|Three.\n"},
	{name: "no blank lines, dots for commas, no last line end", file: "a.srt", content: "1\n00:00:01.000 --> 00:00:04.000\nINT: One\n2\n00:00:04,200 --> 00:00:05,000\n{\\an8}P1: 12\n3\n00:00:05,000 --> 00:00:06,000\n<font color=\"red\">P1: 13</font>",
		want: "INT 00:01-00:04|One\nP1 00:04-00:06|12 13\n"},
	{name: "names above", file: "a.vtt", content: "WEBVTT\n\n00:01.000 --> 00:02.000\n(Ana)\nOne.\n\n00:02.000 --> 00:03.000\n(laughter)\nTwo.\n\n00:03.000 --> 00:04.000\n(Ben)\nThree.\n\n00:04.000 --> 00:05.000\n(Ana)\nFour.\n\n00:05.000 --> 00:06.000\n(Ben)\nFive.\n",
		want: "Ana 00:01-00:03|One. (laughter) Two.\nBen 00:03-00:04|Three.\nAna 00:04-00:05|Four.\nBen 00:05-00:06|Five.\n"},
	{name: "captioners' marks", file: "a.srt", content: "1\n00:00:01,000 --> 00:00:02,000\n>> MAYOR LEE: So\n\n2\n00:00:02,000 --> 00:00:03,000\nwe go on.\n\n3\n00:00:03,000 --> 00:00:04,000\n>> No.\n\n4\n00:00:04,000 --> 00:00:05,000\n>> MAYOR LEE: Yes.\n",
		want: "MAYOR LEE 00:01-00:03|So we go on.\n 00:03-00:04|No.\nMAYOR LEE 00:04-00:05|Yes.\n"},
	{name: "nobody named", file: "a.srt", content: "1\n00:00:01,000 --> 00:00:02,000\nThis goes\n\n2\n00:00:02,000 --> 00:00:03,000\non here.\n\n3\n00:00:03,000 --> 00:00:04,000\nNext\n\n4\n00:00:14,000 --> 00:00:15,000\nlater.\n",
		want: " 00:01-00:03|This goes on here.\n 00:03-00:04|Next\n 00:14-00:15|later.\n"},
	{name: "captions apart", file: "a.srt", settings: Settings{MergeGap: -1}, content: "1\n00:00:01,000 --> 00:00:02,000\nP1: One\n\n2\n00:00:02,000 --> 00:00:03,000\nP1: two\n",
		want: "P1 00:01-00:02|One\nP1 00:02-00:03|two\n"},
	{name: "roll-up undone", file: "a.vtt", settings: Settings{UndoRollUp: true}, content: rolling,
		want: " 00:00-00:04|hello there all of you\n"},
	{name: "a header of several lines, and none blank", file: "a.vtt", content: "WEBVTT\nKind: captions\nLanguage: en\n00:01.000 --> 00:02.000\nINT: One.\n\n00:02.000 --> 00:03.000\nP1: Two.\n",
		want: "INT 00:01-00:02|One.\nP1 00:02-00:03|Two.\n"},
	{name: "lines that repeat in part", file: "a.srt", settings: Settings{UndoRollUp: true}, content: "1\n00:00:01,000 --> 00:00:02,000\nP1: a\nb\nc\n\n2\n00:00:02,000 --> 00:00:03,000\nb\nc\nd\n\n3\n00:00:03,000 --> 00:00:04,000\nP1: e\nd\n",
		want: "P1 00:01-00:04|a b c d e d\n"},
	{name: "a caption of digits and letters", file: "a.srt", content: "1\n00:00:01,000 --> 00:00:02,000\nP1: we are\n911\nface\n\n2\n00:00:02,000 --> 00:00:03,000\nP1: 10\n", want: "P1 00:01-00:03|we are 911 face 10\n"},
	{name: "a speaker who speaks once", file: "a.vtt", content: "WEBVTT\n\n00:01.000 --> 00:02.000\nAna Ruiz: One.\n\n00:02.000 --> 00:03.000\nBen Wu: Two.\n\n00:03.000 --> 00:04.000\nAna Ruiz: Three.\n\n00:04.000 --> 00:05.000\nBen Wu: Four.\n\n00:05.000 --> 00:06.000\nCleo: Five.\n",
		want: "Ana Ruiz 00:01-00:02|One.\nBen Wu 00:02-00:03|Two.\nAna Ruiz 00:03-00:04|Three.\nBen Wu 00:04-00:05|Four.\nCleo 00:05-00:06|Five.\n"},
	{name: "end before start", file: "a.srt", content: "1\n00:00:05,000 --> 00:00:02,000\nP1: One\n\n2\n00:00:06,000 --> 00:00:08,000\nP1: two\n", want: "P1 00:05-00:08|One two\n"},
}

// rolling is what YouTube makes of speech: each caption repeats the one before.
const rolling = "WEBVTT\n\n00:00.000 --> 00:01.000\n \nhello<00:00:00.500><c> there</c>\n\n00:01.000 --> 00:01.010\nhello there\n \n\n" +
	"00:01.010 --> 00:02.000\nhello there\nall<00:00:01.500><c> of</c>\n\n00:02.000 --> 00:02.010\nall of\n \n\n00:02.010 --> 00:04.000\nall of\nyou\n"

func TestCaptions(t *testing.T) {
	for _, c := range captionFiles {
		t.Run(c.name, func(t *testing.T) {
			d := read(t, c.file, c.content, c.settings)
			if diff := cmp.Diff(c.want, show(d)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestCaptionBodyIsReadable(t *testing.T) {
	d := read(t, "a.vtt", captionFiles[0].content, Settings{})
	want := "Ana Ruiz: How did it begin? I mean here.\n\nP07: With a meeting.\n\nP07: A small one.\n\nAna Ruiz: And?\n"
	if d.Text.Body != want {
		t.Errorf("%q", d.Text.Body)
	}
}

func TestFaultyCaptionsAreReadWithAWarning(t *testing.T) {
	const good = "00:00:01.000 --> 00:00:02.000\nP1: One.\n\n00:00:02.000 --> 00:00:03.000\nP1: Two.\n"
	for name, c := range map[string]struct{ file, content, want string }{
		"no header":       {"a.vtt", good, "the line WEBVTT is missing at the beginning: the file was read as WebVTT all the same"},
		"lines before it": {"a.vtt", "Kind: x\n\nWEBVTT\n\n" + good, ""},
		"end first":       {"a.vtt", "WEBVTT\n\n00:09.000 --> 00:01.000\nP1: One.\n", "1 caption ends before it begins, line 3: its end was left out"},
		"cut off":         {"a.vtt", "WEBVTT\n\n" + good + "\n00:00:03.000 --> 00:00:04.000\n", "the last caption, line 9, has no text: the file may have been cut off"},
		"cut in a time":   {"a.vtt", "WEBVTT\n\n" + good + "\n00:00:03.000 --> 00:0\nP1: Three.\n", "1 line has times that cannot be read, line 9: their captions have no time"},
		"stray text":      {"a.vtt", "WEBVTT\n\n" + good + "\nAnd more.\n", "text outside any caption (line 9) was put to the caption above"},
		"roll-up":         {"a.vtt", rolling, "most captions repeat lines of the one before: import the file again with roll-up undone, if that is not wanted"},
		"text before":     {"a.srt", "My talk\n\n1\n" + good, "the text before the first caption (1 line) was left out"},
	} {
		t.Run(name, func(t *testing.T) {
			d := read(t, c.file, c.content, Settings{})
			got := strings.Join(d.Warnings, "\n")
			if c.want == "" && got != "" || !strings.Contains(got, c.want) {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
	d := read(t, "a.vtt", "WEBVTT\n\n"+good+"\nAnd more.\n", Settings{})
	if got := show(d); got != "P1 00:01-00:03|One. Two. And more.\n" {
		t.Errorf("words outside captions: %s", got)
	}
}
