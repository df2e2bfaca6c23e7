package exporter

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"concord/codebook"
	"concord/codebook/report"
	"concord/corpus"
	"concord/corpus/prose"
)

// Ledger is every decision of some rounds, with what has to be known of these.
type Ledger struct {
	Title, State string // of the project
	// Head says of each round who coded it, how, under which codebook, and what its
	// totals are: a paragraph a round.
	Head    []string
	Entries []LedgerEntry
}

// summary counts the decisions and names the state.
func (l Ledger) summary() string {
	return fmt.Sprintf("%s. Project state %s.", prose.Counted(len(l.Entries), "decision", "decisions"), l.State)
}

// LedgerEntry is one decision about a disagreement as the world outside reads
// it. Positions count code points of the stored text, half-open.
type LedgerEntry struct {
	ID           codebook.DecisionID `json:"id"`
	Round        string              `json:"round"`
	Place        string              `json:"place"` // “KI-02:14”
	Transcript   string              `json:"transcript"`
	TranscriptID corpus.TranscriptID `json:"transcript_id"`
	Text         corpus.TextID       `json:"text"`
	Start        corpus.Point        `json:"start"` // of the unit
	End          corpus.Point        `json:"end"`
	Passage      string              `json:"passage"`
	Outcome      string              `json:"outcome"`
	Answers      []LedgerAnswer      `json:"answers"` // none if it was parked
	Reason       string              `json:"reason"`
	Present      []string            `json:"present"`
	By           string              `json:"by"`
	Time         time.Time           `json:"time"`
	Codebook     string              `json:"codebook"` // version and digest
	// Replaced says that a later decision on the same place is in force.
	Replaced bool `json:"replaced"`
	// Review says that it judged a coding that is not among those that count in
	// the round.
	Review      bool                    `json:"review"`
	Judged      []JudgedCoding          `json:"judged"`
	Completions []codebook.CompletionID `json:"completions"`
}

// LedgerAnswer says of one code whether it applies. Quote is where, if that was
// decided too.
type LedgerAnswer struct {
	Code    string          `json:"code"` // path
	CodeID  codebook.CodeID `json:"code_id"`
	Applies bool            `json:"applies"`
	Start   corpus.Point    `json:"start,omitempty"`
	End     corpus.Point    `json:"end,omitempty"`
	Quote   string          `json:"quote,omitempty"`
}

// JudgedCoding is a coding that was in question.
type JudgedCoding struct {
	ID    codebook.CodingID `json:"id"`
	Coder string            `json:"coder,omitempty"` // all empty if it is no longer among those that count
	Code  string            `json:"code,omitempty"`
	Quote string            `json:"quote,omitempty"`
}

// Adjudication says in words what was decided.
func (e LedgerEntry) Verdict() string {
	if len(e.Answers) == 0 {
		return "put off"
	}
	var yes, no []string
	for _, a := range e.Answers {
		name := a.Code[strings.LastIndex(a.Code, "/")+1:]
		switch {
		case a.Applies && a.Quote != "":
			yes = append(yes, fmt.Sprintf("%s, on “%s”", name, a.Quote))
		case a.Applies:
			yes = append(yes, name)
		default:
			no = append(no, name)
		}
	}
	var parts []string
	if len(yes) > 0 {
		parts = append(parts, strings.Join(yes, "; "))
	}
	if len(no) > 0 {
		parts = append(parts, "not "+strings.Join(no, ", not "))
	}
	return strings.Join(parts, "; ")
}

// Kind says what kind of decision it was: whom it followed, or that it accepts
// what all coders had agreed on, which is no adjudication.
func (e LedgerEntry) Kind() string {
	switch e.Outcome {
	case "agreed":
		return "accepted: all coders had agreed"
	case "parked":
		return "put off"
	case "all":
		return "adjudicated: everything that coders gave applies"
	case "none":
		return "adjudicated: nothing that coders gave applies"
	case "other code":
		return "adjudicated: another code"
	case "bounds":
		return "adjudicated: the words it covers"
	}
	return "adjudicated: followed " + e.Outcome
}

// how says who decided: alone, or with whom.
func (e LedgerEntry) how() string {
	others := slices.DeleteFunc(slices.Clone(e.Present), func(name string) bool { return name == e.By })
	if len(others) == 0 {
		return e.By + " alone"
	}
	return e.By + " with " + prose.And(others)
}

// judged lists who said what.
func (e LedgerEntry) judged() string {
	var out []string
	for _, j := range e.Judged {
		if j.Coder == "" {
			out = append(out, j.ID.String())
			continue
		}
		out = append(out, fmt.Sprintf("%s: %s “%s”", j.Coder, j.Code, j.Quote))
	}
	return strings.Join(out, " | ")
}

