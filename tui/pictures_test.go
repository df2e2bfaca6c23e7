package tui

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// Pictures of the main screens at three sizes, to be looked at by whoever
// changes them; UPDATE_PICTURES=1 draws them anew.
func TestPictures(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {120, 36}, {200, 50}} {
		d := drive(t, size[0], size[1])
		d.r.now = func() time.Time { return time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC) }
		picture := func(name string) {
			t.Helper()
			path := filepath.Join("testdata", fmt.Sprintf("%s-%dx%d.txt", name, size[0], size[1]))
			got := d.screen() + "\n"
			if os.Getenv("UPDATE_PICTURES") != "" {
				if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("%s is not what it was; UPDATE_PICTURES=1 go test ./tui -run Pictures draws it anew:\n%s", path, got)
			}
		}
		picture("transcripts")
		d.open("KI-01")
		d.press("O")
		d.goTurn("12")
		d.press("tab", "tab")
		picture("reading")
		d.press("esc", "right", "right", "c")
		d.typed("gri")
		picture("picker")
	}
}
