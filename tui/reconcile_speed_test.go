package tui

import (
	"context"
	"os"
	"testing"
	"time"

	"concord/codebook/reconcile"
	"concord/store/study"
)

// largeRound is the project of speed_test.go with a closed round of everything by
// everybody.
func largeRound(b *testing.B) *study.Study {
	b.Helper()
	ctx := context.Background()
	must := func(err error) {
		b.Helper()
		if err != nil {
			b.Fatal(err)
		}
	}
	from, err := large()
	must(err)
	dir := b.TempDir()
	must(os.CopyFS(dir, os.DirFS(from.Project.Dir())))
	s, err := study.Open(ctx, dir, "ana")
	must(err)
	r, err := s.NewRound(ctx, study.RoundPlan{Name: "all", Random: 71, Rules: reconcile.DefaultRules})
	must(err)
	for _, a := range r.Assignments {
		for _, c := range a.Coders {
			_, err := s.Project.CompleteIn(ctx, r.ID, c, c, a.Transcript)
			must(err)
		}
	}
	_, err = s.Project.CloseRound(ctx, s.Coder.ID, r.ID)
	must(err)
	return s
}

// The reconcile screen with 50,000 codings in one round: how long it takes to
// open, and how long a key takes until its frame is painted.
func BenchmarkReconcile(b *testing.B) {
	d := driveStudy(b, largeRound(b), 120, 36)
	d.press("R")
	begun := time.Now()
	d.press("enter")
	opened, places := time.Since(begun), len(d.reconcile().Rec.Order)
	var keys []time.Duration
	for b.Loop() {
		for _, k := range []string{"down", "tab", "tab", "down", "right", "i", "down", "i"} {
			begun := time.Now()
			d.press(k)
			d.r.View()
			keys = append(keys, time.Since(begun))
		}
	}
	b.ReportMetric(percentile(keys, 0.5), "key-p50-ms")
	b.ReportMetric(percentile(keys, 0.99), "key-p99-ms")
	b.ReportMetric(float64(opened.Milliseconds()), "ms-to-open")
	b.ReportMetric(float64(places), "places")
	begun = time.Now()
	d.press("y", "enter", "enter")
	b.ReportMetric(float64(time.Since(begun).Milliseconds()), "ms-to-decide-and-read")
}
