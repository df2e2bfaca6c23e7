package speech

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"concord/corpus"
	"concord/corpus/importer/internal/chars"
	"concord/corpus/importer/turns"
	"concord/corpus/importer/utterances"
)

// bullet is a time in a transcript of CHAT: start and end in milliseconds between
// two control characters.
var bullet = regexp.MustCompile("\x15[^0-9\x15]{0,200}([0-9]{1,10})_([0-9]{1,10})\x15")

// ReadCHAT reads a transcript in the format of CHILDES and TalkBank (.cha).
// Speakers are named as the header @Participants does ("CHI Alex Target_Child":
// "Alex"), else by their code. Dependent tiers (%mor and the like) and headers
// are left out; the marks of the format stay in the words.
func ReadCHAT(text string, o Options) (turns.Transcript, error) {
	names, taken := map[string]string{}, map[string]bool{}
	var list []utterances.Utterance
	dependent, ended := 0, false
	for _, line := range chatLines(text) {
		switch {
		case strings.HasPrefix(line, "@Participants:"):
			for p := range strings.SplitSeq(strings.TrimPrefix(line, "@Participants:"), ",") {
				if f := strings.Fields(p); len(f) >= 3 {
					name := strings.ReplaceAll(strings.Join(f[1:len(f)-1], " "), "_", " ")
					if taken[name] {
						continue // two of one name are told apart by their codes
					}
					names[f[0]], taken[name] = name, true
				}
			}
		case strings.HasPrefix(line, "@End"):
			ended = true
		case strings.HasPrefix(line, "*"):
			code, words, ok := strings.Cut(line[1:], ":")
			if !ok {
				continue
			}
			name := chars.JoinBlanks(code)
			if full := names[name]; full != "" {
				name = full
			}
			u := utterances.Utterance{Speaker: name, Start: corpus.NoTime, End: corpus.NoTime}
			for i, m := range bullet.FindAllStringSubmatch(words, -1) {
				if from := millis(m[1]); i == 0 {
					u.Start = from
				}
				u.End = millis(m[2])
			}
			if u.End < u.Start {
				u.End = corpus.NoTime
			}
			u.Text = strings.ReplaceAll(bullet.ReplaceAllString(words, " "), "\x15", " ")
			list = append(list, u)
		case strings.HasPrefix(line, "%"):
			dependent++
		}
	}
	var warnings []string
	if !ended {
		warnings = append(warnings, "the line @End is missing: the file may have been cut off")
	}
	if dependent > 0 {
		warnings = append(warnings, fmt.Sprintf("%s (beginning with %%) left out", chars.Count(dependent, "line below an utterance was", "lines below utterances were")))
	}
	if len(list) == 0 {
		return turns.Transcript{}, fmt.Errorf("holds no utterance: in CHAT a line such as “*CHI: words” was expected")
	}
	return compose(list, o, warnings)
}

// IsCHAT reports whether a text begins as CHAT files do.
func IsCHAT(start string) bool {
	return strings.HasPrefix(start, "@UTF8") || strings.HasPrefix(start, "@Begin")
}

// chatLines gives the lines of a transcript, those that go on (they begin with a
// TAB) joined to the one before.
func chatLines(text string) []string {
	var out []string
	var line strings.Builder
	for l := range strings.SplitSeq(text, "\n") {
		if strings.HasPrefix(l, "\t") && line.Len() > 0 {
			line.WriteString(" " + strings.TrimSpace(l))
			continue
		}
		out = append(out, line.String())
		line.Reset()
		line.WriteString(l)
	}
	return append(out, line.String())
}

func millis(s string) time.Duration {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return corpus.NoTime
	}
	return seconds(float64(n) / 1000)
}
