package exporter

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"concord/codebook"
	"concord/corpus/importer/codebooks"
)

// wholeBook is a codebook with everything that codes and themes can have.
func wholeBook() *codebook.Codebook {
	id := func(n byte) codebook.CodeID { return codebook.CodeID(uuid.UUID{15: n, 6: 0x70, 8: 0x80}) }
	live := func(n byte, name string, parent codebook.CodeID) codebook.Code {
		return codebook.Code{ID: id(n), Name: name, Parent: parent, Status: codebook.Live, Origin: codebook.Inductive}
	}
	group := live(1, "relations / ties", codebook.CodeID{})
	group.Heading = true
	trust := live(2, `trust <under> "risk" & *more*`, group.ID)
	trust.Definition = codebook.Definition{Text: "Reliance; with a semicolon.\n\nA second paragraph, #1.", Include: "Use when | shown.", Exclude: "Not when\nwarm."}
	trust.Examples = codebook.Examples{Typical: []string{"“I’ll send a person.” (KI-01)", "- a dash"}, NearMisses: []string{"I like him."}}
	trust.Origin, trust.Source, trust.Colour, trust.Aliases = codebook.Deductive, "Peterson, 2004, p. 3", "#ee6677", []string{"confidence", "reliance"}
	old := live(3, "warmth", group.ID)
	old.Status = codebook.Retired
	deep := []codebook.Code{group, trust, old}
	at := trust.ID
	for n := byte(4); n < 12; n++ { // deeper than Markdown has headings
		c := live(n, "level "+string('0'+n-2), at)
		deep, at = append(deep, c), c.ID
	}
	return codebook.New(deep, codebook.Theme{ID: codebook.ThemeID(uuid.UUID{15: 99, 6: 0x70, 8: 0x80}), Name: "what holds", Narrative: "Ties outlive offices.\n\nAnd names.", Codes: []codebook.CodeID{group.ID, trust.ID}})
}

var codebookWriters = map[string]func(*bytes.Buffer, *codebook.Codebook) error{
	".csv":  func(w *bytes.Buffer, b *codebook.Codebook) error { return CodebookCSV(w, b) },
	".json": func(w *bytes.Buffer, b *codebook.Codebook) error { return CodebookJSON(w, b, "v1") },
	".md":   func(w *bytes.Buffer, b *codebook.Codebook) error { return CodebookMarkdown(w, b, "a_b", "v1") },
	".xlsx": func(w *bytes.Buffer, b *codebook.Codebook) error { return CodebookXlsx(w, b) },
	".qdc":  func(w *bytes.Buffer, b *codebook.Codebook) error { return CodebookQDC(w, b, "Concord test") },
	".docx": func(w *bytes.Buffer, b *codebook.Codebook) error {
		return CodebookDocx(w, b, "a_b", "v1", map[codebook.CodeID]int{b.Codes()[1].ID: 12})
	},
}

// What codebook export writes, codebook import reads: all of it, but for what a
// format cannot tell.
func TestEveryFormatOfCodebooksComesBack(t *testing.T) {
	b := wholeBook()
	for ext, write := range codebookWriters {
		t.Run(ext, func(t *testing.T) {
			var out, again bytes.Buffer
			if err := write(&out, b); err != nil {
				t.Fatal(err)
			}
			if err := write(&again, b); err != nil || !bytes.Equal(out.Bytes(), again.Bytes()) {
				t.Errorf("the second writing has other bytes (%v)", err)
			}
			content := out.String()
			sheet, err := codebooks.Read("x"+ext, &out)
			if err != nil || len(sheet.Ignored) > 0 {
				t.Fatalf("%v %v\n%s", sheet.Ignored, err, content[:min(len(content), 3000)])
			}
			got := map[string]codebooks.CodeRow{}
			for _, r := range sheet.Rows {
				got[codebook.JoinPath(r.Path...)] = r
			}
			for _, c := range b.All() {
				r, there := got[b.Path(c.ID)]
				if !c.InUse() && (ext == ".qdc" || ext == ".docx") {
					if there {
						t.Errorf("%s is out of use and was written", c.Name)
					}
					continue
				}
				if !there {
					t.Errorf("%s did not come back; there are %v", b.Path(c.ID), got)
					continue
				}
				want := codebooks.CodeRow{At: r.At, ID: c.ID, Path: r.Path, Definition: c.Definition, Examples: c.Examples, Origin: c.Origin, Source: c.Source, Colour: c.Colour, Aliases: c.Aliases, Heading: c.Heading, Status: c.Status, Themes: r.Themes}
				switch ext {
				case ".md":
					want.ID = codebook.CodeID{}
					if c.Status == codebook.Live {
						want.Status = ""
					}
				case ".qdc":
					want.Origin, want.Source, want.Status = "", "", ""
				case ".docx":
					want = codebooks.CodeRow{At: r.At, Path: r.Path, Definition: c.Definition, Examples: codebook.Examples{Typical: c.Examples.Typical}}
				}
				if d := cmp.Diff(want, r, cmp.AllowUnexported(codebooks.CodeRow{})); d != "" && !onlyAbove(want, r) {
					t.Errorf("%s: %s", c.Name, d)
				}
			}
			if ext == ".docx" {
				return
			}
			if len(sheet.Themes) != 1 || sheet.Themes[0].Name != "what holds" || len(sheet.Themes[0].Codes) != 2 {
				t.Fatalf("themes %+v", sheet.Themes)
			}
			if n := sheet.Themes[0].Narrative; n != b.Themes()[0].Narrative && ext != ".csv" && ext != ".xlsx" {
				t.Errorf("narrative %q", n)
			}
			for i, n := range sheet.Themes[0].Codes {
				if path := codebook.JoinPath(sheet.Rows[n].Path...); path != b.Path(b.Codes()[i].ID) {
					t.Errorf("the theme holds %s", path)
				}
			}
		})
	}
}

