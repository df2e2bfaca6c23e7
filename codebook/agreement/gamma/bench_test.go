package gamma

import (
	"context"
	"testing"

	"concord/codebook/agreement/continuum"
	"concord/codebook/agreement/internal/spancase"
)

func benchmarkGamma(b *testing.B, coders, spans, length int, sampler Sampler) {
	text := []continuum.Continuum{spancase.Large(b, coders, spans, length)}
	o := DefaultOptions()
	o.Sampler = sampler
	b.ReportAllocs()
	for b.Loop() {
		r, err := Compute(context.Background(), text, o)
		if err != nil || !r.Gamma.Defined() {
			b.Fatal(err, r.Gamma)
		}
		b.ReportMetric(float64(r.Samples), "samples")
		b.ReportMetric(float64(r.Inexact), "inexact")
	}
}

func BenchmarkGamma2x300(b *testing.B) { benchmarkGamma(b, 2, 300, 100_000, ShuffleSampler) }

func BenchmarkGamma2x300Statistical(b *testing.B) {
	benchmarkGamma(b, 2, 300, 100_000, StatisticalSampler)
}

func BenchmarkGamma3x100(b *testing.B) { benchmarkGamma(b, 3, 100, 40_000, ShuffleSampler) }

func BenchmarkGamma3x300(b *testing.B) { benchmarkGamma(b, 3, 300, 100_000, ShuffleSampler) }

func BenchmarkGamma4x50(b *testing.B) { benchmarkGamma(b, 4, 50, 20_000, ShuffleSampler) }
