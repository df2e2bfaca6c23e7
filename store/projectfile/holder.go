package projectfile

import (
	"encoding/json"
	"fmt"
	"os"
	"os/user"
	"path/filepath"
	"time"
)

// holder is what the side file of a long transaction says.
type holder struct {
	PID   int       `json:"pid"`
	Host  string    `json:"host"`
	User  string    `json:"user"`
	What  string    `json:"what"`
	Since time.Time `json:"since"`
}

func holderFile(file string) string { return filepath.Join(filepath.Dir(file), "holder.json") }

// Announce leaves word, for whoever waits, of a transaction that takes long.
// The returned function takes it back.
func Announce(path, what string, now time.Time) func() {
	h := holder{PID: os.Getpid(), What: what, Since: now}
	h.Host, _ = os.Hostname()
	if u, err := user.Current(); err == nil {
		h.User = u.Username
	}
	content, err := json.Marshal(h)
	if err != nil {
		return func() {}
	}
	side := holderFile(path)
	if os.WriteFile(side, content, 0o600) != nil {
		return func() {}
	}
	return func() { _ = os.Remove(side) }
}

func busyError(path string) error {
	var h holder
	if content, err := os.ReadFile(holderFile(path)); err == nil && json.Unmarshal(content, &h) == nil {
		return fmt.Errorf("%w: %s on %s has been %s since %s (process %d); wait for it to end and do it again",
			ErrBusy, h.User, h.Host, h.What, h.Since.Local().Format("15:04:05"), h.PID)
	}
	return fmt.Errorf("%w: another program holds it; wait for that to end and do it again (%s)", ErrBusy, path)
}
