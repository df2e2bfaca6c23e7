package speech

import (
	"encoding/json"
	"fmt"
	"sort"
	"strconv"
	"strings"
	"time"

	"concord/corpus"
	"concord/corpus/importer/internal/chars"
	"concord/corpus/importer/internal/timestamp"
	"concord/corpus/importer/turns"
	"concord/corpus/importer/utterances"
)

// ReadJSON reads the transcript in a JSON file of a speech program. It looks for
// the list of utterances by the names that programs use, see lists, in the
// outermost object or a level or two below it:
//
//	Whisper, WhisperX  segments: start, end, text, speaker (seconds)
//	Podcast namespace  segments: startTime, endTime, body, speaker (seconds)
//	Reduct             segments: speaker_id, wdlist of word, start, end (seconds)
//	Rev                monologues: speaker, elements of value, ts, end_ts (seconds)
//	AssemblyAI         utterances: speaker, text, start, end (milliseconds)
//	Deepgram           results.utterances: speaker, transcript, start, end (seconds)
//	Descript and others  a list of objects with a text, and perhaps a speaker and times
//	Label Studio       a list of tasks, data.dialogue or data.text: author, text
//
// Speakers that are numbers become "Speaker 1" and so on, counted as the file
// does.
func ReadJSON(text string, o Options) (turns.Transcript, error) {
	var root any
	d := json.NewDecoder(strings.NewReader(strings.TrimLeft(text, "\ufeff")))
	d.UseNumber()
	if err := d.Decode(&root); err != nil || d.More() {
		if lines, ok := jsonLines(text); ok {
			root = lines
		} else {
			return turns.Transcript{}, fmt.Errorf("is JSON that is damaged or cut off: copy it again, or export it anew")
		}
	}
	list, ok := root.([]any)
	if !ok {
		list = []any{root}
	}
	if isCodings(list) {
		return turns.Transcript{}, fmt.Errorf("is a table of codings, not an interview: import it with “codings import”")
	}
	r := jsonReader{}
	list = r.find(root, 0)
	if list == nil {
		return turns.Transcript{}, fmt.Errorf("is JSON without a transcript: no list of utterances with words was found%s; a list called segments, utterances, monologues or dialogue was looked for, with text, speaker and times", keysOf(root))
	}
	return compose(r.utterances(list), o, r.warnings())
}

// jsonLines reads a file with one JSON object a line.
func jsonLines(text string) ([]any, bool) {
	var out []any
	for line := range strings.Lines(text) {
		if strings.TrimSpace(line) == "" {
			continue
		}
		var v any
		d := json.NewDecoder(strings.NewReader(line))
		d.UseNumber()
		if d.Decode(&v) != nil {
			return nil, false
		}
		if _, ok := v.(map[string]any); !ok {
			return nil, false
		}
		out = append(out, v)
	}
	return out, len(out) > 0
}

// isCodings reports whether a list holds codings as “codings export” writes them.
func isCodings(list []any) bool {
	if len(list) == 0 {
		return false
	}
	m, _ := list[0].(map[string]any)
	return (m["code"] != nil || m["code_id"] != nil) && (m["coder"] != nil || m["coder_id"] != nil) && m["start"] != nil
}

// keysOf names what an object holds instead of a transcript.
func keysOf(root any) string {
	if list, ok := root.([]any); ok && len(list) > 0 {
		root = list[0]
	}
	m, ok := root.(map[string]any)
	if !ok || len(m) == 0 {
		return ""
	}
	var names []string
	for k := range m {
		names = append(names, chars.Shorten(k))
	}
	sort.Strings(names)
	if len(names) > 6 {
		names = append(names[:6], "…")
	}
	return " (it holds " + strings.Join(names, ", ") + ")"
}

// The names that programs give to lists of utterances, and within one to words,
// speakers and times, the surest first.
var (
	lists    = []string{"monologues", "utterances", "segments", "dialogue", "dialog", "conversation", "turns", "paragraphs", "transcript", "transcription", "messages", "items", "captions"}
	inside   = []string{"results", "result", "data", "transcript", "transcription", "output", "channels", "alternatives", "paragraphs", "response", "chunks"}
	textKeys = []string{"text", "transcript", "body", "utterance", "content", "utterance_text", "sentence", "value", "punctuated_word", "word"}
	nameKeys = []string{"speaker", "speaker_name", "speakerName", "speaker_label", "speaker_id", "speakerId", "author", "interlocutor", "participant", "name", "role", "from"}
	fromKeys = []string{"start", "start_time", "startTime", "ts", "begin", "from", "offset", "timestamp"}
	toKeys   = []string{"end", "end_time", "endTime", "end_ts", "stop", "to"}
	partKeys = []string{"elements", "wdlist", "words", "sentences", "tokens"}
)

