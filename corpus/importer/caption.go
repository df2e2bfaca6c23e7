package importer

import (
	"html"
	"strings"
	"time"

	"concord/corpus"
)

const (
	cueExample = "00:00:01.000 --> 00:00:04.000"
	srtExample = "00:00:01,000 --> 00:00:04,000"
)

// readVTT reads WebVTT. The header may be missing or have lines before it; both
// occur in files that people hand on.
func readVTT(text string, s Settings) (transcribed, error) {
	body, number, found := skipVTTHeader(text)
	f := readCues(body, number, true)
	if !found {
		f.warn("the line WEBVTT is missing at the beginning: the file was read as WebVTT all the same")
	}
	if err := f.check(cueExample); err != nil {
		return transcribed{}, err
	}
	return f.transcribe("vtt", vttReader, s), nil
}

// readSRT reads SubRip.
func readSRT(text string, s Settings) (transcribed, error) {
	f := readCues(text, 1, false)
	if err := f.check(srtExample); err != nil {
		return transcribed{}, err
	}
	return f.transcribe("srt", srtReader, s), nil
}

// skipVTTHeader gives what follows the header, the number of its first line and
// whether there was a header at all. The header ends at a blank line or at the
// first caption.
func skipVTTHeader(text string) (body string, number int, found bool) {
	at, number := 0, 1
	for at < len(text) {
		line, next := nextLine(text, at)
		switch {
		case isArrow(line):
			if !found {
				return text, 1, false
			}
			return text[at:], number, true
		case strings.HasPrefix(strings.TrimLeft(line, "\ufeff "), "WEBVTT"):
			found = true
		case found && line == "":
			return text[next:], number + 1, true
		}
		at = next
		number++
	}
	return text[min(at, len(text)):], number, found
}

// startsLikeSRT reports whether a text begins with a number and a line of times.
func startsLikeSRT(start string) bool {
	first, next := nextLine(start, 0)
	if isArrow(first) {
		return true
	}
	return isCueID(first) && isArrowAt(start, next)
}

// utterance is what one voice says in one caption.
type utterance struct {
	speaker    string
	named      bool // the caption says who speaks
	text       string
	start, end time.Duration
}

// transcribe makes the text: for each turn a paragraph "Name: words", or the
// words alone where nobody is named. Captions of one speaker are one turn while
// the silence between them is shorter than the gap of s; a caption without a
// name goes on with the last speaker in a file that names speakers. Where no
// speaker is named at all, a turn ends with a sentence, or after unnamedTurn.
func (f *cueFile) transcribe(format, reader string, s Settings) transcribed {
	switch {
	case s.UndoRollUp:
		f.undoRollUp()
	case f.rolls():
		f.warn("most captions repeat lines of the one before: import the file again with roll-up undone, if that is not wanted")
	}
	utterances, labelled, warnings := f.utterances(s)
	f.warnings = append(f.warnings, warnings...)
	t := transcribed{format: format, reader: reader}
	var b strings.Builder
	for i := 0; i < len(utterances); {
		first := utterances[i]
		turn := corpus.Turn{Speaker: first.speaker, Start: first.start, End: first.end}
		turn.Extent.Start = corpus.Offset(b.Len())
		if first.speaker != "" {
			b.WriteString(first.speaker + ": ")
		}
		from := b.Len()
		b.WriteString(first.text)
		for i++; i < len(utterances) && joins(utterances[i-1], utterances[i], turn.Start, s.mergeGap()); i++ {
			b.WriteByte(' ')
			b.WriteString(utterances[i].text)
			if end := utterances[i].end; end >= turn.Start {
				turn.End = max(turn.End, end)
			}
		}
		turn.Extent.End = corpus.Offset(b.Len())
		turn.Speech = []corpus.Span{{Start: corpus.Offset(from), End: turn.Extent.End}}
		b.WriteString("\n\n")
		t.turns = append(t.turns, turn)
	}
	t.body = strings.TrimSuffix(b.String(), "\n")
	if !labelled {
		f.warn("no speaker labels were found in the captions: turns name nobody and end with sentences")
	}
	t.warnings = f.warnings
	return t
}

// unnamedTurn is the length at which a turn of nobody ends, although its
// sentence does not: captions made by machines have no full stops.
const unnamedTurn = 60 * time.Second

