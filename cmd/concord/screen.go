package main

import (
	"errors"
	"os"

	"github.com/spf13/cobra"

	"concord/store/study"
	"concord/tui"
	"concord/tui/linear"
)

// screen opens the workbench: on the screen, or in plain lines.
func screen(cmd *cobra.Command, s *study.Study, g *globals) error {
	if linearWanted(g) {
		return linear.Run(cmd.Context(), s, cmd.InOrStdin(), cmd.OutOrStdout())
	}
	if !isTerminal(cmd.OutOrStdout()) || !isTerminal(cmd.InOrStdin()) {
		return errors.New("the workbench needs a terminal; --linear works without one, and “concord help” lists what else does")
	}
	return tui.Run(cmd.Context(), s, tui.Options{Theme: g.theme})
}

// linearWanted reports whether plain lines were asked for.
func linearWanted(g *globals) bool { return g.linear || os.Getenv("CONCORD_LINEAR") != "" }
