// Package captions reads the captions of films and meetings: WebVTT and SubRip.
package captions

import (
	"html"
	"strings"
	"time"

	"concord/corpus/importer/internal/chars"
	"concord/corpus/importer/internal/timestamp"
	"concord/corpus/importer/turns"
	"concord/corpus/importer/utterances"
)

const (
	cueExample = "00:00:01.000 --> 00:00:04.000"
	srtExample = "00:00:01,000 --> 00:00:04,000"
)

// Options are what a person can tell the readers.
type Options struct {
	turns.Options
	// MergeGap is the silence that ends a turn; below 0 captions are never
	// joined.
	MergeGap time.Duration
	// UndoRollUp drops from each caption the lines it repeats of the one before.
	UndoRollUp bool
}

// ReadWebVTT reads WebVTT. The header may be missing or have lines before it;
// both occur in files that people hand on.
func ReadWebVTT(text string, o Options) (turns.Transcript, error) {
	body, number, found := skipVTTHeader(text)
	f := readCues(body, number, true)
	if !found {
		f.warn("the line WEBVTT is missing at the beginning: the file was read as WebVTT all the same")
	}
	if err := f.check(cueExample); err != nil {
		return turns.Transcript{}, err
	}
	return f.transcribe(o), nil
}

// ReadSubRip reads SubRip (.srt).
func ReadSubRip(text string, o Options) (turns.Transcript, error) {
	f := readCues(text, 1, false)
	if err := f.check(srtExample); err != nil {
		return turns.Transcript{}, err
	}
	return f.transcribe(o), nil
}

// skipVTTHeader gives what follows the header, the number of its first line and
// whether there was a header at all. The header ends at a blank line or at the
// first caption.
func skipVTTHeader(text string) (body string, number int, found bool) {
	at, number := 0, 1
	for at < len(text) {
		line, next := chars.NextLine(text, at)
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

// LooksLikeSubRip reports whether a text begins with a number and a line of times.
func LooksLikeSubRip(start string) bool {
	first, next := chars.NextLine(start, 0)
	if isArrow(first) {
		return true
	}
	return timestamp.IsCueID(first) && isArrowAt(start, next)
}

// transcribe writes the text. A caption without a name goes on with the last
// speaker in a file that names speakers.
func (f *cueFile) transcribe(o Options) turns.Transcript {
	switch {
	case o.UndoRollUp:
		f.undoRollUp()
	case f.rolls():
		f.warn("most captions repeat lines of the one before: import the file again with roll-up undone, if that is not wanted")
	}
	list, labelled, warnings := f.utterances(o.Options)
	t := utterances.Compose(list, o.MergeGap)
	f.warnings = append(f.warnings, warnings...)
	if !labelled {
		f.warn("no speaker labels were found in the captions: turns name nobody and end with sentences")
	}
	t.Warnings = f.warnings
	return t
}

// utterances cuts captions where the voice changes, and finds labels written
// into the text of those that have no voices.
func (f *cueFile) utterances(o turns.Options) (out []utterances.Utterance, labelled bool, warnings []string) {
	lines := make([][]voiced, len(f.cues))
	var unvoiced []turns.CaptionLine
	for i, c := range f.cues {
		lines[i] = voices(c.lines)
		for k, l := range lines[i] {
			if l.voice != "" {
				labelled = true
				continue
			}
			unvoiced = append(unvoiced, turns.CaptionLine{Text: l.text, Number: c.line + 1 + k, First: k == 0, Last: k+1 == len(lines[i])})
		}
	}
	labels := turns.DetectInCaptions(unvoiced, o)
	last := "" // whoever spoke last by a label in the text
	for i, c := range f.cues {
		for k, l := range lines[i] {
			u := utterances.Utterance{Speaker: l.voice, Text: l.text, Start: c.start, End: c.end}
			named := l.voice != "" // the caption says who speaks
			if l.voice == "" {
				u.Speaker = last
				if label, words, ok := labels.Split(l.text); ok {
					last, named = label, true
					u.Speaker, u.Text = label, words
				} else if strings.HasPrefix(l.text, ">>") {
					last, named = "", true // the captioner's mark for another speaker
					u.Speaker, u.Text = "", strings.TrimLeft(l.text, "> ")
				}
			}
			if n := len(out); k > 0 && n > 0 && !named && out[n-1].Start == c.start && out[n-1].Speaker == u.Speaker {
				out[n-1].Text = strings.TrimSpace(out[n-1].Text + " " + u.Text)
				continue
			}
			out = append(out, u)
		}
	}
	return out, labelled || labels.Found(), labels.Warnings()
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
			if text := chars.JoinBlanks(html.UnescapeString(b.String())); text != "" {
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
				voice = turns.CleanLabel(html.UnescapeString(name))
			}
		}
		flush()
	}
	return out
}
