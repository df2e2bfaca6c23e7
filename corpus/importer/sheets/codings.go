package sheets

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"sort"
	"strconv"
	"strings"

	"concord/corpus"
	"concord/corpus/importer/charset"
	"concord/corpus/importer/internal/chars"
	"concord/corpus/importer/tables"
)

// CodingRow is one coding as a file has it: names and ids as written, not yet
// looked up in any project.
type CodingRow struct {
	Line         int // in the file, counted from one
	ID           string
	Transcript   string
	TranscriptID string
	Text         string // id of the text that the positions count in
	// Start and End are the half-open range of the coded passage, in code points.
	Start, End corpus.Point
	Code       string
	CodeID     string
	Coder      string
	CoderID    string
	Version    string
	Created    string
	Memo       string
	Quote      string
}

// CodingsSheet is a file of codings as read.
type CodingsSheet struct {
	Rows []CodingRow
	// Ignored are the names of columns that mean nothing here.
	Ignored  []string
	Warnings []string
}

// ReadCodings reads a table of codings, as CSV with a header or as JSONL with an
// object a line. It needs transcript or transcript_id, start, end, code or
// code_id, coder or coder_id; it also reads id, text, version, created, memo and
// quote. Column names may be in any case.
//
// It is an error, which names the file, the line and the column, if one of those
// is missing, a position is no whole number, or a range is empty or reversed.
// Whether a range lies inside its text is for the caller to find out.
func ReadCodings(name string, r io.Reader) (CodingsSheet, error) {
	sheet, err := readCodings(name, r)
	if err != nil {
		return CodingsSheet{}, fmt.Errorf("%s %w", name, err)
	}
	return sheet, nil
}

func readCodings(name string, r io.Reader) (CodingsSheet, error) {
	content, err := tables.ReadText(r)
	if err != nil {
		return CodingsSheet{}, err
	}
	switch ext := strings.ToLower(filepath.Ext(name)); {
	case ext == ".jsonl", ext == ".ndjson", ext == ".json", bytes.HasPrefix(bytes.TrimSpace(content), []byte("{")):
		return readCodingsJSON(content)
	}
	return readCodingsCSV(content)
}

// field puts a value of a coding into its row.
type field func(c *CodingRow, value string) error

// fields are the columns of codings.
var fields = map[string]field{
	"id":            func(c *CodingRow, v string) error { c.ID = v; return nil },
	"transcript":    func(c *CodingRow, v string) error { c.Transcript = v; return nil },
	"transcript_id": func(c *CodingRow, v string) error { c.TranscriptID = v; return nil },
	"text":          func(c *CodingRow, v string) error { c.Text = v; return nil },
	"start":         func(c *CodingRow, v string) (err error) { c.Start, err = parsePoint(v); return err },
	"end":           func(c *CodingRow, v string) (err error) { c.End, err = parsePoint(v); return err },
	"code":          func(c *CodingRow, v string) error { c.Code = v; return nil },
	"code_id":       func(c *CodingRow, v string) error { c.CodeID = v; return nil },
	"coder":         func(c *CodingRow, v string) error { c.Coder = v; return nil },
	"coder_id":      func(c *CodingRow, v string) error { c.CoderID = v; return nil },
	"version":       func(c *CodingRow, v string) error { c.Version = v; return nil },
	"created":       func(c *CodingRow, v string) error { c.Created = v; return nil },
	"memo":          func(c *CodingRow, v string) error { c.Memo = v; return nil },
	"quote":         func(c *CodingRow, v string) error { c.Quote = v; return nil },
}

// verbatim are the fields whose blanks count; of the others they are trimmed.
var verbatim = map[string]bool{"memo": true, "quote": true}

// needed are the fields of which one each must be there.
var needed = [][]string{{"transcript", "transcript_id"}, {"start"}, {"end"}, {"code", "code_id"}, {"coder", "coder_id"}}

// parsePoint reads a position. JSON keeps whole numbers exact below 2^53, so
// larger ones are refused.
func parsePoint(s string) (corpus.Point, error) {
	n, err := strconv.ParseInt(s, 10, 64)
	switch {
	case err != nil:
		return 0, fmt.Errorf("%q is not a whole number: positions count the characters of the text from 0", chars.Shorten(s))
	case n < 0:
		return 0, fmt.Errorf("%d is below 0: positions count the characters of the text from 0", n)
	case n >= 1<<53:
		return 0, fmt.Errorf("%d is beyond any text", n)
	}
	return corpus.Point(n), nil
}

// put sets one field of the row.
func (c *CodingRow) put(name, value string) error {
	if !verbatim[name] {
		value = strings.TrimSpace(value)
	}
	if err := fields[name](c, value); err != nil {
		return fmt.Errorf("line %d, column %s: %w", c.Line, name, err)
	}
	return nil
}

