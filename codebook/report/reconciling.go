package report

import (
	"fmt"
	"strings"

	"concord/corpus/prose"
)

// Reconciling counts how far the deciding in a round is, so that every total of
// decisions that is printed can be reconciled with the others: the decisions in
// force are those on places of disagreement (Decided, Parked and Review), the
// accepted ones and those elsewhere.
type Reconciling struct {
	Places  int `json:"places"`  // on which coders differ about a code
	Decided int `json:"decided"` // of these
	Parked  int `json:"parked"`
	Review  int `json:"review"` // decided on codings that count no longer
	Open    int `json:"open"`   // undecided
	// Accepted are places on which all agreed that were looked at and accepted;
	// Elsewhere other places that were decided: where coders gave one code to other
	// words, or where all agreed and the decision says otherwise.
	Accepted  int      `json:"accepted"`
	Elsewhere int      `json:"elsewhere"`
	Replaced  int      `json:"replaced"` // decisions that a later one on the same place replaced
	By        []string `json:"by"`       // who decided
}

// InForce is the number of decisions in force.
func (r Reconciling) InForce() int {
	return r.Decided + r.Parked + r.Review + r.Accepted + r.Elsewhere
}

// Sentence reconciles the totals.
func (r Reconciling) Sentence() string {
	s := fmt.Sprintf("Coders differ on %s: %d decided, %d parked, %d to be looked at again, %d undecided.", prose.Counted(r.Places, "place", "places"), r.Decided, r.Parked, r.Review, r.Open)
	if r.Accepted > 0 {
		s += fmt.Sprintf(" On %s all agreed and that was looked at and accepted.", prose.Counted(r.Accepted, "place", "places"))
	}
	if r.Elsewhere > 0 {
		s += fmt.Sprintf(" On %s more something was decided although coders do not differ about a code there: they marked other words, or the decision goes against all.", prose.Counted(r.Elsewhere, "place", "places"))
	}
	s += fmt.Sprintf(" Together: %s in force", prose.Counted(r.InForce(), "decision", "decisions"))
	if r.Replaced > 0 {
		s += fmt.Sprintf(", and %d replaced by later ones", r.Replaced)
	}
	return s + "."
}

// methods says for a paper how the round was reconciled.
func (r Reconciling) methods(round string) string {
	begin := "After independent coding of the round “%s” its disagreements were reconciled."
	if r.InForce() == 0 {
		begin = "The disagreements of the round “%s” were not reconciled."
	}
	s := []string{fmt.Sprintf(begin, round), r.Sentence()}
	if len(r.By) > 0 {
		s = append(s, fmt.Sprintf("Decisions were recorded by %s, each with the codings it judged and its reason.", prose.And(r.By)))
	}
	if r.Open+r.Parked > 0 {
		s = append(s, fmt.Sprintf("Where nothing was decided (%s, %.0f %% of those in dispute) every coder's answer stands as given.",
			prose.Counted(r.Open+r.Parked, "place", "places"), 100*float64(r.Open+r.Parked)/float64(max(1, r.Places))))
	}
	return strings.Join(s, " ")
}

// MethodsSection is what a paper has to report of agreement before deciding, of
// the deciding, and of which layer figures after it are.
func (a *RoundAgreement) MethodsSection(choice Choice) []string {
	before := a.Before.MethodsSection(choice)
	last := len(before) - 1 // the references
	layer := "Nothing was decided yet: results use the independent codings alone."
	if a.After != nil {
		layer = "Reliability is that of the independent codings, before deciding. " + a.Sentence()
	}
	return append(append(append([]string{}, before[:last]...), a.Reconciling.methods(a.Round), layer), before[last])
}
