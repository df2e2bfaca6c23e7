package sheets

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"concord/corpus"
)

// isMissing reports whether a cell says that there is no value.
func isMissing(s string) bool {
	switch strings.ToLower(strings.TrimSpace(s)) {
	case "", "-", "–", "—", "n/a", "na", "n.a.", "#n/a":
		return true
	}
	return false
}

// europeanColumns rewrites columns all of whose values are numbers with decimal
// commas, or dates as day.month.year, into the forms that sort. It says which.
func (t *participants) europeanColumns(link int) []string {
	var out []string
	for i, h := range t.Header {
		if i == 0 || i == link {
			continue
		}
		for _, form := range []struct {
			read func(string) (string, bool)
			what string
		}{{decimalComma, "numbers with decimal commas in the column %q were read as numbers (12,5 is 12.5)"},
			{dottedDate, "dates in the column %q were read as day.month.year (31.12.2026 is 2026-12-31)"}} {
			if t.rewrite(i, form.read) {
				out = append(out, fmt.Sprintf(form.what, h))
			}
		}
	}
	return out
}

// rewrite changes all values of a column, if read understands each and any of
// them changes.
func (t *participants) rewrite(column int, read func(string) (string, bool)) bool {
	values := make([]string, len(t.Rows))
	changed := false
	for i, r := range t.Rows {
		v := strings.TrimSpace(r.Cells[column])
		if values[i] = v; isMissing(v) {
			continue
		}
		var ok bool
		if values[i], ok = read(v); !ok {
			return false
		}
		changed = changed || values[i] != v
	}
	if changed {
		for i := range t.Rows {
			t.Rows[i].Cells[column] = values[i]
		}
	}
	return changed
}

// decimalComma reads 12,5 and whole numbers. A number with a dot, or with dots
// that may set off thousands, is not understood.
func decimalComma(v string) (string, bool) {
	if strings.Contains(v, ".") {
		return "", false
	}
	n := strings.Replace(v, ",", ".", 1)
	return n, isNumber(n)
}

// dottedDate reads 31.12.2026, as written where dots set off days: there the day
// comes first.
func dottedDate(v string) (string, bool) {
	d, err := time.Parse("2.1.2006", v)
	return d.Format("2006-01-02"), err == nil
}

// typeOf guesses the type of a column: the one that all its values have, text if
// they have none in common or there are none.
func (t *participants) typeOf(column int) corpus.AttributeType {
	numbers, dates, booleans, n := 0, 0, 0, 0
	for _, r := range t.Rows {
		v := strings.TrimSpace(r.Cells[column])
		if isMissing(v) {
			continue
		}
		n++
		if isNumber(v) {
			numbers++
		}
		if isDate(v) {
			dates++
		}
		if isBoolean(v) {
			booleans++
		}
	}
	switch n {
	case 0:
	case numbers:
		return corpus.AttributeNumber
	case dates:
		return corpus.AttributeDate
	case booleans:
		return corpus.AttributeBoolean
	}
	return corpus.AttributeText
}

// isNumber reports whether a value is a decimal number such as -3 or 2.50. A
// number with a zero in front, 007, is a name, and 1e5 a code.
func isNumber(s string) bool {
	digits := strings.TrimPrefix(s, "-")
	whole, fraction, dotted := strings.Cut(digits, ".")
	if whole == "" || len(whole) > 1 && whole[0] == '0' || dotted && fraction == "" || len(s) > 300 {
		return false
	}
	for _, r := range whole + fraction {
		if r < '0' || r > '9' {
			return false
		}
	}
	_, err := strconv.ParseFloat(s, 64)
	return err == nil
}

// isDate reports whether a value is a date as year, month and day, perhaps with
// a time. Other orders cannot be told apart.
func isDate(s string) bool {
	for _, layout := range []string{"2006-01-02", "2006-01-02 15:04", "2006-01-02 15:04:05", "2006-01-02T15:04:05", time.RFC3339} {
		if _, err := time.Parse(layout, s); err == nil {
			return true
		}
	}
	return false
}

func isBoolean(s string) bool {
	switch strings.ToLower(s) {
	case "yes", "no", "true", "false", "y", "n":
		return true
	}
	return false
}

// slashedDates warns of columns of dates like 03/04/2021, which stay text.
func (t *participants) slashedDates(link int) []string {
	var out []string
	for i, h := range t.Header {
		if i == link || len(t.Rows) == 0 {
			continue
		}
		n, dates := 0, 0
		for _, r := range t.Rows {
			v := strings.TrimSpace(r.Cells[i])
			if isMissing(v) {
				continue
			}
			n++
			parts := strings.FieldsFunc(v, func(r rune) bool { return r == '/' || r == '.' })
			if len(parts) == 3 && len(parts[2]) == 4 && isShortNumber(parts[0]) && isShortNumber(parts[1]) && isShortNumber(parts[2]) {
				dates++
			}
		}
		if n > 0 && n == dates {
			out = append(out, fmt.Sprintf("the dates in the column %q were kept as text, because day and month cannot be told apart: write them as 2021-04-03 to sort by them", h))
		}
	}
	return out
}

func isShortNumber(s string) bool {
	return len(s) >= 1 && len(s) <= 4 && strings.Trim(s, "0123456789") == ""
}
