package tui

import (
	"context"
	"fmt"
	"io"
	"log"

	tea "github.com/charmbracelet/bubbletea"

	"concord/store/study"
	_ "concord/tui/term"
	"concord/tui/theme"
)

// Options say how the workbench looks.
type Options struct {
	Theme string // dark, light, none; "" takes the one chosen last, else decides by the environment
}

// Run shows the workbench until the user leaves it.
func Run(ctx context.Context, s *study.Study, o Options) error {
	th, err := theme.FromEnvironment(o.Theme)
	if err != nil {
		return err
	}
	// The search library writes to the standard logger, which would write over
	// the screen.
	log.SetOutput(io.Discard)
	r := newRoot(ctx, s, th)
	r.fixedTheme = o.Theme != ""
	r.readKeys()
	end, err := tea.NewProgram(r, tea.WithContext(ctx), tea.WithAltScreen()).Run()
	if err != nil && ctx.Err() == nil {
		return fmt.Errorf("showing the workbench: %w", err)
	}
	if r, ok := end.(*root); ok && len(r.jobs) > 0 {
		return fmt.Errorf("%d changes could not be saved before the end: %s", len(r.jobs), r.jobs[0].What)
	}
	return nil
}
