package widget

import (
	"fmt"

	"concord/codebook"
	"concord/store/study"
	"concord/tui/app"
	"concord/tui/layout"
	"concord/tui/theme"
)

// changedLines tells how a codebook was changed, code by code: with the effect
// on codings and who changed it and why, where these are known.
func ChangedLines(r *app.Host, d codebook.Diff, effect func(codebook.CodeID) string, by map[codebook.CoderID]string, width int) []string {
	var lines []string
	part := func(name string, look string, text string) {
		for _, l := range layout.WrapText(name+": "+text, width-2) {
			lines = append(lines, "  "+theme.Paint(look, l))
		}
	}
	parts := func(ps []codebook.Difference) {
		added := len(ps) > 0 && ps[0].Kind == codebook.Add
		for _, p := range ps {
			switch text := study.DiffLine(p); {
			case text == "":
			case added:
				part(p.Part, "", p.Is)
			default:
				for _, l := range PaintMarks(r, layout.WrapText(p.Part+": "+text, width-2)) {
					lines = append(lines, "  "+l)
				}
			}
		}
	}
	for _, c := range d.Codes {
		lines = append(lines, "")
		for _, l := range layout.WrapText(layout.InWords(c.Path)+" ("+study.Kinds(c.Parts)+")", width) {
			lines = append(lines, theme.Paint(r.Theme.Accent, l))
		}
		parts(c.Parts)
		if effect != nil {
			if what := effect(c.Code); what != "" {
				part("effect", "", what)
			}
		}
		for _, x := range c.Why {
			part("why", r.Theme.Quiet, study.Why{Recorded: x, What: study.Done(x.Kind), By: by[x.Author], Reason: x.Reason()}.String())
		}
	}
	for _, t := range d.Themes {
		lines = append(lines, "", theme.Paint(r.Theme.Accent, layout.Fit("theme "+layout.Clean(t.Name)+" ("+study.Kinds(t.Parts)+")", width)))
		parts(t.Parts)
	}
	return lines
}

func Number(n int) string {
	if n == 0 {
		return "·"
	}
	return fmt.Sprint(n)
}

// definitionLines writes what a code means, in lines of a width.
func DefinitionLines(c codebook.Code, width int) []string {
	var out []string
	for _, part := range c.Definition.Sentences() {
		out = append(out, layout.WrapText(part, width)...)
	}
	if len(out) == 0 {
		out = []string{"no definition yet"}
	}
	return out
}
