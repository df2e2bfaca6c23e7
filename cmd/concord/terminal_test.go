package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// terminal is the real program in a real terminal, driven through tmux.
type terminal struct {
	t      *testing.T
	socket string
}

func (m *terminal) tmux(args ...string) string {
	m.t.Helper()
	out, err := exec.Command("tmux", append([]string{"-S", m.socket}, args...)...).CombinedOutput()
	if err != nil {
		m.t.Fatalf("tmux %v: %v\n%s", args, err, out)
	}
	return string(out)
}

func (m *terminal) screen() string { return m.tmux("capture-pane", "-p", "-t", "c") }

// until waits for words on the screen.
func (m *terminal) until(words string) {
	m.t.Helper()
	for range 200 {
		if strings.Contains(m.screen(), words) {
			return
		}
		time.Sleep(25 * time.Millisecond)
	}
	m.t.Fatalf("%q never came on the screen:\n%s", words, m.screen())
}

func (m *terminal) keys(keys ...string) {
	m.t.Helper()
	m.tmux(append([]string{"send-keys", "-t", "c"}, keys...)...)
}

// The program in a terminal: an interview is opened, coded, searched and
// measured, what was done is in the project afterwards, and a killed terminal
// loses nothing that was shown as saved.
func TestInARealTerminal(t *testing.T) {
	if _, err := exec.LookPath("tmux"); err != nil {
		t.Skip("tmux is not installed")
	}
	binary := filepath.Join(t.TempDir(), "concord")
	if out, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		t.Fatalf("building: %v\n%s", err, out)
	}
	data := t.TempDir()
	concord := func(args ...string) string {
		cmd := exec.Command(binary, args...)
		cmd.Env = append(os.Environ(), "XDG_DATA_HOME="+data, "CONCORD_CODER=")
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("concord %v: %v\n%s", args, err, out)
		}
		return string(out)
	}
	concord("demo")
	study := filepath.Join(data, "concord", "demo", "overdose-coalitions")

	editor := filepath.Join(t.TempDir(), "editor")
	if err := os.WriteFile(editor, []byte("#!/bin/sh\necho 'and in my editor' >> \"$1\"\n"), 0o700); err != nil {
		t.Fatal(err)
	}

	m := &terminal{t, filepath.Join(t.TempDir(), "tmux")}
	m.tmux("-f", "/dev/null", "new-session", "-d", "-s", "c", "-x", "80", "-y", "24",
		"env XDG_DATA_HOME="+data+" CONCORD_CODER= VISUAL= EDITOR="+editor+" TERM=tmux-256color "+binary+" demo; echo LEFT; sleep 60")
	t.Cleanup(func() { _ = exec.Command("tmux", "-S", m.socket, "kill-server").Run() })
	m.until("8 transcripts")
	m.keys("End", "Up", "Enter")
	m.keys("Down", "Right", "c") // at once: keys wait for the transcript
	m.until("code “")
	m.keys("t", "r", "u")
	m.until("▶ trust")
	m.keys("Enter")
	m.until("+trust saved")
	m.keys("Down", "Down", ".")
	m.until("+trust saved")
	// What another program does appears by itself.
	m.until("turn 4/")
	m.keys("O")
	concord("-C", study, "code", "add", "KI-07", "300", "330", "stigma inside services", "--coder", "ben")
	begun := time.Now()
	m.until("≠│ I'm in the van")
	t.Logf("another program's coding was on the screen after %v", time.Since(begun).Round(10*time.Millisecond))
	m.keys("O")
	m.tmux("resize-window", "-t", "c", "-x", "120", "-y", "36")
	m.until("CODE")
	m.keys("m")
	m.until("memo on this trust")
	m.keys("-l", "why here?")
	m.until("why here?")
	m.keys("C-e")
	m.until("and in my editor")
	m.keys("C-s")
	m.until("memo saved")
	m.keys("u")
	m.until("undone: new memo")
	m.keys("/")
	m.keys("-l", "code:trust coder:ana")
	m.keys("Enter")
	m.until("search “code:trust coder:ana”")
	m.keys("Escape")
	m.keys("A")
	m.until("95 %")

	// Killed in the middle, nothing saved is lost.
	if got := strings.Count(concord("-C", study, "codings", "export"), "KI-07,"); got != 3 {
		t.Errorf("%d codings on KI-07 while the screen is open", got)
	}
	m.tmux("kill-session", "-t", "c")
	out := concord("-C", study, "codings", "export")
	if got := strings.Count(out, "KI-07,"); got != 3 {
		t.Errorf("%d codings on KI-07 after the terminal was killed", got)
	}
	concord("-C", study, "check")

	// Leaving restores the terminal.
	m.tmux("-f", "/dev/null", "new-session", "-d", "-s", "c", "-x", "80", "-y", "24",
		"env XDG_DATA_HOME="+data+" CONCORD_CODER= "+binary+" demo; echo LEFT; sleep 60")
	m.until("8 transcripts")
	// A whole interview, as fast as keys can be sent: each turn of the
	// participant's gets the last code, and then it is complete.
	m.keys("End", "Enter")
	var shown struct {
		Turns []struct{ Role string }
	}
	if err := json.Unmarshal([]byte(concord("-C", study, "show", "KI-08", "--turns", "--json")), &shown); err != nil {
		t.Fatal(err)
	}
	m.until("KI-08")
	turns := 0
	for _, turn := range shown.Turns {
		if turn.Role != "interviewer" {
			turns++
			m.keys("o", ".")
		}
	}
	m.keys("o")
	m.until("every turn from here on has a coding of yours")
	m.keys("C")
	m.until("KI-08 is complete: " + fmt.Sprint(turns) + " codings")
	if got := strings.Count(concord("-C", study, "codings", "export"), "KI-08,"); got != turns {
		t.Errorf("%d codings on KI-08 for %d turns", got, turns)
	}
	m.keys("Q")
	m.until("LEFT")
	if strings.Contains(m.screen(), "transcripts") {
		t.Errorf("the screen was not given back:\n%s", m.screen())
	}
}
