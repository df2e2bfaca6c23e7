package main

import (
	"errors"

	"github.com/spf13/cobra"

	"concord/store/study"
	"concord/tui"
)

// screen opens the workbench.
func screen(cmd *cobra.Command, s *study.Study, theme string) error {
	if !isTerminal(cmd.OutOrStdout()) || !isTerminal(cmd.InOrStdin()) {
		return errors.New("the workbench needs a terminal; “concord help” lists what works without one")
	}
	return tui.Run(cmd.Context(), s, tui.Options{Theme: theme})
}
