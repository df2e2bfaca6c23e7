package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"concord/codebook/report"
	"concord/corpus/exporter"
	"concord/corpus/prose"
	"concord/store"
	"concord/store/bundle"
	"concord/store/study"
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

// bundleWriting are the flags of “bundle write”.
type bundleWriting struct {
	reader     string
	all, force bool
	since      []string
	lock       bundle.Lock
	key        keyFlags
}

func bundleWrite(g *globals) *cobra.Command {
	var w bundleWriting
	cmd := &cobra.Command{
		Use:   "write FILE --for CODER|--all",
		Short: "Write a bundle",
		Long: `Write a bundle for a coder: all that she may see, which leaves out others' work in
blind rounds that are open; or, with --all, everything. With --since FILE, a
bundle that the other side has read or written, only what is newer than it.

A bundle holds confidential text. Seal it to the public key of whom it is for
(--to age1…, see “concord bundle key”), or with a passphrase.`,
		Args: args(cobra.ExactArgs(1)),
		RunE: g.verb(func(ctx context.Context, s *study.Study, a []string) (answer, error) {
			if w.all == (w.reader != "") {
				return answer{}, usageError{errors.New("bundle write: say who it is for (--for CODER), or --all")}
			}
			o, closeAll, err := w.options(ctx, s)
			if err != nil {
				return answer{}, err
			}
			defer closeAll()
			h, err := w.write(ctx, s, a[0], o)
			out := said("wrote %s: %s, %s; %s", a[0], prose.Counted(h.Events, "event", "events"), prose.Counted(h.Texts, "text", "texts"), w.sealed()).as(h)
			if err != nil {
				return out, err
			}
			return warnIfBlind(ctx, s, o, out)
		}),
	}
	f := cmd.Flags()
	f.StringVar(&w.reader, "for", "", "what this coder may see")
	f.BoolVar(&w.all, "all", false, "everything: for whoever leads, or to keep")
	f.StringArrayVar(&w.since, "since", nil, "leave out what is in this earlier bundle (repeat for several)")
	f.StringArrayVar(&w.lock.Recipients, "to", nil, "seal to this public key, age1… (repeat for several)")
	f.BoolVar(&w.force, "force", false, "replace an existing file")
	w.key.register(cmd)
	return cmd
}

// warnIfBlind says that a bundle holds others' work of a blind round in which the
// coder who writes it codes herself.
func warnIfBlind(ctx context.Context, s *study.Study, o store.BundleOptions, out answer) (answer, error) {
	if s.Coder.ID.IsZero() || o.For == s.Coder.ID {
		return out, nil
	}
	blind, err := s.Project.As(s.Coder.ID).Blind(ctx)
	if blind {
		out = out.noted("concord: you code in a blind round that is open, and the bundle holds what others did in it: hand it on unread")
	}
	return out, err
}

// options opens what the flags name; closeAll closes it.
func (w *bundleWriting) options(ctx context.Context, s *study.Study) (o store.BundleOptions, closeAll func(), err error) {
	var open []*os.File
	closeAll = func() {
		for _, f := range open {
			f.Close()
		}
	}
	if w.reader != "" {
		c, err := findCoder(ctx, s.Project, w.reader)
		if err != nil {
			return o, closeAll, err
		}
		o.For = c.ID
	}
	for _, path := range w.since {
		f, err := os.Open(path)
		if err != nil {
			closeAll()
			return o, closeAll, fmt.Errorf("writing a bundle: --since: %w", err)
		}
		open = append(open, f)
		o.Since = append(o.Since, f)
	}
	if o.Key, err = w.key.key(); err != nil {
		closeAll()
		return o, closeAll, err
	}
	if w.key.passphrase {
		w.lock.Passphrase, err = newPassphrase()
	}
	return o, closeAll, err
}

func (w *bundleWriting) write(ctx context.Context, s *study.Study, path string, o store.BundleOptions) (h bundle.Header, err error) {
	err = writeWhole(path, w.force, func(out io.Writer) error {
		sealed, err := bundle.Seal(out, w.lock)
		if err != nil {
			return err
		}
		if h, err = s.Project.WriteBundle(ctx, s.Coder.ID, sealed, o); err != nil {
			return err
		}
		return sealed.Close()
	})
	if err != nil {
		err = fmt.Errorf("writing the bundle %s: %w", path, err)
	}
	return h, err
}

// sealed says who can read the bundle.
func (w *bundleWriting) sealed() string {
	if w.lock.Passphrase != "" || len(w.lock.Recipients) > 0 {
		return "sealed"
	}
	return "not sealed: whoever has the file can read it"
}

func bundleRead(g *globals) *cobra.Command {
	var k keyFlags
	cmd := &cobra.Command{
		Use:   "read FILE…",
		Short: "Add what bundles hold to this copy",
		Args:  args(cobra.MinimumNArgs(1)),
	}
	cmd.RunE = g.verb(func(ctx context.Context, s *study.Study, files []string) (answer, error) {
		key, err1 := k.key()
		_, err2 := s.Project.BackupBefore(ctx, "bundle")
		if err := firstError(err1, err2); err != nil {
			return answer{}, err
		}
		reports := []store.BundleReport{}
		for _, path := range files {
			r, err := readBundle(cmd, s, path, key)
			reports = append(reports, r)
			if err != nil {
				return answer{}, earlierRead(files, reports, err)
			}
		}
		return bundlesRead(files, reports), nil
	})
	k.register(cmd)
	return cmd
}

