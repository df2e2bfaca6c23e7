package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"concord/store"
	"concord/store/bundle"
)

func bundleCommand(g *globals) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "bundle",
		Short: "Hand work from one copy of a project to another, as one file",
		Long: `A bundle is one file with what was done in a copy of the project and the texts it
needs. Read in another copy, in any order and as often as you like, it adds what
is new there; nothing is lost or doubled. A new copy is made with
“concord init DIR --from FILE”.`,
		Args: args(cobra.NoArgs),
	}
	cmd.AddCommand(bundleWrite(g), bundleRead(g), bundleShow(g), bundleKey(g), bundleLog(g))
	return cmd
}

func bundleWrite(g *globals) *cobra.Command {
	var reader string
	var all, force bool
	var since []string
	var lock bundle.Lock
	var k keyFlags
	cmd := &cobra.Command{
		Use:   "write FILE --for CODER|--all",
		Short: "Write a bundle",
		Long: `Write a bundle for a coder: all that she may see, which leaves out others' work in
blind rounds that are open; or, with --all, everything. With --since FILE, a
bundle that the other side has read or written, only what is newer than it.

A bundle holds confidential text. Seal it to the public key of whom it is for
(--to age1…, see “concord bundle key”), or with a passphrase.`,
		Args: args(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, a []string) error {
			if all == (reader != "") {
				return usageError{errors.New("bundle write: say who it is for (--for CODER), or --all")}
			}
			s, err := g.open(cmd.Context())
			if err != nil {
				return err
			}
			var o store.BundleOptions
			if reader != "" {
				coders, err := s.Reader().Coders(cmd.Context())
				if err != nil {
					return err
				}
				c, err := store.FindCoder(coders, reader)
				if err != nil {
					return err
				}
				o.For = c.ID
			}
			for _, path := range since {
				f, err := os.Open(path)
				if err != nil {
					return fmt.Errorf("writing a bundle: --since: %w", err)
				}
				defer f.Close()
				o.Since = append(o.Since, f)
			}
			if o.Key, err = k.key(cmd); err != nil {
				return err
			}
			if k.passphrase {
				if lock.Passphrase, err = newPassphrase(cmd); err != nil {
					return err
				}
			}
			var h bundle.Header
			err = writeWhole(a[0], force, func(w io.Writer) error {
				sealed, err := bundle.Seal(w, lock)
				if err != nil {
					return err
				}
				if h, err = s.Project.WriteBundle(cmd.Context(), s.Coder.ID, sealed, o); err != nil {
					return err
				}
				return sealed.Close()
			})
			if err != nil {
				return fmt.Errorf("writing the bundle %s: %w", a[0], err)
			}
			if g.json {
				return printJSON(cmd.OutOrStdout(), h)
			}
			how := "not sealed: whoever has the file can read it"
			if lock.Passphrase != "" || len(lock.Recipients) > 0 {
				how = "sealed"
			}
			fmt.Fprintf(cmd.OutOrStdout(), "wrote %s: %s, %s; %s\n", a[0], counted(h.Events, "event", "events"), counted(h.Texts, "text", "texts"), how)
			return nil
		},
	}
	f := cmd.Flags()
	f.StringVar(&reader, "for", "", "what this coder may see")
	f.BoolVar(&all, "all", false, "everything: for whoever leads, or to keep")
	f.StringArrayVar(&since, "since", nil, "leave out what is in this earlier bundle (repeat for several)")
	f.StringArrayVar(&lock.Recipients, "to", nil, "seal to this public key, age1… (repeat for several)")
	f.BoolVar(&force, "force", false, "replace an existing file")
	k.register(cmd)
	return cmd
}

func bundleRead(g *globals) *cobra.Command {
	var k keyFlags
	cmd := &cobra.Command{
		Use:   "read FILE…",
		Short: "Add what bundles hold to this copy",
		Args:  args(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, a []string) error {
			s, err := g.open(cmd.Context())
			if err != nil {
				return err
			}
			key, err := k.key(cmd)
			if err != nil {
				return err
			}
			var reports []store.BundleReport
			for _, path := range a {
				r, err := openBundle(path, key, func(content io.Reader) (store.BundleReport, error) {
					tell, done := bundleProgress(cmd)
					defer done()
					return s.Project.ReadBundle(cmd.Context(), content, store.ReadBundleOptions{Reader: s.Coder.ID, Progress: tell})
				})
				if err != nil {
					return fmt.Errorf("%s: %w", path, err)
				}
				reports = append(reports, r)
				if !g.json {
					if err := printBundleReport(cmd.OutOrStdout(), path, r); err != nil {
						return err
					}
				}
			}
			if g.json {
				return printJSON(cmd.OutOrStdout(), reports)
			}
			return nil
		},
	}
	k.register(cmd)
	return cmd
}

