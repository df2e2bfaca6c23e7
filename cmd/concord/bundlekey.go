package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"concord/store/bundle"
)

func bundleKey(g *globals) *cobra.Command {
	return &cobra.Command{
		Use:   "key FILE",
		Short: "Make a key: FILE opens what is sealed to the public key that is printed",
		Args:  args(cobra.ExactArgs(1)),
		RunE: g.plainVerb(func(_ context.Context, a []string) (answer, error) {
			private, public, err := bundle.NewKey()
			if err != nil {
				return answer{}, err
			}
			err = writeWhole(a[0], false, func(w io.Writer) error { _, err := io.WriteString(w, private); return err })
			if err != nil {
				return answer{}, fmt.Errorf("writing the key %s: %w", a[0], err)
			}
			return said("wrote %s: keep it to yourself, and keep a copy; without it nothing sealed to it can be read\npublic key, to give away: %s", a[0], public).
				as(map[string]string{"file": a[0], "public": public}), nil
		}),
	}
}

// keyFlags say what opens a sealed bundle.
type keyFlags struct {
	file       string
	passphrase bool
}

func (k *keyFlags) register(cmd *cobra.Command) {
	cmd.Flags().StringVar(&k.file, "key", "", "file with the key that opens a sealed bundle")
	cmd.Flags().BoolVar(&k.passphrase, "passphrase", false, "ask for a passphrase (or take $CONCORD_PASSPHRASE)")
}

func (k *keyFlags) key() (bundle.Key, error) {
	var out bundle.Key
	if k.file != "" {
		raw, err := os.ReadFile(k.file)
		if err != nil {
			return out, fmt.Errorf("reading the key: %w", err)
		}
		out.Identities = string(raw)
	}
	if k.passphrase {
		var err error
		if out.Passphrase, err = askPassphrase("passphrase: "); err != nil {
			return out, err
		}
	}
	return out, nil
}

// newPassphrase asks twice, so that a slip of the finger locks nobody out.
func newPassphrase() (string, error) {
	one, err := askPassphrase("passphrase to seal with: ")
	if err != nil || os.Getenv("CONCORD_PASSPHRASE") != "" {
		return one, err
	}
	again, err := askPassphrase("the same once more: ")
	if err == nil && one != again {
		err = errors.New("the two are not the same; nothing was written")
	}
	return one, err
}

func askPassphrase(prompt string) (string, error) {
	if p := os.Getenv("CONCORD_PASSPHRASE"); p != "" {
		return p, nil
	}
	if !isTerminal(os.Stdin) {
		return "", errors.New("a passphrase can only be asked for in a terminal; put it into $CONCORD_PASSPHRASE")
	}
	fmt.Fprint(os.Stderr, prompt)
	raw, err := term.ReadPassword(int(os.Stdin.Fd()))
	fmt.Fprintln(os.Stderr)
	if err == nil && len(raw) == 0 {
		err = errors.New("the passphrase is empty")
	}
	return string(raw), err
}
