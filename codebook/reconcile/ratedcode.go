package reconcile

import (
	"slices"

	"concord/codebook"
)

// Line is one code's ratings, or those of several codes that count as one. Marks
// holds, for unit u and coder c, at u*len(Coders)+c: 1 if she applied the code,
// 0 if she did not and meant it, agreement.Missing if she gave no answer.
type RatedCode struct {
	// Code is the code; for a theme, its id and name.
	Code codebook.Code
	Path string
	// Members are the codes that count as this one: itself, and by the rules of
	// roll-up those below it; or those of the theme.
	Members []codebook.CodeID
	Marks   []int8

	definitions []codebook.ChangeID // of those members that may be applied
}

// lines says what is to be rated: a line for each of the codes that may be
// applied, in their order, each code once. Themes go by their ids among codes.
func (r Rules) lines(book *codebook.Codebook, codes []codebook.CodeID) []RatedCode {
	if r.Themes {
		return themeLines(book, codes)
	}
	var out []RatedCode
	seen := map[codebook.CodeID]bool{}
	for _, id := range codes {
		code, ok := book.Code(id)
		depth := book.Depth(id)
		if !ok || seen[id] || !code.Applicable() || r.Depth > 0 && depth >= r.Depth {
			continue
		}
		seen[id] = true
		line := RatedCode{Code: code, Path: book.Path(id), Members: []codebook.CodeID{id}, definitions: []codebook.ChangeID{code.DefinedBy}}
		if r.RollUp || r.Depth > 0 && depth == r.Depth-1 {
			below := book.Descendants(id)
			for _, c := range book.Codes() {
				if c.ID != id && below[c.ID] {
					line.Members = append(line.Members, c.ID)
					if c.Applicable() {
						line.definitions = append(line.definitions, c.DefinedBy)
					}
				}
			}
		}
		out = append(out, line)
	}
	return out
}

// themeLines has a line for each of the themes, in their order, that hold a code
// which may be applied.
func themeLines(book *codebook.Codebook, themes []codebook.CodeID) []RatedCode {
	var out []RatedCode
	for _, id := range themes {
		theme, ok := book.Theme(codebook.ThemeID(id))
		if !ok || slices.ContainsFunc(out, func(l RatedCode) bool { return l.Code.ID == id }) {
			continue
		}
		line := RatedCode{Code: codebook.Code{ID: id, Name: theme.Name}, Path: theme.Name}
		for _, c := range book.Codes() {
			if !slices.ContainsFunc(theme.Codes, func(held codebook.CodeID) bool { return held == c.ID || book.Descendants(held)[c.ID] }) {
				continue
			}
			line.Members = append(line.Members, c.ID)
			if c.Applicable() {
				line.definitions = append(line.definitions, c.DefinedBy)
			}
		}
		if len(line.definitions) > 0 {
			out = append(out, line)
		}
	}
	return out
}

// index says which lines each code counts for.
func index(lines []RatedCode) map[codebook.CodeID][]int {
	out := map[codebook.CodeID][]int{}
	for i, l := range lines {
		for _, id := range l.Members {
			out[id] = append(out[id], i)
		}
	}
	return out
}

// reach gives the codes that a coding speaks of under a codebook: the code it
// belongs to; for a stale one of a code that was split, the parts too, since it
// may turn out to be any of them.
func reach(book *codebook.Codebook, c codebook.Coding) (codes []codebook.CodeID, standing codebook.CodingStatus) {
	code, standing, _ := book.StatusOf(c)
	if standing != codebook.Stale {
		return []codebook.CodeID{code.ID}, standing
	}
	todo := []codebook.CodeID{c.Code}
	for len(todo) > 0 {
		id := todo[0]
		todo = todo[1:]
		if slices.Contains(codes, id) {
			continue
		}
		codes = append(codes, id)
		if code, ok := book.Code(id); ok && (code.Status == codebook.Split || code.Status == codebook.Merged) {
			todo = append(todo, code.Into...)
		}
	}
	return codes, standing
}
