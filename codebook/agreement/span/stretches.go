package span

import "concord/codebook/agreement/continuum"

// union gives the ordered, separate stretches that spans cover; touching
// ones become one if touch is set. The spans must be sorted by start; the
// category of each stretch is that of its first span.
func union(spans []continuum.Span, touch bool) []continuum.Span {
	var out []continuum.Span
	for _, s := range spans {
		if n := len(out); n > 0 && (s.Start < out[n-1].End || touch && s.Start == out[n-1].End) {
			out[n-1].End = max(out[n-1].End, s.End)
			continue
		}
		out = append(out, s)
	}
	return out
}

// covered is the number of positions that separate stretches cover.
func covered(stretches []continuum.Span) int {
	sum := 0
	for _, s := range stretches {
		sum += s.End - s.Start
	}
	return sum
}

// shared is the number of positions covered by both of two lists of
// ordered, separate stretches.
func shared(a, b []continuum.Span) int {
	sum := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		sum += max(0, min(a[i].End, b[j].End)-max(a[i].Start, b[j].Start))
		if a[i].End < b[j].End {
			i++
		} else {
			j++
		}
	}
	return sum
}
