package study

import (
	"context"
	"strings"
	"time"

	"concord/corpus"
)

// TranscriptSummary is a transcript with its cases and each coder's progress.
type TranscriptSummary struct {
	ID         string            `json:"id"`
	Name       string            `json:"name"`
	Turns      int               `json:"turns"`
	Words      int               `json:"words"`
	Cases      []string          `json:"cases"`
	Attributes map[string]string `json:"attributes"` // the transcript's own before its cases'
	Progress   []CoderWork       `json:"progress"`   // of coders who did something in it
}

// CoderWork is what one coder did in a transcript.
type CoderWork struct {
	Coder      string    `json:"coder"`
	CodedTurns int       `json:"coded_turns"`
	Codings    int       `json:"codings"`
	Complete   bool      `json:"complete"`
	LastWorked time.Time `json:"last_worked"`
}

// By gives the work of a coder.
func (t TranscriptSummary) By(coder string) CoderWork {
	for _, w := range t.Progress {
		if w.Coder == coder {
			return w
		}
	}
	return CoderWork{Coder: coder}
}

// Transcripts lists the transcripts and the names of all coders.
func (s *Study) Transcripts(ctx context.Context) (transcripts []TranscriptSummary, coders []string, err error) {
	o, err := s.Reader().Overview(ctx)
	if err != nil {
		return nil, nil, err
	}
	for _, c := range o.Coders {
		coders = append(coders, c.Name)
	}
	transcripts = []TranscriptSummary{}
	for _, t := range o.Transcripts {
		row := TranscriptSummary{ID: t.ID.String(), Name: t.Name, Turns: t.TurnCount, Words: t.WordCount, Cases: []string{}, Attributes: map[string]string{}, Progress: []CoderWork{}}
		add := func(attributes []corpus.Attribute) {
			for _, a := range attributes {
				row.Attributes[a.Name] = a.Value
			}
		}
		for _, id := range t.Cases {
			row.Cases = append(row.Cases, o.Cases[id].Name)
			add(o.Cases[id].Attributes)
		}
		add(t.Attributes)
		for _, c := range o.Coders {
			if m, ok := o.Summaries[t.ID][c.ID]; ok {
				row.Progress = append(row.Progress, CoderWork{c.Name, m.CodedTurns, m.Codings, m.Completed, m.LastWorked})
			}
		}
		transcripts = append(transcripts, row)
	}
	return transcripts, coders, nil
}

// NumberedTurns is a transcript as it is printed: its stored text, and its turns.
type NumberedTurns struct {
	ID     corpus.TranscriptID `json:"id"`
	Name   string              `json:"name"`
	TextID corpus.TextID       `json:"text_id"`
	Source corpus.Source       `json:"source"`
	Turns  []NumberedTurn      `json:"turns"`
	Text   string              `json:"text,omitempty"`
}

// NumberedTurn is a turn with the number that people call it by. Positions are
// code points of the stored text, half-open, and include the label; the words do
// not.
type NumberedTurn struct {
	Number  corpus.TurnNumber `json:"turn"`
	Speaker string            `json:"speaker,omitempty"`
	Role    corpus.Role       `json:"role,omitempty"`
	Time    string            `json:"time,omitempty"`
	Start   corpus.Point      `json:"start"`
	End     corpus.Point      `json:"end"`
	Words   string            `json:"words"`
}

// Turns gives a transcript's text and turns.
func (s *Study) Turns(ctx context.Context, name string) (NumberedTurns, error) {
	t, err := s.Transcript(ctx, name)
	if err != nil {
		return NumberedTurns{}, err
	}
	r, err := s.Reader().Reading(ctx, t.ID)
	if err != nil {
		return NumberedTurns{}, err
	}
	out := NumberedTurns{ID: t.ID, Name: t.Name, TextID: r.Text.ID, Source: t.Source, Turns: []NumberedTurn{}, Text: r.Text.Body}
	ruler := corpus.NewRuler(r.Text.Body)
	for i, turn := range r.Text.Turns {
		row := NumberedTurn{Number: corpus.TurnIndex(i).Number(), Speaker: turn.Speaker, Role: r.SpokenBy(corpus.TurnIndex(i)), Time: corpus.FormatTime(turn.Start)}
		row.Start, row.End = ruler.Points(turn.Extent)
		var words []string
		for _, sp := range turn.Speech {
			words = append(words, r.Text.Slice(sp))
		}
		row.Words = strings.Join(words, " ")
		out.Turns = append(out.Turns, row)
	}
	return out, nil
}
