package turns

// CaptionLine is a line of a caption, without tags, that may begin with a label.
type CaptionLine struct {
	Text   string
	Number int  // of the line in the file, counted from one
	First  bool // it begins its caption
	Last   bool // it ends its caption
}

// CaptionLabels are the labels found in the words of captions.
type CaptionLabels struct {
	accepted acceptedLabels
	known    []string
}

// captionForms are the forms that labels have in captions.
var captionForms = map[labelForm]bool{formColon: true, formBracket: true, formParen: true}

// DetectInCaptions decides which labels in the lines of captions are speakers.
func DetectInCaptions(lines []CaptionLine, o Options) CaptionLabels {
	o.captions = true
	known := knownLabels(o)
	var candidates []candidate
	captions := 0
	for _, l := range lines {
		if l.First {
			captions++
		}
		if p, ok := parseLine(l.Text, known); ok && captionForms[p.form] {
			candidates = append(candidates, candidate{linePrefix: p, line: l.Number, block: true, below: !l.Last})
		}
	}
	return CaptionLabels{detectLabels(candidates, captions, o), known}
}

// Found reports whether any label was found.
func (c CaptionLabels) Found() bool { return c.accepted.any() }

// Warnings are sentences about labels that a person should check.
func (c CaptionLabels) Warnings() []string { return c.accepted.warnings }

// Split takes the label off a line; ok is false if it begins with none.
func (c CaptionLabels) Split(line string) (label, words string, ok bool) {
	p, ok := parseLine(line, c.known)
	if !ok || !captionForms[p.form] || !c.accepted.startsTurn(candidate{linePrefix: p, block: true}) {
		return "", line, false
	}
	return p.label, line[p.speech:], true
}
