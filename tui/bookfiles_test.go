package tui

import (
	"os"
	"path/filepath"
	"testing"
)

// A codebook is written to a file, changed there, shown before it is imported,
// and imported with a reason; undo takes it back. What is wrong is said.
func TestCodebookFilesOnTheScreen(t *testing.T) {
	d := drive(t, 100, 30)
	dir := t.TempDir()
	file := filepath.Join(dir, "b.csv")
	d.press("B", "X")
	for range len("codebook.docx") {
		d.press("backspace")
	}
	d.typed(file)
	d.press("enter")
	d.sees("wrote ")
	d.press("I")
	d.typed(file)
	d.press("enter")
	d.sees("what b.csv would change", "0 added, 0 redefined, 0 otherwise changed, 0 themes changed; 27 the same")
	d.press("enter")
	if err := os.WriteFile(file, []byte("name,parent,definition\nnew idea,context,fresh\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	d.press("I")
	d.typed(file)
	d.press("enter")
	d.sees("1 added, 0 redefined", "context › new idea (added)", "Enter imports")
	if _, err := d.r.Over.Codebook.Find("new idea"); err == nil {
		t.Fatal("it was imported before anybody said so")
	}
	d.press("enter")
	d.typed("from the workshop")
	d.press("enter")
	d.sees("imported: 1 added")
	d.find("new idea")
	d.press("u")
	if _, err := d.r.Over.Codebook.Find("new idea"); err == nil {
		t.Fatal("undo did not take the import back")
	}
	if err := os.WriteFile(file, []byte("name,colour\na,mauve\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	d.press("I")
	d.typed(file)
	d.press("enter")
	d.sees("b.csv: line 2, column colour")

	d.press("H")
	d.sees("unused", "“resolved conflict” was never used")
	d.press("enter")
	if c, _ := d.book().ChosenCode(); c.Name != "resolved conflict" {
		t.Errorf("the cursor is on %q", c.Name)
	}
}