func readBundle(cmd *cobra.Command, s *study.Study, path string, key bundle.Key) (store.BundleReport, error) {
	tell, done := bundleProgress(cmd)
	defer done()
	r, err := openBundle(path, key, func(content io.Reader) (store.BundleReport, error) {
		return s.Project.ReadBundle(cmd.Context(), content, store.ReadBundleOptions{Reader: s.Coder.ID, Progress: tell})
	})
	if err != nil {
		err = fmt.Errorf("%s: %w", path, err)
	}
	return r, err
}

// earlierRead adds to the error of the last bundle which ones were read before
// it: each is an action of its own.
func earlierRead(files []string, reports []store.BundleReport, err error) error {
	if n := len(reports) - 1; n > 0 {
		return fmt.Errorf("%w\nread before it, and kept: %s", err, strings.Join(files[:n], ", "))
	}
	return err
}

func bundlesRead(files []string, reports []store.BundleReport) answer {
	return answer{value: reports, text: func(w io.Writer) {
		for i, r := range reports {
			printBundleReport(w, files[i], r)
		}
	}}
}

func bundleShow(g *globals) *cobra.Command {
	var k keyFlags
	cmd := &cobra.Command{
		Use:   "show FILE",
		Short: "Say what a bundle holds, without reading it in",
		Args:  args(cobra.ExactArgs(1)),
		RunE: g.plainVerb(func(_ context.Context, a []string) (answer, error) {
			key, err := k.key()
			if err != nil {
				return answer{}, err
			}
			h, err := openBundle(a[0], key, func(content io.Reader) (bundle.Header, error) {
				h, _, err := bundle.Read(content)
				return h, err
			})
			if err != nil {
				return answer{}, fmt.Errorf("%s: %w", a[0], err)
			}
			return answer{value: h, text: func(w io.Writer) { printHeader(w, h) }}, nil
		}),
	}
	k.register(cmd)
	return cmd
}

func printHeader(w io.Writer, h bundle.Header) {
	whose := "everything"
	if !h.For.IsZero() {
		whose = "what one coder (" + h.For.String() + ") may see"
	}
	if h.Partial {
		whose += ", less what an earlier bundle held"
	}
	fmt.Fprintf(w, "a bundle of “%s” (%s), written %s by %s\n%s, %s: %s; state %s\n", h.Title, h.Project,
		h.Time.Local().Format("2006-01-02 15:04"), h.Program, prose.Counted(h.Events, "event", "events"), prose.Counted(h.Texts, "text", "texts"), whose, h.State)
}

func bundleLog(g *globals) *cobra.Command {
	return &cobra.Command{
		Use:   "log",
		Short: "Which bundles this copy has read",
		Args:  args(cobra.NoArgs),
		RunE: g.verb(func(ctx context.Context, s *study.Study, _ []string) (answer, error) {
			entries, err := s.Reader().Journal(ctx)
			return answer{value: entries, text: func(w io.Writer) {
				for _, e := range entries {
					fmt.Fprintf(w, "%s  %s\n", e.Time.Local().Format("2006-01-02 15:04:05"), e.What)
				}
			}}, err
		}),
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

func printBundleReport(out io.Writer, path string, r store.BundleReport) {
	fmt.Fprintf(out, "%s: %s, %d of them new here\n", path, prose.Counted(r.Header.Events, "event", "events"), r.Events)
	t := report.Table{Columns: columns("  coder", "code", "before#", "after#")}
	same := 0
	for _, c := range r.Counts {
		if c.Before == c.After {
			same++
			continue
		}
		t.Rows = append(t.Rows, report.Row{Cells: []string{"  " + c.Coder, c.Code, strconv.Itoa(c.Before), "→ " + strconv.Itoa(c.After)}})
	}
	if len(t.Rows) > 0 {
		_ = exporter.TableText(out, t)
	}
	if len(r.Counts) > 0 {
		fmt.Fprintf(out, "  codings by coder and code: %d changed, %d as they were\n", len(r.Counts)-same, same)
	}
	if r.Hidden {
		fmt.Fprintln(out, "  the work of others in the blind round is here but not counted: you see it when the round is closed")
	}
	if r.Conflicts > 0 {
		fmt.Fprintf(out, "  in %s two copies changed the same thing: concord conflicts\n", prose.Counted(r.Conflicts, "place", "places"))
	}
}

// bundleProgress reports on standard error how far reading has come, if that is
// a terminal; done wipes the report.
func bundleProgress(cmd *cobra.Command) (tell func(what string, done, of int), done func()) {
	if !isTerminal(cmd.ErrOrStderr()) {
		return nil, func() {}
	}
	errs := unescaped(cmd.ErrOrStderr())
	return func(what string, done, of int) { fmt.Fprintf(errs, "\r\x1b[K%s: %d of %d", what, done, of) },
		func() { fmt.Fprint(errs, "\r\x1b[K") }
}