func bundleShow(g *globals) *cobra.Command {
	var k keyFlags
	cmd := &cobra.Command{
		Use:   "show FILE",
		Short: "Say what a bundle holds, without reading it in",
		Args:  args(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, a []string) error {
			key, err := k.key(cmd)
			if err != nil {
				return err
			}
			h, err := openBundle(a[0], key, func(content io.Reader) (bundle.Header, error) {
				h, _, err := bundle.Read(content)
				return h, err
			})
			if err != nil {
				return fmt.Errorf("%s: %w", a[0], err)
			}
			if g.json {
				return printJSON(cmd.OutOrStdout(), h)
			}
			whose := "everything"
			if !h.For.IsZero() {
				whose = "what one coder (" + h.For.String() + ") may see"
			}
			if h.Partial {
				whose += ", less what an earlier bundle held"
			}
			fmt.Fprintf(cmd.OutOrStdout(), "a bundle of “%s” (%s), written %s by %s\n%s, %s: %s; state %s\n", h.Title, h.Project,
				h.Time.Local().Format("2006-01-02 15:04"), h.Program, counted(h.Events, "event", "events"), counted(h.Texts, "text", "texts"), whose, h.State)
			return nil
		},
	}
	k.register(cmd)
	return cmd
}

func bundleLog(g *globals) *cobra.Command {
	return &cobra.Command{
		Use:   "log",
		Short: "Which bundles this copy has read",
		Args:  args(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := g.open(cmd.Context())
			if err != nil {
				return err
			}
			entries, err := s.Reader().Journal(cmd.Context())
			if err != nil {
				return err
			}
			if g.json {
				return printJSON(cmd.OutOrStdout(), entries)
			}
			for _, e := range entries {
				fmt.Fprintf(cmd.OutOrStdout(), "%s  %s\n", e.Time.Local().Format("2006-01-02 15:04:05"), e.What)
			}
			return nil
		},
	}
}

// openBundle opens a bundle, sealed or not, and hands it on.
func openBundle[T any](path string, key bundle.Key, use func(io.Reader) (T, error)) (T, error) {
	var none T
	f, err := os.Open(path)
	if err != nil {
		return none, fmt.Errorf("reading the bundle: %w", err)
	}
	defer f.Close()
	content, err := bundle.Open(f, key)
	if errors.Is(err, bundle.ErrSealed) {
		err = fmt.Errorf("%w (--key FILE or --passphrase)", err)
	}
	if err != nil {
		return none, err
	}
	return use(content)
}

func printBundleReport(out io.Writer, path string, r store.BundleReport) error {
	fmt.Fprintf(out, "%s: %s, %d of them new here\n", path, counted(r.Header.Events, "event", "events"), r.Events)
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	same := 0
	for _, c := range r.Counts {
		if c.Before == c.After {
			same++
			continue
		}
		fmt.Fprintf(w, "  %s\t%s\t%d → %d\n", c.Coder, c.Code, c.Before, c.After)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if len(r.Counts) > 0 {
		fmt.Fprintf(out, "  codings by coder and code: %d changed, %d as they were\n", len(r.Counts)-same, same)
	}
	if r.Hidden {
		fmt.Fprintln(out, "  the work of others in the blind round is here but not counted: you see it when the round is closed")
	}
	if r.Conflicts > 0 {
		fmt.Fprintf(out, "  in %s two copies changed the same thing: concord conflicts\n", counted(r.Conflicts, "place", "places"))
	}
	return nil
}

// bundleProgress reports on standard error how far reading has come, if that is
// a terminal; done wipes the report.
func bundleProgress(cmd *cobra.Command) (tell func(what string, done, of int), done func()) {
	errs := cmd.ErrOrStderr()
	if !isTerminal(errs) {
		return nil, func() {}
	}
	return func(what string, done, of int) { fmt.Fprintf(errs, "\r\x1b[K%s: %d of %d", what, done, of) },
		func() { fmt.Fprint(errs, "\r\x1b[K") }
}