type jsonReader struct {
	names   map[string]string // of speakers, by the ids that the file uses
	millis  bool              // times are milliseconds
	untimed int               // utterances with a time that makes no sense
}

func (r *jsonReader) warnings() []string {
	if r.untimed == 0 {
		return nil
	}
	return []string{fmt.Sprintf("%s that cannot be read and were left out", chars.Count(r.untimed, "utterance has a time", "utterances have times"))}
}

// maxLevels bounds how deep a list of utterances is looked for.
const maxLevels = 6

// find gives the first list of utterances in a value; nil if there is none.
func (r *jsonReader) find(v any, level int) []any {
	if level > maxLevels {
		return nil
	}
	switch v := v.(type) {
	case []any:
		if len(v) == 1 {
			// Deepgram writes the whole talk as one text beside its paragraphs.
			if m, ok := v[0].(map[string]any); ok && m["paragraphs"] != nil {
				if found := r.find(m["paragraphs"], level+1); found != nil {
					return found
				}
			}
		}
		if isUtterances(v) {
			return v
		}
		// Tasks of Label Studio, channels of Deepgram: the first that has one.
		var all []any
		for i, x := range v {
			if i >= 10_000 {
				break
			}
			if _, ok := x.(map[string]any); ok {
				all = append(all, r.find(x, level+1)...)
			}
		}
		return all
	case map[string]any:
		r.speakerNames(v)
		for _, k := range lists {
			if list, ok := v[k].([]any); ok && isUtterances(list) {
				return list
			}
		}
		for _, k := range inside {
			if found := r.find(v[k], level+1); found != nil {
				return found
			}
		}
		for _, k := range lists {
			switch v[k].(type) {
			case map[string]any, []any:
				if found := r.find(v[k], level+1); found != nil {
					return found
				}
			}
		}
	}
	return nil
}

// isUtterances reports whether most of a list are objects that hold words.
func isUtterances(list []any) bool {
	n := 0
	for _, x := range list {
		m, ok := x.(map[string]any)
		if !ok {
			continue
		}
		if words, _, _ := wordsOf(m); words != "" || partsOf(m) != nil {
			n++
		}
	}
	return n > 0 && n*2 >= len(list)
}

// speakerNames reads the names that Rev, Descript and others give to ids.
func (r *jsonReader) speakerNames(m map[string]any) {
	list, ok := m["speakers"].([]any)
	if !ok {
		return
	}
	for i, x := range list {
		s, ok := x.(map[string]any)
		if !ok {
			continue
		}
		id, name := "", scalar(s["name"])
		if name == "" {
			name = scalar(s["label"])
		}
		for _, k := range []string{"id", "speaker_id", "speaker"} {
			if id = scalar(s[k]); id != "" {
				break
			}
		}
		if id == "" {
			id = strconv.Itoa(i)
		}
		if name != "" {
			if r.names == nil {
				r.names = map[string]string{}
			}
			r.names[id] = name
		}
	}
}

// wordsOf gives the words that an object holds itself, and where from.
func wordsOf(m map[string]any) (words, key string, ok bool) {
	for _, k := range textKeys {
		if s, is := m[k].(string); is && strings.TrimSpace(s) != "" {
			return s, k, true
		}
	}
	return "", "", false
}

// partsOf gives the list of words or sentences of an utterance.
func partsOf(m map[string]any) []any {
	for _, k := range partKeys {
		if list, ok := m[k].([]any); ok && len(list) > 0 {
			return list
		}
	}
	return nil
}

func (r *jsonReader) utterances(list []any) []utterances.Utterance {
	r.millis = inMillis(list)
	var out []utterances.Utterance
	for _, x := range list {
		m, ok := x.(map[string]any)
		if !ok {
			continue
		}
		words, _, has := wordsOf(m)
		parts := partsOf(m)
		start, end := r.time(m, fromKeys), r.time(m, toKeys)
		speaker := r.speaker(m)
		if runs := r.runs(parts); speaker == "" && len(runs) > 1 {
			for _, run := range runs {
				from, to, text, name := r.parts(run)
				out = append(out, utterances.Utterance{Speaker: name, Text: text, Start: from, End: to})
			}
			continue
		}
		if parts != nil && (!has || start == corpus.NoTime || speaker == "") {
			from, to, text, name := r.parts(parts)
			if !has {
				words = text
			}
			if start == corpus.NoTime {
				start = from
			}
			if end == corpus.NoTime {
				end = to
			}
			if speaker == "" {
				speaker = name
			}
		}
		if end < start {
			end = corpus.NoTime
		}
		out = append(out, utterances.Utterance{Speaker: speaker, Text: words, Start: start, End: end})
	}
	return out
}

