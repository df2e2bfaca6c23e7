package span

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"concord/codebook/agreement"
	"concord/codebook/agreement/continuum"
)

// Domain is a group of codes that a coder gives one of to a stretch of text and not
// several (ATLAS.ti's semantic domain): the unitizing coefficients take codes
// together only if their spans do not overlap.
type Domain struct {
	Name  string
	Codes []string
}

// DomainAgreement holds the unitizing coefficients of the codes of a domain.
type DomainAgreement struct {
	Domain
	Unitizing Unitizing
	// Intervals are bootstraps over transcripts of "u_alpha", "bar_u_alpha" and
	// "cu_alpha"; nil if there are none.
	Intervals map[string]agreement.Bootstrapped
}

// Overlap counts, for two codes, the pairs of one coder's spans that share a
// position, in all texts.
type Overlap struct {
	First, Second string
	Places        int
}

// overlaps lists the pairs of codes that coders gave to the same stretch of text,
// the most frequent first, then by name.
func overlaps(texts []continuum.Continuum) []Overlap {
	type pair struct{ a, b string }
	counts := map[pair]int{}
	for _, t := range texts {
		for _, g := range t.All() {
			joined, _ := unitizingJoin(g.Spans)
			var open []continuum.Span
			for _, s := range joined {
				open = slices.DeleteFunc(open, func(o continuum.Span) bool { return o.End <= s.Start })
				for _, o := range open {
					counts[pair{min(o.Category, s.Category), max(o.Category, s.Category)}]++
				}
				open = append(open, s)
			}
		}
	}
	var out []Overlap
	for p, n := range counts {
		out = append(out, Overlap{p.a, p.b, n})
	}
	slices.SortFunc(out, func(x, y Overlap) int {
		return cmp.Or(cmp.Compare(y.Places, x.Places), cmp.Compare(x.First, y.First), cmp.Compare(x.Second, y.Second))
	})
	return out
}

// measureDomains adds the domains asked for, and which codes overlap.
func (r *Report) measureDomains(texts []continuum.Continuum, o PanelOptions) error {
	for _, d := range o.Domains {
		codes := slices.Clone(d.Codes)
		slices.Sort(codes)
		codes = slices.Compact(codes)
		for _, c := range codes {
			if !slices.Contains(r.Categories, c) {
				return fmt.Errorf("comparing spans: domain %q: there is no code %q; codes are %s", d.Name, c, strings.Join(r.Categories, ", "))
			}
		}
		r.Domains = append(r.Domains, DomainAgreement{Domain: d, Unitizing: unitizingAlpha(restricted(texts, codes), codes)})
	}
	r.Overlaps = overlaps(texts)
	for _, c := range r.Categories {
		if !slices.ContainsFunc(r.Overlaps, func(x Overlap) bool { return x.First == c || x.Second == c }) {
			r.Separate = append(r.Separate, c)
		}
	}
	if len(r.Overlaps) > 0 {
		r.Notes = append(r.Notes, r.overlapNote())
	}
	return nil
}

// restricted are the texts with the spans of some codes.
func restricted(texts []continuum.Continuum, codes []string) []continuum.Continuum {
	out := make([]continuum.Continuum, len(texts))
	for i, t := range texts {
		out[i] = t.Only(codes...)
	}
	return out
}

// overlapNote says which codes cannot be taken together, and which can.
func (r *Report) overlapNote() string {
	const most = 5
	var list []string
	for i, x := range r.Overlaps {
		if i == most {
			list = append(list, fmt.Sprintf("%d more pairs", len(r.Overlaps)-most))
			break
		}
		list = append(list, fmt.Sprintf("%q with %q (%d)", x.First, x.Second, x.Places))
	}
	note := "a coder gave two codes to the same text, so the unitizing coefficients cannot take these codes together: " + strings.Join(list, ", ")
	switch n := len(r.Separate); {
	case n == 0:
		return note + "; every code overlaps another"
	case n > 20:
		return note + fmt.Sprintf("; %d codes overlap no other and may be taken together", n)
	default:
		return note + "; these overlap no other and may be taken together: " + strings.Join(r.Separate, ", ")
	}
}

// json of a domain: its codes and coefficients.
func (d DomainAgreement) json() object {
	out := unitizingJSON(d.Unitizing, d.Intervals)
	out["codes"] = append([]string{}, d.Codes...)
	return out
}

// unitizingJSON has uα, |uα and cuα, each with its interval if there is one.
func unitizingJSON(u Unitizing, intervals map[string]agreement.Bootstrapped) object {
	cu := coefficient(u.CUAlpha)
	cu["coverage"] = u.CUCoverage
	out := object{"u_alpha": coefficient(u.UAlpha), "bar_u_alpha": coefficient(u.BarUAlpha), "cu_alpha": cu}
	for name, b := range intervals {
		out[name].(object)["bootstrap"] = b
	}
	return out
}