// check says what is missing or wrong in a finished row.
func (c *CodingRow) check() error {
	switch {
	case c.Transcript == "" && c.TranscriptID == "":
		return fmt.Errorf("line %d, column transcript: no transcript is named", c.Line)
	case c.Code == "" && c.CodeID == "":
		return fmt.Errorf("line %d, column code: no code is named", c.Line)
	case c.Coder == "" && c.CoderID == "":
		return fmt.Errorf("line %d, column coder: no coder is named", c.Line)
	case c.End <= c.Start:
		return fmt.Errorf("line %d, columns start and end: the range %d to %d is empty or reversed", c.Line, c.Start, c.End)
	}
	return nil
}

func readCodingsCSV(content []byte) (CodingsSheet, error) {
	t, err := tables.ReadCSV(content)
	if err != nil {
		return CodingsSheet{}, err
	}
	s := CodingsSheet{Warnings: t.Warnings}
	names := make([]string, len(t.Header)) // "" for a column that is ignored
	seen := map[string]bool{}
	for i, h := range t.Header {
		name := strings.ToLower(h)
		if fields[name] == nil {
			s.Ignored = append(s.Ignored, h)
			continue
		}
		if seen[name] {
			return s, fmt.Errorf("line 1: two columns are named %s", name)
		}
		names[i], seen[name] = name, true
	}
	if err := checkFields(seen, "line 1: there is no column"); err != nil {
		return s, err
	}
	for _, r := range t.Rows {
		c := CodingRow{Line: r.Line}
		for i, name := range names {
			if name == "" {
				continue
			}
			if err := c.put(name, r.Cells[i]); err != nil {
				return s, err
			}
		}
		if err := c.check(); err != nil {
			return s, err
		}
		s.Rows = append(s.Rows, c)
	}
	return s, nil
}

// checkFields says which needed field is not among those seen.
func checkFields(seen map[string]bool, what string) error {
	for _, group := range needed {
		found := false
		for _, name := range group {
			found = found || seen[name]
		}
		if !found {
			return fmt.Errorf("%s %s: a table of codings needs transcript, start, end, code and coder", what, strings.Join(group, " or "))
		}
	}
	return nil
}

func readCodingsJSON(content []byte) (CodingsSheet, error) {
	d, err := charset.Decode(content, "")
	if err != nil {
		return CodingsSheet{}, err
	}
	s := CodingsSheet{Warnings: d.Warnings}
	ignored := map[string]bool{}
	for at, line := 0, 1; at < len(d.Text); line++ {
		object, next := chars.NextLine(d.Text, at)
		at = next
		if strings.TrimSpace(object) == "" {
			continue
		}
		c := CodingRow{Line: line}
		if err := c.readJSON(object, ignored); err != nil {
			return s, err
		}
		s.Rows = append(s.Rows, c)
	}
	for name := range ignored {
		s.Ignored = append(s.Ignored, name)
	}
	sort.Strings(s.Ignored)
	return s, nil
}

// readJSON fills the row from one JSON object; names it does not know go into
// ignored.
func (c *CodingRow) readJSON(object string, ignored map[string]bool) error {
	var values map[string]json.RawMessage
	if err := json.Unmarshal([]byte(object), &values); err != nil || values == nil {
		return fmt.Errorf("line %d is not a JSON object: each line must be one, like {\"transcript\": \"P01\", \"start\": 0, …}", c.Line)
	}
	keys := make([]string, 0, len(values))
	for key := range values {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	seen := map[string]bool{}
	for _, key := range keys {
		name := strings.ToLower(key)
		if fields[name] == nil {
			ignored[key] = true
			continue
		}
		value, there, err := jsonValue(values[key])
		if err != nil {
			return fmt.Errorf("line %d, column %s: %w", c.Line, name, err)
		}
		if !there {
			continue
		}
		if seen[name] {
			return fmt.Errorf("line %d: %s comes twice", c.Line, name)
		}
		seen[name] = true
		if err := c.put(name, value); err != nil {
			return err
		}
	}
	if err := checkFields(seen, fmt.Sprintf("line %d: there is no", c.Line)); err != nil {
		return err
	}
	return c.check()
}

// jsonValue gives a string or number as text; null is as good as absent.
func jsonValue(raw json.RawMessage) (value string, there bool, err error) {
	text := strings.TrimSpace(string(raw))
	switch {
	case text == "null":
		return "", false, nil
	case strings.HasPrefix(text, `"`):
		err = json.Unmarshal(raw, &value)
		return value, true, err
	case text != "" && (chars.IsDigit(text[0]) || text[0] == '-'):
		return text, true, nil
	}
	return "", false, fmt.Errorf("%s is neither text nor a number", chars.Shorten(text))
}
