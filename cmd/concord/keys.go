package main

import (
	"context"
	"io"

	"github.com/spf13/cobra"

	"concord/tui"
	"concord/tui/keymap"
)

func keysCommand(g *globals) *cobra.Command {
	return &cobra.Command{
		Use:   "keys",
		Short: "List the keys of the screen, in the form of your file of keys",
		Long: `List what the keys of the screen do, in the form of the file in which you can
change them. To begin, write the list there and keep the lines that you change:

    mkdir -p ~/.config/concord
    concord keys > ~/.config/concord/keys.conf

The list names the file's place on your system. keys that collide, and names that
there are not, are reported here and when the screen opens.`,
		Args: args(cobra.NoArgs),
		RunE: g.plainVerb(func(context.Context, []string) (answer, error) {
			actions, problems, err := tui.Actions()
			if err != nil {
				return answer{}, err
			}
			path, err := keymap.KeysFile()
			a := answer{value: actions, text: func(w io.Writer) { _ = keymap.WriteKeys(w, path, actions) }}
			return a.warned("your keys", problems), err
		}),
	}
}
