package exporter

import (
	"fmt"
	"strings"

	"concord/codebook"
	"concord/corpus"
)

// Passage is a span of one text, with the codings for whose sake it is shown;
// none for words that a search found.
type Passage struct {
	Work    *codebook.CodedTranscript
	Span    corpus.Span
	Codings []codebook.Coding
}

// Excerpt is a passage with everything its label needs, in words.
type Excerpt struct {
	Transcript string            `json:"transcript"`
	Case       string            `json:"case,omitempty"`
	Speaker    string            `json:"speaker,omitempty"`
	Turn       corpus.TurnNumber `json:"turn"`              // the first it touches; 0 if it lies in none
	LastTurn   corpus.TurnNumber `json:"last_turn"`         // the last
	Time       string            `json:"time,omitempty"`    // in the recording, of the first turn
	Attributes map[string]string `json:"attributes"`        // of the case and the transcript
	Codes      []string          `json:"codes,omitempty"`   // paths, each once
	Coders     []string          `json:"coders,omitempty"`  // names, each once
	Version    []string          `json:"version,omitempty"` // of the definitions applied
	Memos      []string          `json:"memos,omitempty"`
	Flagged    bool              `json:"flagged,omitempty"` // some coder marked it as worth quoting
	Start      corpus.Point      `json:"start"`             // code points of the stored text, half-open
	End        corpus.Point      `json:"end"`
	Quote      string            `json:"quote"`
}

// Excerpts labels passages, in their order.
func (s *Study) Excerpts(passages []Passage) []Excerpt {
	rulers := map[*codebook.CodedTranscript]*corpus.Ruler{}
	out := make([]Excerpt, 0, len(passages))
	for _, p := range passages {
		ruler := rulers[p.Work]
		if ruler == nil {
			ruler = corpus.NewRuler(p.Work.Text.Body)
			rulers[p.Work] = ruler
		}
		e := Excerpt{Transcript: p.Work.Transcript.Name, Attributes: map[string]string{}, Quote: p.Work.Text.Slice(p.Span)}
		e.Start, e.End = ruler.Points(p.Span)
		if from, to := p.Work.Text.TurnsIn(p.Span); from < to {
			turn := p.Work.Text.Turns[from]
			e.Turn, e.LastTurn = from.Number(), (to - 1).Number()
			e.Speaker, e.Time = turn.Speaker, corpus.FormatTime(turn.Start)
		}
		names, attributes := s.casesOf(p.Work, e.Speaker)
		e.Case = strings.Join(names, "; ")
		for _, a := range attributes {
			e.Attributes[a.Name] = a.Value
		}
		for _, c := range p.Codings {
			e.Codes = appendOnce(e.Codes, s.codePath(c))
			e.Coders = appendOnce(e.Coders, s.coderName(c.Coder))
			e.Version = appendOnce(e.Version, s.version(c))
			if memo := memosOn(p.Work, c.ID); memo != "" {
				e.Memos = append(e.Memos, memo)
			}
			e.Flagged = e.Flagged || c.Quote
		}
		out = append(out, e)
	}
	return out
}

func appendOnce(list []string, s string) []string {
	for _, x := range list {
		if x == s {
			return list
		}
	}
	return append(list, s)
}

// Label names an excerpt as a paper does: "KI-07, case 07, P07, turn 14,
// 05:44".
func (e Excerpt) Label() string {
	parts := []string{e.Transcript}
	if e.Case != "" && !strings.EqualFold(e.Case, e.Transcript) {
		parts = append(parts, "case "+e.Case)
	}
	if e.Speaker != "" {
		parts = append(parts, e.Speaker)
	}
	switch {
	case e.Turn == 0:
	case e.Turn == e.LastTurn:
		parts = append(parts, fmt.Sprintf("turn %d", e.Turn))
	default:
		parts = append(parts, fmt.Sprintf("turns %d–%d", e.Turn, e.LastTurn))
	}
	if e.Time != "" {
		parts = append(parts, e.Time)
	}
	return strings.Join(parts, ", ")
}
