// Package examples holds small made-up studies, embedded in the program, for
// `concord demo`, the README and the tests. Nobody in them exists.
//
// Start with Studies, which names them, and Files, which opens one. A study is
// a folder: transcripts, a participants sheet, codebooks, codings and memos as
// the verbs of Concord read them, and study.json, which says in what order they
// came about so that the program can replay it. The README.md of each study
// describes its files.
package examples

import (
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strings"
)

//go:embed overdose-coalitions response-teams shared-values
var studies embed.FS

// Studies gives the names of the example studies, sorted.
func Studies() []string {
	entries, err := studies.ReadDir(".")
	if err != nil {
		return nil // an embedded root can always be read
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// Files gives the files of one example study, with paths relative to its
// folder ("study.json", "transcripts/KI-01.md"). An unknown name is an error
// that lists the known ones.
func Files(study string) (fs.FS, error) {
	if !slices.Contains(Studies(), study) {
		return nil, fmt.Errorf("opening the example study %q: there is none of that name; there is %s", study, strings.Join(Studies(), ", "))
	}
	return fs.Sub(studies, study)
}
