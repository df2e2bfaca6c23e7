package main

import (
	"bufio"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"concord/corpus/prose"
	"concord/store/wholefile"
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

// writeWhole is wholefile.Write: an existing file is replaced with force only.
func writeWhole(path string, force bool, write func(io.Writer) error) error {
	return wholefile.Write(path, force, write)
}

// buffered lets a function write to w in large pieces.
func buffered(w io.Writer, write func(io.Writer) error) error {
	b := bufio.NewWriterSize(w, 1<<16)
	if err := write(b); err != nil {
		return err
	}
	return b.Flush()
}

// notToTerminal keeps a .docx from being written to a terminal.
func notToTerminal(cmd *cobra.Command, format, output string) error {
	if format == "docx" && (output == "" || output == "-") && isTerminal(cmd.OutOrStdout()) {
		return usageError{fmt.Errorf("%s: a .docx is not for a terminal: say where it goes with -o FILE.docx", cmd.Name())}
	}
	return nil
}
