package generate

import (
	"math/rand/v2"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"concord/corpus"
)

// Interview is one made-up interview with its codings.
type Interview struct {
	Name string // KI-01
	Body string // the file, and the text that the importer makes of it
	// Codings are those of the coders of this interview, coder by coder in the
	// order of the text, then of time.
	Codings []Coding

	speakers [2]string
	turns    []turn
	codes    []Code // of the study
}

// turn is one turn in bytes of the body; it ends with its last sentence.
type turn struct {
	start     int // of the label
	sentences []corpus.Span
}

// The speaker labels are the interviewer's, then the participant's.
const interviewer = "INT"

// Interview makes interview i, counted from zero.
func (s *Study) Interview(i int) *Interview {
	x := &Interview{Name: s.number("KI-", i), speakers: [2]string{interviewer, s.number("P", i)}, codes: s.Codes}
	r := s.random(partText, i)
	words := wordsOfTurns(r, s.Size.Turns, s.Size.Words)
	var b strings.Builder
	b.Grow(s.Size.Words * 6)
	for k, n := range words {
		if k > 0 {
			b.WriteString("\n\n")
		}
		t := turn{start: b.Len()}
		b.WriteString(x.speakers[k%2] + ": ")
		for n > 0 {
			if len(t.sentences) > 0 {
				b.WriteByte(' ')
			}
			m := 4 + r.IntN(16)
			if m+4 > n {
				m = n // no sentence of a word or two at the end
			}
			start := corpus.Offset(b.Len())
			sentence(&b, r, m)
			t.sentences = append(t.sentences, corpus.Span{Start: start, End: corpus.Offset(b.Len())})
			n -= m
		}
		x.turns = append(x.turns, t)
	}
	b.WriteByte('\n')
	x.Body = b.String()
	s.code(i, x)
	return x
}

// wordsOfTurns deals the words of an interview to its turns: the participant
// says about four times as much as the interviewer, and some turns are long.
func wordsOfTurns(r *rand.Rand, turns, words int) []int {
	weights := make([]int, turns)
	sum := 0
	for i := range weights {
		weights[i] = 20 + r.IntN(100)*r.IntN(100)/50
		if i%2 == 1 {
			weights[i] *= 4
		}
		sum += weights[i]
	}
	counts := make([]int, turns)
	left := words
	for i := range counts {
		counts[i] = 1 + int(int64(words-turns)*int64(weights[i])/int64(sum))
		left -= counts[i]
	}
	for i := 0; left > 0; i, left = (i+1)%turns, left-1 {
		counts[i]++
	}
	return counts
}

// sentence writes n words as a sentence.
func sentence(b *strings.Builder, r *rand.Rand, n int) {
	v := vocabulary()
	for i := range n {
		w := v.words[drawWeighted(r, v.often)]
		if i == 0 {
			first, size := utf8.DecodeRuneInString(w)
			b.WriteRune(unicode.ToUpper(first))
			w = w[size:]
		} else if r.IntN(12) == 0 {
			b.WriteString(", ")
		} else {
			b.WriteByte(' ')
		}
		b.WriteString(w)
	}
	switch r.IntN(12) {
	case 0:
		b.WriteByte('?')
	case 1:
		b.WriteString("…")
	default:
		b.WriteByte('.')
	}
}

// vocabulary is 20,000 words, first those that people say most, then made-up
// ones; the k-th is drawn in proportion to 1/(k+2), as in speech (Zipf). It is
// the same in all studies.
var vocabulary = sync.OnceValue(func() (v struct {
	words []string
	often []int // weights, summed up
}) {
	common := strings.Fields("the and I you that to a it of we so in they was is know like but have there’s for just on don’t " +
		"with were our it’s what be not them then when had people do or from their who because would one if this at about " +
		"out get me my think up go said can right some all really going how come us back time when they’re somebody county " +
		"here nobody years meeting now trust well want money work called naloxone after other any health coalition by could " +
		"told door never Thursday sheriff need things little lot van clinic before even overdose café van naïve treatment")
	syllables := strings.Fields("ba der ing lo mi ter na fic tion sur el con ver sa ri po lun gar met sho ble qui dra vo ne pe tal wen")
	seen := map[string]bool{}
	sum := 0
	add := func(w string) {
		if !seen[w] {
			seen[w] = true
			sum += 1_000_000_000 / (len(v.words) + 2)
			v.words, v.often = append(v.words, w), append(v.often, sum)
		}
	}
	for _, w := range common {
		add(w)
	}
	r := rand.New(rand.NewPCG(20_000, 1))
	for len(v.words) < 20_000 {
		var b strings.Builder
		for range 2 + r.IntN(3) {
			b.WriteString(syllables[r.IntN(len(syllables))])
		}
		add(b.String())
	}
	return v
})

// Text is the interview as the importer reads it.
func (x *Interview) Text() (*corpus.Text, error) {
	table := make([]corpus.Turn, len(x.turns))
	for i, t := range x.turns {
		speech := t.speech()
		table[i] = corpus.Turn{Extent: corpus.Span{Start: corpus.Offset(t.start), End: speech.End}, Speech: []corpus.Span{speech},
			Speaker: x.speakers[i%2], Start: corpus.NoTime, End: corpus.NoTime}
	}
	return corpus.NewText(x.Body, table)
}

func (t turn) speech() corpus.Span {
	return corpus.Span{Start: t.sentences[0].Start, End: t.sentences[len(t.sentences)-1].End}
}

// Speakers are the two of the interview, with their roles and without ids.
func (x *Interview) Speakers() []corpus.Speaker {
	return []corpus.Speaker{{Label: x.speakers[0], Role: corpus.RoleInterviewer}, {Label: x.speakers[1], Role: corpus.RoleParticipant}}
}
