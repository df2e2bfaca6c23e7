package term_test

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// silentTerminal opens a terminal that never answers a question: the end a
// program talks to, and the end that hears what it says.
func silentTerminal(t *testing.T) (program, hears *os.File) {
	t.Helper()
	hears, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Skip("there are no terminals here:", err)
	}
	t.Cleanup(func() { hears.Close() })
	if err := unix.IoctlSetPointerInt(int(hears.Fd()), unix.TIOCSPTLCK, 0); err != nil {
		t.Skip("there are no terminals here:", err)
	}
	n, err := unix.IoctlGetInt(int(hears.Fd()), unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	program, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", n), os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { program.Close() })
	return program, hears
}

// A verb on a terminal that never answers is done at once and writes no escape
// sequence: the program asks the terminal nothing. If this fails, something has
// come before this package in the order of initialisation.
func TestVerbsAskTheTerminalNothing(t *testing.T) {
	binary := filepath.Join(t.TempDir(), "concord")
	if out, err := exec.Command("go", "build", "-o", binary, "concord/cmd/concord").CombinedOutput(); err != nil {
		t.Fatalf("building: %v\n%s", err, out)
	}
	program, hears := silentTerminal(t)
	cmd := exec.Command(binary, "version")
	cmd.Stdin, cmd.Stdout, cmd.Stderr = program, program, program
	cmd.Env = append(os.Environ(), "TERM=xterm-256color", "CI=", "NO_COLOR=", "COLORTERM=")
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	began := time.Now()
	if err := cmd.Run(); err != nil {
		t.Fatal(err)
	}
	took := time.Since(began)
	program.Close()
	said, _ := io.ReadAll(hears) // ends with an error when the other end is closed
	if !bytes.Contains(said, []byte("concord")) {
		t.Fatalf("the program said %q", said)
	}
	if bytes.ContainsRune(said, 0x1b) {
		t.Errorf("the program sent escape sequences: %q", said)
	}
	if took > 500*time.Millisecond {
		t.Errorf("“concord version” took %v on a terminal that never answers", took)
	}
}