// runs cuts the words of an utterance where their speaker changes.
func (r *jsonReader) runs(parts []any) [][]any {
	var out [][]any
	last, from := "", 0
	for i, x := range parts {
		m, ok := x.(map[string]any)
		if !ok {
			continue
		}
		name := r.speaker(m)
		if name != "" && last != "" && name != last {
			out = append(out, parts[from:i])
			from = i
		}
		if name != "" {
			last = name
		}
	}
	if from < len(parts) {
		out = append(out, parts[from:])
	}
	return out
}

// parts joins the words of an utterance. Their own blanks are kept; words that
// have none are set apart by one.
func (r *jsonReader) parts(list []any) (from, to time.Duration, text, speaker string) {
	from, to = corpus.NoTime, corpus.NoTime
	var b strings.Builder
	for _, x := range list {
		m, ok := x.(map[string]any)
		if !ok {
			continue
		}
		words := scalarOf(m, []string{"punctuated_word", "value", "word", "text"})
		if scalar(m["type"]) == "punct" || isPunctuation(words) {
			b.WriteString(words)
		} else {
			if s := b.String(); s != "" && !strings.HasSuffix(s, " ") && !strings.HasPrefix(words, " ") {
				b.WriteByte(' ')
			}
			b.WriteString(words)
		}
		if d := r.time(m, fromKeys); d != corpus.NoTime && from == corpus.NoTime {
			from = d
		}
		if d := r.time(m, toKeys); d != corpus.NoTime {
			to = d
		}
		if speaker == "" {
			speaker = r.speaker(m)
		}
	}
	return from, to, b.String(), speaker
}

func isPunctuation(s string) bool {
	return s != "" && strings.Trim(s, ".,;:!?…") == ""
}

// speaker gives the name of whoever speaks in an object.
func (r *jsonReader) speaker(m map[string]any) string {
	for _, k := range nameKeys {
		switch v := m[k].(type) {
		case map[string]any:
			if name := scalarOf(v, []string{"name", "label", "id"}); name != "" {
				return r.named(name, true)
			}
		case string:
			if v != "" {
				return r.named(v, false)
			}
		case json.Number:
			return r.named(v.String(), true)
		}
	}
	return ""
}

// named gives the name behind an id. Ids that are numbers, or the letters of
// AssemblyAI, would say nothing alone.
func (r *jsonReader) named(id string, number bool) string {
	if name, ok := r.names[id]; ok {
		return name
	}
	if _, err := strconv.Atoi(id); err == nil || len(id) == 1 && id >= "A" && id <= "Z" && !number {
		return "Speaker " + id
	}
	return id
}

// inMillis reports whether the times of a list are milliseconds: whole numbers,
// and more of them than seconds could be for its words.
func inMillis(list []any) bool {
	words, last, whole := 0, 0.0, true
	for _, x := range list {
		m, ok := x.(map[string]any)
		if !ok {
			continue
		}
		text, _, _ := wordsOf(m)
		words += corpus.CountWords(text)
		for _, k := range append(fromKeys[:len(fromKeys):len(fromKeys)], toKeys...) {
			n, ok := m[k].(json.Number)
			if !ok {
				continue
			}
			if strings.ContainsAny(n.String(), ".eE") {
				whole = false
			}
			if f, err := n.Float64(); err == nil {
				last = max(last, f)
			}
		}
	}
	// Nobody says fewer than one word in ten seconds through a whole talk.
	return whole && words > 0 && last > 10*float64(words)+60
}

func (r *jsonReader) time(m map[string]any, keys []string) time.Duration {
	for _, k := range keys {
		switch v := m[k].(type) {
		case json.Number:
			f, err := v.Float64()
			if err != nil {
				r.untimed++
				return corpus.NoTime
			}
			if r.millis {
				f /= 1000
			}
			return seconds(f)
		case string:
			s := strings.TrimSpace(v)
			if d, n := timestamp.Parse(s); n > 0 && n == len(s) {
				return d
			}
			if f, err := strconv.ParseFloat(strings.TrimSuffix(s, "s"), 64); err == nil {
				return seconds(f)
			}
		}
	}
	return corpus.NoTime
}

func scalarOf(m map[string]any, keys []string) string {
	for _, k := range keys {
		if s := scalar(m[k]); s != "" {
			return s
		}
	}
	return ""
}

// scalar gives a string or number as text.
func scalar(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	}
	return ""
}
