package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"
)

// openOutput gives where a verb writes: a file that is made, or standard output
// for "" and "-". An existing file is not replaced without force.
func openOutput(cmd *cobra.Command, path string, force bool) (io.Writer, func() error, error) {
	if path == "" || path == "-" {
		return cmd.OutOrStdout(), func() error { return nil }, nil
	}
	flag := os.O_CREATE | os.O_WRONLY | os.O_EXCL
	if force {
		flag = os.O_CREATE | os.O_WRONLY | os.O_TRUNC
	}
	f, err := os.OpenFile(path, flag, 0o600)
	if os.IsExist(err) {
		return nil, nil, fmt.Errorf("writing %s: there is a file already; choose another name, or give --force", path)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("writing %s: %w", path, err)
	}
	return f, f.Close, nil
}

// writeWhole writes a file that has its name only when it is whole. An existing
// file is not replaced without force.
func writeWhole(path string, force bool, write func(io.Writer) error) error {
	if _, err := os.Stat(path); err == nil && !force {
		return errors.New("there is a file already; choose another name, or give --force")
	}
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	if err := firstError(write(f), f.Sync(), f.Close()); err != nil {
		f.Close()
		return err
	}
	return os.Rename(f.Name(), path)
}

// notToTerminal keeps a .docx from being written to a terminal.
func notToTerminal(cmd *cobra.Command, format, output string) error {
	if format == "docx" && (output == "" || output == "-") && isTerminal(cmd.OutOrStdout()) {
		return usageError{fmt.Errorf("%s: a .docx is not for a terminal: say where it goes with -o FILE.docx", cmd.Name())}
	}
	return nil
}