// onlyAbove reports whether two rows are the same but for the parent as written.
func onlyAbove(a, b codebooks.CodeRow) bool {
	return cmp.Equal(a, b, cmp.FilterPath(func(p cmp.Path) bool { return p.String() == "above" }, cmp.Ignore()), cmp.AllowUnexported(codebooks.CodeRow{}))
}

// validate checks a REFI-QDA codebook against the schema, where that and
// xmllint are at hand.
func validate(t *testing.T, content []byte) {
	t.Helper()
	schema := filepath.Join(os.Getenv("CONCORD_SHARED"), "refi-qda", "Codebook.xsd")
	if _, err := os.Stat(schema); err != nil {
		return
	}
	if _, err := exec.LookPath("xmllint"); err != nil {
		return
	}
	file := filepath.Join(t.TempDir(), "x.qdc")
	if err := os.WriteFile(file, content, 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("xmllint", "--noout", "--schema", schema, file).CombinedOutput(); err != nil {
		t.Errorf("%s\n%s", out, content)
	}
}

func TestQDCIsValid(t *testing.T) {
	var b bytes.Buffer
	if err := CodebookQDC(&b, wholeBook(), "Concord <test>"); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.String(), `name="trust &lt;under&gt; &#34;risk&#34; &amp; *more*"`) {
		t.Errorf("names are not escaped:\n%s", b.String())
	}
	validate(t, b.Bytes())
	if err := CodebookQDC(&b, codebook.New(nil), "x"); err == nil {
		t.Error("a codebook without codes was written, which the format cannot hold")
	}
}

// Files that other programs wrote come back with all codes, places, ids, colours
// and descriptions.
func TestForeignQDCRoundTrips(t *testing.T) {
	root := os.Getenv("CONCORD_SHARED")
	if root == "" {
		t.Skip("CONCORD_SHARED is not set")
	}
	files, _ := filepath.Glob(filepath.Join(root, "refi-qda", "samples", "*.qdc"))
	if len(files) == 0 {
		t.Skip("there are no samples")
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			content, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			first, err := codebooks.Read(file, bytes.NewReader(content))
			if err != nil {
				t.Fatal(err)
			}
			if n := strings.Count(string(content), "<Code "); n != len(first.Rows) {
				t.Errorf("%d codes of %d were read", len(first.Rows), n)
			}
			var codes []codebook.Code
			at := map[string]codebook.CodeID{}
			for _, r := range first.Rows {
				name := r.Path[len(r.Path)-1]
				at[codebook.JoinPath(r.Path...)] = r.ID
				c := codebook.Code{ID: r.ID, Name: name, Definition: r.Definition, Examples: r.Examples, Colour: r.Colour, Heading: r.Heading, Status: codebook.Live}
				if len(r.Path) > 1 {
					c.Parent = at[codebook.JoinPath(r.Path[:len(r.Path)-1]...)]
				}
				codes = append(codes, c)
			}
			var themes []codebook.Theme
			for _, th := range first.Themes {
				k := codebook.Theme{ID: th.ID, Name: th.Name, Narrative: th.Narrative}
				for _, n := range th.Codes {
					k.Codes = append(k.Codes, first.Rows[n].ID)
				}
				themes = append(themes, k)
			}
			var out bytes.Buffer
			if err := CodebookQDC(&out, codebook.New(codes, themes...), "Concord test"); err != nil {
				t.Fatal(err)
			}
			validate(t, out.Bytes())
			second, err := codebooks.Read("x.qdc", &out)
			if err != nil {
				t.Fatal(err)
			}
			plain := func(s codebooks.Sheet) map[string]codebooks.CodeRow {
				rows := map[string]codebooks.CodeRow{}
				for _, r := range s.Rows {
					r.At = ""
					rows[codebook.JoinPath(r.Path...)] = r
				}
				return rows
			}
			if d := cmp.Diff(plain(first), plain(second), cmp.AllowUnexported(codebooks.CodeRow{})); d != "" {
				t.Error(d)
			}
			if len(first.Themes) != len(second.Themes) {
				t.Errorf("%d themes, then %d", len(first.Themes), len(second.Themes))
			}
		})
	}
}
