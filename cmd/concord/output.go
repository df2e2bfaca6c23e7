package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"concord/corpus/prose"
)

// outputFlags say in which format a verb writes, and where.
type outputFlags struct {
	format, path string
	force        bool
}

// register adds --format, where there is a choice, --output and --force.
func (o *outputFlags) register(cmd *cobra.Command, formats ...string) {
	if len(formats) > 1 {
		cmd.Flags().StringVar(&o.format, "format", "", prose.Or(formats)+" (default: by the name of the output, else "+formats[0]+")")
	}
	cmd.Flags().StringVarP(&o.path, "output", "o", "", "write to this file (default: standard output)")
	cmd.Flags().BoolVar(&o.force, "force", false, "replace an existing file")
}

// choose gives the format asked for, by --format or the output's name, else the
// first.
func (o *outputFlags) choose(cmd *cobra.Command, formats ...string) (string, error) {
	format := o.format
	if format == "" {
		format = strings.TrimPrefix(strings.ToLower(filepath.Ext(o.path)), ".")
	}
	if format == "" {
		format = formats[0]
	}
	if !slices.Contains(formats, format) {
		name := strings.TrimPrefix(cmd.CommandPath(), "concord ")
		return "", usageError{fmt.Errorf("%s: %q is no format; formats are %s", name, format, prose.And(formats))}
	}
	return format, notToTerminal(cmd, format, o.path)
}

// write writes to the file or to standard output.
func (o *outputFlags) write(cmd *cobra.Command, write func(io.Writer) error) error {
	if o.path == "" || o.path == "-" {
		return buffered(cmd.OutOrStdout(), write)
	}
	if err := writeWhole(o.path, o.force, write); err != nil {
		return fmt.Errorf("writing %s: %w", o.path, err)
	}
	return nil
}

// toFile reports whether the output is a file rather than standard output.
func (o *outputFlags) toFile() bool { return o.path != "" && o.path != "-" }

// writeWhole writes a file that has its name only when it is whole: content goes
// to a temporary file beside it, which takes the name when it is on the disk. An
// existing file is replaced with force only, and then in one step; what fails
// leaves it as it was.
func writeWhole(path string, force bool, write func(io.Writer) error) error {
	if _, err := os.Lstat(path); err == nil && !force {
		return errThere
	}
	dir := filepath.Dir(path)
	f, err := os.CreateTemp(dir, "."+filepath.Base(path)+"-*") // mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	err = buffered(f, write)
	if err == nil {
		err = f.Sync()
	}
	if err := firstError(err, f.Close()); err != nil {
		return err
	}
	if err := giveName(f.Name(), path, force); err != nil {
		return err
	}
	syncFolder(dir)
	return nil
}

// buffered lets a function write to w in large pieces.
func buffered(w io.Writer, write func(io.Writer) error) error {
	b := bufio.NewWriterSize(w, 1<<16)
	if err := write(b); err != nil {
		return err
	}
	return b.Flush()
}

var errThere = errors.New("there is a file already; choose another name, or give --force")

// giveName renames a file. Without force it does not replace one that has
// appeared since: a hard link fails where the name is taken. Where the disk has
// no links, it looks once more and renames.
func giveName(from, to string, force bool) error {
	if force {
		return os.Rename(from, to)
	}
	err := os.Link(from, to)
	if err == nil {
		return nil // the temporary name is removed by the caller
	}
	if errors.Is(err, fs.ErrExist) {
		return errThere
	}
	if _, err := os.Lstat(to); err == nil {
		return errThere
	}
	return os.Rename(from, to)
}

// syncFolder brings a new name onto the disk. Not every system lets one sync a
// folder; the file itself is whole either way.
func syncFolder(dir string) {
	if d, err := os.Open(dir); err == nil {
		_ = d.Sync()
		_ = d.Close()
	}
}

// notToTerminal keeps a .docx from being written to a terminal.
func notToTerminal(cmd *cobra.Command, format, output string) error {
	if format == "docx" && (output == "" || output == "-") && isTerminal(cmd.OutOrStdout()) {
		return usageError{fmt.Errorf("%s: a .docx is not for a terminal: say where it goes with -o FILE.docx", cmd.Name())}
	}
	return nil
}

// openOutput gives where a verb writes: a file, which gets its name when it is
// closed, or standard output for "" and "-".
func openOutput(cmd *cobra.Command, path string, force bool) (io.Writer, func() error, error) {
	if path == "" || path == "-" {
		return cmd.OutOrStdout(), func() error { return nil }, nil
	}
	if _, err := os.Lstat(path); err == nil && !force {
		return nil, nil, fmt.Errorf("writing %s: %w", path, errThere)
	}
	var content strings.Builder
	return &content, func() error {
		return writeWhole(path, force, func(w io.Writer) error { _, err := io.WriteString(w, content.String()); return err })
	}, nil
}
