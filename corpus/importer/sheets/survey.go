package sheets

import (
	"fmt"
	"slices"
	"strings"

	"concord/corpus"
	"concord/corpus/importer/internal/chars"
	"concord/corpus/importer/tables"
)

// Response is what one respondent wrote in a survey: one row of its table.
type Response struct {
	Line       int // in the file, counted from one
	ID         string
	Answers    []Answer
	Attributes []corpus.Attribute // the other columns that have a value
}

// Answer is what stands in one cell below a question.
type Answer struct{ Question, Words string }

// Survey is a table of open answers as read.
type Survey struct {
	Responses []Response
	Encoding  string
	Warnings  []string
}

// answerWords is the mean number of words from which on a column of text is taken
// for answers to an open question.
const answerWords = 5

// ReadSurvey reads a table of open answers, CSV or the first sheet of a workbook:
// a row a respondent. The first column holds ids. Columns named in answers hold
// answers; with none named, those of text whose cells have answerWords words or
// more on average. Every other column is an attribute. Empty cells, "-" and "N/A"
// are no answers.
//
// It is an error, which goes on after the file's name, if no column holds answers,
// one that is named is not there, or an id is missing or comes twice.
func ReadSurvey(content []byte, answers []string) (Survey, error) {
	table, err := tables.Read(content)
	if err != nil {
		return Survey{}, err
	}
	t := participants{table}
	if t.Column("start") >= 0 && t.Column("end") >= 0 && t.Column("code", "code_id") >= 0 {
		return Survey{}, fmt.Errorf("is a table of codings, not of interviews: import it with “codings import”")
	}
	if err := t.checkCaseHeader(); err != nil {
		return Survey{}, err
	}
	questions := t.questionTexts()
	t.dropSurveyHeaders()
	open, err := t.openColumns(answers)
	if err != nil {
		return Survey{}, err
	}
	s := Survey{Encoding: t.Encoding}
	var names []string
	for _, i := range open {
		names = append(names, "“"+chars.Shorten(questions[i])+"”")
	}
	s.Warnings = append(t.Warnings, fmt.Sprintf("these columns were read as answers to open questions, and the others as attributes: %s", strings.Join(names, ", ")))
	lines := map[string]int{}
	for _, row := range t.Rows {
		r := Response{Line: row.Line, ID: chars.JoinBlanks(row.Cells[0])}
		if isMissing(r.ID) {
			return s, fmt.Errorf("line %d has no id in the column %q", row.Line, t.Header[0])
		}
		if before, twice := lines[r.ID]; twice {
			return s, fmt.Errorf("line %d: the id %q stands in line %d already: each respondent has one row", row.Line, r.ID, before)
		}
		lines[r.ID] = row.Line
		for i, cell := range row.Cells {
			value := strings.TrimSpace(cell)
			switch {
			case i == 0 || isMissing(value):
			case slices.Contains(open, i):
				r.Answers = append(r.Answers, Answer{questions[i], strings.ReplaceAll(strings.ReplaceAll(value, "\r\n", "\n"), "\r", "\n")})
			default:
				r.Attributes = append(r.Attributes, corpus.Attribute{Name: t.Header[i], Value: value, Type: t.typeOf(i)})
			}
		}
		if r.Answers != nil {
			s.Responses = append(s.Responses, r)
		}
	}
	if n := len(t.Rows) - len(s.Responses); n > 0 {
		s.Warnings = append(s.Warnings, fmt.Sprintf("%s no open question and were left out", chars.Count(n, "respondent answered", "respondents answered")))
	}
	if len(s.Responses) == 0 {
		return s, fmt.Errorf("holds no answers below its header")
	}
	return s, nil
}

// questionTexts gives the question of each column: what Qualtrics writes in the
// line below the header, else the header.
func (t *participants) questionTexts() []string {
	if len(t.Rows) > 1 && slices.ContainsFunc(t.Rows[1].Cells, func(c string) bool { return strings.HasPrefix(strings.TrimSpace(c), `{"ImportId":`) }) {
		out := slices.Clone(t.Header)
		for i, c := range t.Rows[0].Cells {
			if c = chars.JoinBlanks(c); c != "" {
				out[i] = c
			}
		}
		return out
	}
	return t.Header
}

// openColumns finds the columns of answers.
func (t *participants) openColumns(named []string) ([]int, error) {
	var out []int
	if named != nil {
		for _, name := range named {
			i := t.Column(name)
			if i < 1 {
				return nil, fmt.Errorf("has no column %q behind its ids; it has %s", name, strings.Join(t.Header, ", "))
			}
			out = append(out, i)
		}
		slices.Sort(out)
		return out, nil
	}
	for i := 1; i < len(t.Header); i++ {
		words, cells := 0, 0
		for _, r := range t.Rows {
			if v := r.Cells[i]; !isMissing(v) {
				words += corpus.CountWords(v)
				cells++
			}
		}
		if cells > 0 && words >= answerWords*cells {
			out = append(out, i)
		}
	}
	if out == nil {
		return nil, fmt.Errorf("is a table without a column of open answers: participants are imported with “cases import”, codings with “codings import”; if it holds short answers, name their columns (--answers on the command line)")
	}
	return out, nil
}