// joins reports whether the utterance next goes on with the turn that began at
// start and of which last is the last.
func joins(last, next utterance, start, gap time.Duration) bool {
	if last.speaker != next.speaker || gap < 0 {
		return false
	}
	from := last.end
	if from == corpus.NoTime {
		from = last.start
	}
	if next.start != corpus.NoTime && from != corpus.NoTime && (next.start-from >= gap || next.start+backwards < last.start) {
		return false
	}
	if last.speaker != "" {
		return true
	}
	text := strings.TrimRight(last.text, "\"'”’)] ")
	ended := text != "" && strings.ContainsAny(text[len(text)-1:], ".?!") || strings.HasSuffix(text, "…")
	return !ended && (next.start == corpus.NoTime || start == corpus.NoTime || next.start-start < unnamedTurn)
}

// utterances cuts captions where the voice changes, and finds labels written
// into the text of those that have no voices.
func (f *cueFile) utterances(s Settings) (out []utterance, labelled bool, warnings []string) {
	var candidates []candidate
	lines := make([][]voiced, len(f.cues))
	blocks := 0
	for i, c := range f.cues {
		lines[i] = voices(c.lines)
		for k, l := range lines[i] {
			if l.voice != "" {
				labelled = true
				continue
			}
			if k == 0 {
				blocks++
			}
			if h, ok := parseHead(l.text); ok && inCaptions[h.look] {
				candidates = append(candidates, candidate{head: h, line: c.line + 1 + k, block: true, below: k+1 < len(lines[i])})
			}
		}
	}
	b := believe(candidates, blocks, s)
	if b.any() {
		labelled = true
	}
	last := "" // whoever spoke last by a label in the text
	for i, c := range f.cues {
		for k, l := range lines[i] {
			u := utterance{speaker: l.voice, named: l.voice != "", text: l.text, start: c.start, end: c.end}
			if l.voice == "" {
				u.speaker = last
				if h, ok := parseHead(l.text); ok && inCaptions[h.look] && b.opens(candidate{head: h, block: true}) {
					last = h.label
					u.speaker, u.named, u.text = h.label, true, l.text[h.speech:]
				} else if strings.HasPrefix(l.text, ">>") {
					last = "" // the captioner's mark for another speaker
					u.speaker, u.named, u.text = "", true, strings.TrimLeft(l.text, "> ")
				}
			}
			if n := len(out); k > 0 && n > 0 && !u.named && out[n-1].start == c.start && out[n-1].speaker == u.speaker {
				out[n-1].text = strings.TrimSpace(out[n-1].text + " " + u.text)
				continue
			}
			out = append(out, u)
		}
	}
	return compact(out), labelled, b.warnings
}

// inCaptions are the looks that labels have in the text of captions.
var inCaptions = map[look]bool{lookColon: true, lookBracket: true, lookParen: true}

// compact drops utterances without words, which captions of labels alone leave.
func compact(list []utterance) []utterance {
	var out []utterance
	for _, u := range list {
		if u.text != "" {
			out = append(out, u)
		}
	}
	return out
}

// voiced is a line of a caption, without tags, and the voice that a tag gives it.
type voiced struct{ voice, text string }

// voices takes the tags off the lines of a caption. A voice holds until the next
// or to the end of the caption, and is cut off from what is said before it.
func voices(lines []string) []voiced {
	var out []voiced
	voice := ""
	for _, line := range lines {
		var b strings.Builder
		flush := func() {
			if text := joinBlanks(html.UnescapeString(b.String())); text != "" {
				out = append(out, voiced{voice, text})
			}
			b.Reset()
		}
		for line != "" {
			n := strings.IndexAny(line, "<{")
			if n < 0 {
				b.WriteString(line)
				break
			}
			b.WriteString(line[:n])
			line = line[n:]
			inside, size := parseTag(line)
			if size == 0 {
				b.WriteByte(line[0])
				line = line[1:]
				continue
			}
			line = line[size:]
			switch {
			case inside == "/v":
				flush()
				voice = ""
			case inside == "v" || strings.HasPrefix(inside, "v ") || strings.HasPrefix(inside, "v."):
				flush()
				_, name, _ := strings.Cut(inside, " ")
				voice = cleanLabel(html.UnescapeString(name))
			}
		}
		flush()
	}
	return out
}
