package main

import (
	"fmt"
	"os/user"
	"path/filepath"

	"github.com/spf13/cobra"

	"concord/store"
)

func initCommand(g *globals) *cobra.Command {
	var title string
	cmd := &cobra.Command{
		Use:   "init DIR",
		Short: "Make a project in a folder",
		Args:  args(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, a []string) error {
			dir, err := filepath.Abs(a[0])
			if err != nil {
				return err
			}
			if title == "" {
				title = filepath.Base(dir)
			}
			p, err := store.Init(cmd.Context(), dir, title)
			if err != nil {
				return err
			}
			out := cmd.OutOrStdout()
			if g.json {
				return printJSON(out, map[string]string{"project": p.ID().String(), "dir": p.Dir(), "title": title})
			}
			fmt.Fprintf(out, "made the project “%s” in %s\n", title, p.Dir())
			fmt.Fprintf(out, "next: cd %s, concord coder add %s, concord import FILE…\n", p.Dir(), proposedName())
			return nil
		},
	}
	cmd.Flags().StringVar(&title, "title", "", "what the project is called (default: the folder's name)")
	return cmd
}

// proposedName is a name to propose for the first coder.
func proposedName() string {
	if u, err := user.Current(); err == nil && u.Username != "" {
		return filepath.Base(u.Username)
	}
	return "NAME"
}
