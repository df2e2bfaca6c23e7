package widget

import (
	"strings"

	"concord/tui/app"
	"concord/tui/theme"
)

// paintMarks paints what went and what came in lines in which “[-gone-]” and
// “{+come+}” mark it. The marks stay, for those who see no colours; what was
// open when a line ended goes on in the next.
func PaintMarks(r *app.Host, lines []string) []string {
	end := "" // of the mark that is open
	out := make([]string, len(lines))
	for i, line := range lines {
		var b strings.Builder
		for line != "" {
			look, cut, next := "", len(line), end
			switch end {
			case "":
				gone, come := strings.Index(line, "[-"), strings.Index(line, "{+")
				switch {
				case gone >= 0 && (come < 0 || gone < come):
					cut, next = gone, "-]"
				case come >= 0:
					cut, next = come, "+}"
				}
			default:
				look = map[string]string{"-]": r.Theme.Gone, "+}": r.Theme.Come}[end]
				if n := strings.Index(line, end); n >= 0 {
					cut, next = n+len(end), ""
				}
			}
			b.WriteString(theme.Paint(look, line[:cut]))
			line, end = line[cut:], next
		}
		out[i] = b.String()
	}
	return out
}
