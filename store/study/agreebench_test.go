package study

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"concord/codebook/reconcile"
)

// largeStudy is a study of 45 interviews of 300 turns, half of them the
// interviewer's, coded by three with 60 codes.
func largeStudy(b *testing.B) *Study {
	b.Helper()
	random := rand.New(rand.NewPCG(1, 2))
	files := fstest.MapFS{}
	coders := []string{"ana", "ben", "chloe"}
	var book, codings strings.Builder
	book.WriteString("name,definition\n")
	for k := range 60 {
		fmt.Fprintf(&book, "code %d,what it is\n", k)
	}
	codings.WriteString("transcript,start,end,code,coder\n")
	var names, transcripts []string
	for i := range 45 {
		var text strings.Builder
		for turn := range 300 {
			speaker := []string{"INT", "P"}[turn%2]
			words := strings.TrimSpace(strings.Repeat("some words that were said ", 1+random.IntN(10)))
			start := text.Len() + len(speaker) + 2
			fmt.Fprintf(&text, "%s: %s\n", speaker, words)
			for _, coder := range coders {
				if turn%2 == 1 && random.IntN(3) > 0 {
					fmt.Fprintf(&codings, "KI-%02d,%d,%d,code %d,%s\n", i, start, start+len(words), random.IntN(60), coder)
				}
			}
		}
		name := fmt.Sprintf("KI-%02d", i)
		names, transcripts = append(names, name+".txt"), append(transcripts, name)
		files[name+".txt"] = &fstest.MapFile{Data: []byte(text.String())}
	}
	files["book.csv"] = &fstest.MapFile{Data: []byte(book.String())}
	files["codings.csv"] = &fstest.MapFile{Data: []byte(codings.String())}
	when := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	steps := []map[string]any{
		{"do": "import", "coder": "ana", "files": names},
		{"do": "roles", "coder": "ana", "interviewer": []string{"INT"}},
		{"do": "codebook", "coder": "ana", "file": "book.csv"},
		{"do": "codings", "coder": "ana", "file": "codings.csv"},
	}
	for _, coder := range coders {
		steps = append(steps, map[string]any{"do": "complete", "coder": coder, "transcripts": transcripts})
	}
	for i := range steps {
		steps[i]["when"] = when.Add(time.Duration(i) * time.Hour)
	}
	var people []map[string]string
	for _, coder := range coders {
		people = append(people, map[string]string{"name": coder})
	}
	script, err := json.Marshal(map[string]any{"title": "large", "coders": people, "steps": steps})
	if err != nil {
		b.Fatal(err)
	}
	files["study.json"] = &fstest.MapFile{Data: script}
	s, err := Replay(context.Background(), files, b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	return s
}

// BenchmarkAgreementFromDisk is the panel of all codes, from the project's file
// to the figures: below 400 ms without a bootstrap, and with 1,000 resamples over
// transcripts a second more.
func BenchmarkAgreementFromDisk(b *testing.B) {
	s := largeStudy(b)
	for _, resamples := range []int{0, 1000} {
		b.Run(fmt.Sprintf("%d resamples", resamples), func(b *testing.B) {
			for b.Loop() {
				a, err := s.Agreement(context.Background(), AgreementQuestion{Rules: reconcile.DefaultRules, Bootstrap: resamples, Seed: 1})
				if err != nil {
					b.Fatal(err)
				}
				if len(a.Codes) != 60 || !a.Value(a.Codes[0], "krippendorff_alpha_nominal").Defined() {
					b.Fatal(len(a.Codes))
				}
			}
		})
	}
}
