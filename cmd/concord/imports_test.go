package main

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// layers orders the packages: a package may import those of lower layers, and
// of its own only where allowed says so.
var layers = map[string]int{
	"concord/codebook/agreement/continuum":             -1,
	"concord/codebook/agreement/internal/resample":     -1,
	"concord/codebook/agreement/internal/distribution": -1,
	"concord/codebook/agreement":                       0,
	"concord/codebook/agreement/planning":              1,
	"concord/codebook/agreement/gamma":                 1,
	"concord/codebook/agreement/internal/spancase":     1,
	"concord/codebook/agreement/span":                  2,

	"concord/corpus/importer/internal/chars":     0,
	"concord/corpus/importer/internal/archive":   0,
	"concord/corpus/importer/internal/filetest":  0,
	"concord/corpus/importer/charset":            1,
	"concord/corpus/importer/internal/timestamp": 2,
	"concord/corpus/importer/documents":          2,
	"concord/corpus/importer/tables":             2,
	"concord/corpus/importer/turns":              3,
	"concord/corpus/importer/sheets":             4,
	"concord/corpus/importer/codebooks":          3,
	"concord/corpus/importer/utterances":         4,
	"concord/corpus/importer/captions":           5,
	"concord/corpus/importer/speech":             5,
	"concord/corpus/importer":                    6,

	"concord/corpus/id":               0,
	"concord/corpus/prose":            0,
	"concord/corpus":                  1,
	"concord/corpus/segment":          2,
	"concord/codebook":                2,
	"concord/codebook/findings":       2,
	"concord/codebook/reconcile":      3,
	"concord/corpus/refiqda":          3,
	"concord/codebook/report":         4,
	"concord/corpus/exporter":         5,
	"concord/corpus/search":           3,
	"concord/store/bundle":            3,
	"concord/store/wholefile":         0,
	"concord/store/projectfile":       0,
	"concord/store":                   4,
	"concord/store/study":             7,
	"concord/examples":                4,
	"concord/examples/generate":       2,
	"concord/tui/term":                4,
	"concord/tui/theme":               4,
	"concord/tui/rank":                4,
	"concord/tui/reader":              5,
	"concord/tui/linear":              8,
	"concord/tui/layout":              6,
	"concord/tui/keymap":              7,
	"concord/tui/app":                 8,
	"concord/tui/widget":              9,
	"concord/tui/screen/agreement":    10, // one layer: no screen imports another
	"concord/tui/screen/autocoding":   10, // one layer: no screen imports another
	"concord/tui/screen/codebookview": 10, // one layer: no screen imports another
	"concord/tui/screen/coding":       10, // one layer: no screen imports another
	"concord/tui/screen/conflicts":    10, // one layer: no screen imports another
	"concord/tui/screen/passages":     10, // one layer: no screen imports another
	"concord/tui/screen/reconciling":  10, // one layer: no screen imports another
	"concord/tui/screen/rounds":       10, // one layer: no screen imports another
	"concord/tui/screen/transcripts":  10, // one layer: no screen imports another
	"concord/tui/screen/versions":     10, // one layer: no screen imports another
	"concord/tui/screen/worklist":     10, // one layer: no screen imports another
	"concord/tui":                     11,
	"concord/cmd/concord":             12,

	"concord/examples/generate/makestudy": 9,
}

// onlyIn names the packages below which an outside module may be imported.
var onlyIn = map[string]string{
	"go.etcd.io/bbolt":                   "concord/store",
	"github.com/blevesearch/bleve":       "concord/corpus/search",
	"github.com/charmbracelet/bubbletea": "concord/tui",
	"github.com/charmbracelet/lipgloss":  "concord/tui",
	"github.com/charmbracelet/bubbles":   "concord/tui",
	"github.com/spf13/cobra":             "concord/cmd",
	// Nothing of a study leaves the machine. A room that must reach another is
	// named here; net/url only takes addresses apart.
	"net": "none",
}

// pure packages know no disk, no clock and no randomness of their own.
var pure = []string{"concord/corpus/id", "concord/corpus/prose", "concord/corpus", "concord/corpus/segment", "concord/codebook", "concord/codebook/agreement", "concord/codebook/agreement/continuum",
	"concord/codebook/agreement/gamma", "concord/codebook/agreement/planning", "concord/codebook/agreement/span",
	"concord/codebook/findings", "concord/codebook/reconcile", "concord/corpus/importer", "concord/corpus/importer/turns",
	"concord/corpus/importer/captions", "concord/corpus/importer/documents", "concord/corpus/importer/utterances", "concord/corpus/importer/charset",
	"concord/corpus/importer/tables", "concord/corpus/importer/sheets", "concord/corpus/importer/codebooks", "concord/corpus/exporter"}

func TestImportsPointOneWay(t *testing.T) {
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports", "concord/...").Output()
	if err != nil {
		t.Fatal(err)
	}
	dec := json.NewDecoder(strings.NewReader(string(out)))
	for {
		var p struct {
			ImportPath string
			Imports    []string
		}
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		mine, known := layers[p.ImportPath]
		if !known {
			t.Errorf("%s has no layer: say in imports_test.go where it stands", p.ImportPath)
		}
		for _, i := range p.Imports {
			if theirs, ours := layers[i]; ours && theirs >= mine {
				t.Errorf("%s (layer %d) imports %s (layer %d)", p.ImportPath, mine, i, theirs)
			}
			for module, room := range onlyIn {
				if i != "net/url" && (i == module || strings.HasPrefix(i, module+"/")) && !strings.HasPrefix(p.ImportPath, room) {
					t.Errorf("%s imports %s, which only %s may", p.ImportPath, i, room)
				}
			}
			if slices.Contains(pure, p.ImportPath) && slices.Contains([]string{"os", "os/exec", "math/rand", "crypto/rand", "net"}, i) {
				t.Errorf("%s is pure and imports %s", p.ImportPath, i)
			}
		}
	}
}

// Bubble Tea is initialised after concord/tui/term because of their paths.
func TestTheModuleSortsBeforeBubbleTea(t *testing.T) {
	if !("concord/tui/term" < "github.com/charmbracelet/bubbletea") {
		t.Error("the module path no longer sorts before Bubble Tea's")
	}
}
