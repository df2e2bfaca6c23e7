package main

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// linked matches the file that a Markdown link leads to.
var linked = regexp.MustCompile(`\]\(([^)#:]+)(#[^)]*)?\)`)

// The pages for people lead to files that are there.
func TestPagesLeadToFiles(t *testing.T) {
	for _, page := range []string{"../../README.md", "ARCHITECTURE.md", "../../.github/CONTRIBUTING.md", "../../.github/SECURITY.md", "../../tui/CONTRACT.md"} {
		content, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range linked.FindAllStringSubmatch(string(content), -1) {
			if _, err := os.Stat(filepath.Join(filepath.Dir(page), m[1])); err != nil {
				t.Errorf("%s leads to %s: %v", page, m[1], err)
			}
		}
	}
}