// LedgerCSV writes decisions, a row an answer; one that was put off is a row
// without a code.
func LedgerCSV(w io.Writer, entries []LedgerEntry) error {
	c := csv.NewWriter(w)
	header := []string{"decision", "round", "place", "transcript", "transcript_id", "text", "start", "end", "passage", "code", "code_id", "applies", "at_start", "at_end",
		"outcome", "reason", "present", "by", "time", "codebook", "replaced", "review", "judged", "judged_ids", "completions"}
	if err := c.Write(header); err != nil {
		return err
	}
	for _, e := range entries {
		answers := e.Answers
		if len(answers) == 0 {
			answers = []LedgerAnswer{{}}
		}
		var ids, completions []string
		for _, j := range e.Judged {
			ids = append(ids, j.ID.String())
		}
		for _, k := range e.Completions {
			completions = append(completions, k.String())
		}
		for _, a := range answers {
			applies, code, from, to := "", "", "", ""
			if len(e.Answers) > 0 {
				applies, code = yesNo(a.Applies), a.CodeID.String()
			}
			if a.Quote != "" {
				from, to = strconv.Itoa(int(a.Start)), strconv.Itoa(int(a.End))
			}
			err := c.Write([]string{e.ID.String(), e.Round, e.Place, e.Transcript, e.TranscriptID.String(), e.Text.String(), strconv.Itoa(int(e.Start)), strconv.Itoa(int(e.End)),
				e.Passage, a.Code, code, applies, from, to, e.Outcome, e.Reason, strings.Join(e.Present, "; "), e.By, e.Time.UTC().Format(time.RFC3339Nano), e.Codebook,
				yesNo(e.Replaced), yesNo(e.Review), e.judged(), strings.Join(ids, " "), strings.Join(completions, " ")})
			if err != nil {
				return err
			}
		}
	}
	c.Flush()
	return c.Error()
}

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

// LedgerMarkdown writes decisions as an appendix to read: a heading for each
// round, and for each decision the passage, who said what, what was decided and
// why.
func LedgerMarkdown(w io.Writer, l Ledger) error {
	b := bufio.NewWriter(w)
	entries := l.Entries
	fmt.Fprintf(b, "# %s: decisions about disagreements\n\n%s\n", markdown(l.Title), l.summary())
	for _, p := range l.Head {
		fmt.Fprintf(b, "\n%s\n", markdown(p))
	}
	round := ""
	for i, e := range entries {
		if e.Round != round || i == 0 {
			round = e.Round
			fmt.Fprintf(b, "\n## %s (codebook %s)\n", markdown(e.Round), e.Codebook)
		}
		fmt.Fprintf(b, "\n### %s\n\n", markdown(e.Place))
		for line := range strings.Lines(e.Passage) {
			fmt.Fprintf(b, "> %s\n", markdown(strings.TrimRight(line, "\n")))
		}
		fmt.Fprintln(b)
		for _, j := range e.Judged {
			if j.Coder != "" {
				fmt.Fprintf(b, "- %s: *%s*, “%s”\n", markdown(j.Coder), markdown(j.Code), markdown(strings.ReplaceAll(j.Quote, "\n", " ")))
			}
		}
		fmt.Fprintf(b, "\n**%s.**", markdown(e.Verdict()))
		if e.Reason != "" {
			fmt.Fprintf(b, " %s", markdown(e.Reason))
		}
		fmt.Fprintf(b, "\n\n%s. By %s, %s", markdown(prose.Upper(e.Kind())), markdown(e.how()), e.Time.UTC().Format("2 January 2006"))
		switch {
		case e.Replaced:
			fmt.Fprint(b, "; replaced by a later decision")
		case e.Review:
			fmt.Fprint(b, "; to be looked at again, since a coding it judged counts no longer")
		}
		fmt.Fprint(b, ".\n")
	}
	return b.Flush()
}

// LedgerTable lays decisions out as the table of an appendix.
func LedgerTable(l Ledger) report.Table {
	t := report.Table{Title: l.Title + ": decisions about disagreements",
		Columns: []report.Column{{Name: "Round"}, {Name: "Place"}, {Name: "Passage"}, {Name: "Coded"}, {Name: "Decided"}, {Name: "Kind"}, {Name: "Reason"}, {Name: "Who and when"}},
		About:   l.Head, Notes: []string{l.summary()}}
	for _, e := range l.Entries {
		var coded []string
		for _, j := range e.Judged {
			if said := j.Coder + ": " + j.Code[strings.LastIndex(j.Code, "/")+1:] + " “" + prose.OneLine(j.Quote) + "”"; j.Coder != "" && !slices.Contains(coded, said) {
				coded = append(coded, said)
			}
		}
		when := e.how() + ", " + e.Time.UTC().Format("2006-01-02")
		verdict := e.Verdict()
		if e.Replaced {
			verdict += " (replaced later)"
		}
		t.Rows = append(t.Rows, report.Row{Cells: []string{e.Round, e.Place, strings.Join(strings.Fields(e.Passage), " "), strings.Join(coded, "; "), verdict, e.Kind(), e.Reason, when}})
	}
	return t
}
