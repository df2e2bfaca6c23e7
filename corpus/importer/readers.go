package importer

import (
	"encoding/json"
	"fmt"
	"strings"

	"concord/corpus"
	"concord/corpus/importer/captions"
	"concord/corpus/importer/charset"
	"concord/corpus/importer/documents"
	"concord/corpus/importer/internal/archive"
	"concord/corpus/importer/internal/chars"
	"concord/corpus/importer/sheets"
	"concord/corpus/importer/speech"
	"concord/corpus/importer/turns"
	"concord/corpus/importer/utterances"
)

// draft is one interview as a reader made it.
type draft struct {
	turns.Transcript
	notes []documents.Note
	// part is the part of the file that this interview is, and attributes those
	// of its case, which is called as the part; "" and nil for the only one.
	part       string
	attributes []corpus.Attribute
}

// one makes a reader of formats that hold one interview a file.
func one(read func(f *file, s Settings) (draft, error)) func(*file, Settings) ([]draft, error) {
	return func(f *file, s Settings) ([]draft, error) {
		d, err := read(f, s)
		if err != nil {
			return nil, err
		}
		return []draft{d}, nil
	}
}

func readPlain(f *file, s Settings) (draft, error) {
	return draft{Transcript: turns.Cut(f.text.Text, false, s.labels())}, nil
}

func readMarkdown(f *file, s Settings) (draft, error) {
	return draft{Transcript: turns.Cut(f.text.Text, true, s.labels())}, nil
}

func readWebVTT(f *file, s Settings) (draft, error) {
	t, err := captions.ReadWebVTT(f.text.Text, s.captions())
	return draft{Transcript: t}, err
}

func readSubRip(f *file, s Settings) (draft, error) {
	t, err := captions.ReadSubRip(f.text.Text, s.captions())
	return draft{Transcript: t}, err
}

func readELAN(f *file, s Settings) (draft, error) {
	t, err := speech.ReadELAN(f.text.Text, s.speech())
	return draft{Transcript: t}, err
}

func readTextGrid(f *file, s Settings) (draft, error) {
	t, err := speech.ReadTextGrid([]string{f.text.Text}, s.speech())
	return draft{Transcript: t}, err
}

func readTextGrids(f *file, s Settings) (draft, error) {
	a, err := archive.Open(f.content)
	if err != nil {
		return draft{}, err
	}
	var texts, warnings []string
	for _, name := range a.Names() {
		content, err := a.Read(name)
		if err != nil {
			return draft{}, err
		}
		d, err := charset.Decode(content, s.Encoding)
		if err != nil {
			return draft{}, fmt.Errorf("holds %s, which %w", name, err)
		}
		texts, warnings = append(texts, d.Text), append(warnings, d.Warnings...)
	}
	t, err := speech.ReadTextGrid(texts, s.speech())
	t.Warnings = append(warnings, t.Warnings...)
	return draft{Transcript: t}, err
}

func readCHAT(f *file, s Settings) (draft, error) {
	t, err := speech.ReadCHAT(f.text.Text, s.speech())
	return draft{Transcript: t}, err
}

func readJSON(f *file, s Settings) (draft, error) {
	var o otranscribe
	if json.Unmarshal([]byte(f.text.Text), &o) == nil && o.Text != "" && (o.Media != nil || o.Time != nil) {
		return readOTranscribe(f, s)
	}
	t, err := speech.ReadJSON(f.text.Text, s.speech())
	return draft{Transcript: t}, err
}

// otranscribe is what a file of oTranscribe holds.
type otranscribe struct {
	Text  string           `json:"text"` // HTML
	Media *json.RawMessage `json:"media"`
	Time  *json.RawMessage `json:"media-time"`
}

func readOTranscribe(f *file, s Settings) (draft, error) {
	var o otranscribe
	if err := json.Unmarshal([]byte(f.text.Text), &o); err != nil {
		return draft{}, fmt.Errorf("is an oTranscribe file that is damaged or cut off: export it anew")
	}
	doc, err := documents.ReadTimedHTML(o.Text)
	return cut(doc, err, s)
}

// questionLabel is the speaker of the questions of a survey.
const questionLabel = "Question"

// readSurvey makes an interview of each respondent's answers: a question is a turn
// of the interviewer, an answer one of the respondent.
func readSurvey(f *file, s Settings) ([]draft, error) {
	content := f.content
	if f.text.Name != "" {
		content = []byte(f.text.Text) // in whatever encoding it was
	}
	survey, err := sheets.ReadSurvey(content, labelList(s.Answers))
	if err != nil {
		return nil, err
	}
	var out []draft
	for _, r := range survey.Responses {
		var list []utterances.Utterance
		label := turns.CleanLabel(r.ID)
		for _, a := range r.Answers {
			list = append(list, utterances.Utterance{Speaker: questionLabel, Text: chars.JoinBlanks(a.Question), Start: corpus.NoTime, End: corpus.NoTime},
				utterances.Utterance{Speaker: label, Text: strings.TrimSpace(a.Words), Start: corpus.NoTime, End: corpus.NoTime})
		}
		d := draft{Transcript: utterances.Compose(list, -1), part: r.ID, attributes: r.Attributes}
		if out == nil {
			d.Warnings = survey.Warnings
		}
		out = append(out, d)
	}
	return out, nil
}

func readHTML(f *file, s Settings) (draft, error) {
	doc, err := documents.ReadHTML(f.text.Text)
	return cut(doc, err, s)
}

func readWord(f *file, s Settings) (draft, error) {
	doc, err := documents.ReadWord(f.content)
	return cut(doc, err, s)
}

func readOpenDocument(f *file, s Settings) (draft, error) {
	doc, err := documents.ReadOpenDocument(f.content)
	return cut(doc, err, s)
}

func readRTF(f *file, s Settings) (draft, error) {
	doc, err := documents.ReadRTF(f.content)
	return cut(doc, err, s)
}

func readPDF(f *file, s Settings) (draft, error) {
	doc, err := documents.ReadPDF(f.content)
	return cut(doc, err, s)
}

// cut cuts the text of a document into turns.
func cut(doc documents.Text, err error, s Settings) (draft, error) {
	if err != nil {
		return draft{}, err
	}
	t := turns.Cut(doc.Body, false, s.labels())
	t.Warnings = append(doc.Warnings, t.Warnings...)
	return draft{Transcript: t, notes: doc.Notes}, nil
}
