package study

import (
	"context"
	"fmt"
	"os"
	"testing"

	"concord/codebook/reconcile"
	"concord/examples/generate"
)

// typicalStudy is a made-up study of 45 interviews of 300 turns, half of them the
// interviewer's, coded by three with 60 codes.
func typicalStudy(b *testing.B) *Study {
	b.Helper()
	made, err := generate.New(generate.Typical, 1)
	if err != nil {
		b.Fatal(err)
	}
	files := b.TempDir()
	if err := made.WriteFiles(files); err != nil {
		b.Fatal(err)
	}
	s, err := Replay(context.Background(), os.DirFS(files), b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	return s
}

// BenchmarkAgreementFromDisk is the panel of all codes, from the project's file
// to the figures: below 400 ms without a bootstrap, and with 1,000 resamples over
// transcripts a second more.
func BenchmarkAgreementFromDisk(b *testing.B) {
	s := typicalStudy(b)
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
