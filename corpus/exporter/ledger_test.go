package exporter

import (
	"strings"
	"testing"
	"time"
)

// Whoever reads the ledger can tell an adjudication from agreement that was
// accepted, who decided with whom, and which rounds and totals these are.
func TestLedgerTellsKindsApart(t *testing.T) {
	when := time.Date(2026, 3, 20, 9, 0, 0, 0, time.UTC)
	l := Ledger{Title: "Study", State: "12-ab", Head: []string{"Round “r1” (closed, coded blind). Coders: ana and ben."}, Entries: []LedgerEntry{
		{Round: "r1", Place: "KI-1:2", Outcome: "agreed", Answers: []LedgerAnswer{{Code: "trust", Applies: true}}, By: "ana", Time: when},
		{Round: "r1", Place: "KI-1:4", Outcome: "ben", Answers: []LedgerAnswer{{Code: "trust"}}, By: "ana", Present: []string{"ana", "ben"}, Time: when,
			Judged: []JudgedCoding{{Coder: "ana", Code: "trust", Quote: "we knew them"}, {Coder: "ana", Code: "trust", Quote: "we knew them"}}},
	}}
	var md strings.Builder
	if err := LedgerMarkdown(&md, l); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"2 decisions. Project state 12-ab.", "coded blind", "Accepted: all coders had agreed. By ana alone, 20 March 2026", "Adjudicated: followed ben. By ana with ben, 20 March 2026"} {
		if !strings.Contains(md.String(), want) {
			t.Errorf("the ledger does not say %q:\n%s", want, md.String())
		}
	}
	table := LedgerTable(l)
	if got := table.Rows[1].Cells[3]; got != "ana: trust “we knew them”" {
		t.Errorf("coded is %q", got)
	}
	if len(table.About) != 1 || table.Rows[0].Cells[5] != "accepted: all coders had agreed" {
		t.Errorf("the table is %+v", table)
	}
}
