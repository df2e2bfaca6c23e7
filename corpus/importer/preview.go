package importer

import (
	"concord/corpus"
	"concord/corpus/prose"
)

// Preview is what a person looks at before a file is imported.
type Preview struct {
	File     string           `json:"file"`
	Name     string           `json:"transcript"` // what it would be called
	Format   string           `json:"format"`
	Encoding string           `json:"encoding"`
	Turns    int              `json:"turns"`
	Words    int              `json:"words"` // spoken ones
	Speakers []SpeakerPreview `json:"speakers"`
	// UnnamedTurns name nobody.
	UnnamedTurns int `json:"unnamed_turns"`
	// OutsideWords stand in no turn: heads, titles, headings.
	OutsideWords int    `json:"outside_words"`
	OutsideFirst string `json:"outside_first"` // the first of them
	Notes        int    `json:"notes"`         // comments and footnotes
	// Backwards are the numbers of turns that begin before the one above them.
	Backwards []corpus.TurnNumber `json:"backwards"`
	Warnings  []string            `json:"warnings"`
}

// SpeakerPreview is a label as the file has it. Role is guessed from the label,
// or what a person said; "" if nobody knows.
type SpeakerPreview struct {
	Label string      `json:"label"`
	Role  corpus.Role `json:"role"`
	Turns int         `json:"turns"`
	Words int         `json:"words"`
	First string      `json:"first"` // first words, with dots for more
}

// firstWords is the width in terminal cells of the words that a preview shows.
const firstWords = 48

// Preview describes a document.
func (d Document) Preview() Preview {
	p := Preview{File: d.Source.File, Name: d.Name, Format: d.Source.Format, Encoding: d.Source.Encoding, Turns: len(d.Text.Turns), Words: d.Words,
		Speakers: []SpeakerPreview{}, UnnamedTurns: d.Unnamed, Notes: len(d.Notes), Backwards: []corpus.TurnNumber{}, Warnings: append([]string{}, d.Warnings...)}
	at := map[string]int{}
	for _, s := range d.Speakers {
		at[s.Label] = len(p.Speakers)
		p.Speakers = append(p.Speakers, SpeakerPreview{Label: s.Label, Role: s.Role, Turns: s.Turns})
	}
	end, last := corpus.Offset(0), corpus.NoTime
	for i, t := range d.Text.Turns {
		p.outside(d.Text.Slice(corpus.Span{Start: end, End: t.Extent.Start}))
		end = t.Extent.End
		if t.Start != corpus.NoTime {
			if t.Start < last {
				p.Backwards = append(p.Backwards, corpus.TurnIndex(i).Number())
			}
			last = t.Start
		}
		n, ok := at[t.Speaker]
		if !ok {
			continue
		}
		for _, s := range t.Speech {
			words := d.Text.Slice(s)
			p.Speakers[n].Words += corpus.CountWords(words)
			if p.Speakers[n].First == "" {
				p.Speakers[n].First = prose.Excerpt(words[:min(len(words), 400)], firstWords)
			}
		}
	}
	p.outside(d.Text.Body[end:])
	return p
}

func (p *Preview) outside(text string) {
	n := corpus.CountWords(text)
	if n > 0 && p.OutsideFirst == "" {
		p.OutsideFirst = prose.Excerpt(text[:min(len(text), 400)], firstWords)
	}
	p.OutsideWords += n
}
