// Concord is a workbench for coding qualitative interviews in a terminal.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"

	"github.com/spf13/cobra"
)

// Exit codes, part of the contract for scripts.
const (
	exitDone   = 0
	exitFailed = 1 // what was asked could not be done
	exitUsage  = 2 // what was asked made no sense
	exitFound  = 3 // a check found something
)

func main() {
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// run executes one command line and gives its exit code.
func run(args []string, in io.Reader, out, errs io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	return execute(ctx, args, in, results(out), diagnostics(errs))
}

func execute(ctx context.Context, args []string, in io.Reader, out, errs io.Writer) int {
	root := rootCommand()
	root.SetArgs(args)
	root.SetIn(in)
	root.SetOut(out)
	root.SetErr(errs)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return exitDone
	}
	var usage usageError
	switch {
	case errors.Is(err, errReported):
		return exitFailed
	case errors.Is(err, errFound):
		return exitFound
	case ctx.Err() != nil:
		if isTerminal(errs) {
			fmt.Fprintln(errs) // ends the line of ^C, and of what was reporting progress
		}
		fmt.Fprintln(errs, "concord: interrupted before it was done")
		return exitFailed
	case errors.As(err, &usage):
		say(errs, err)
		fmt.Fprintf(errs, "“%s” shows how it is used\n", helpFor(root, args))
		return exitUsage
	}
	say(errs, err)
	return exitFailed
}

// say writes an error as one line, or one a problem, each with the program's
// name before it.
func say(w io.Writer, err error) {
	for line := range strings.SplitSeq(err.Error(), "\n") {
		fmt.Fprintln(w, "concord:", line)
	}
}

// errReported is returned by a verb that has already said what went wrong, and
// errFound by a check that found something.
var (
	errReported = errors.New("already reported")
	errFound    = errors.New("the check found something")
)

// usageError marks an error in the command line itself.
type usageError struct{ error }

// args makes an argument check of cobra's an error of usage. A word that a verb
// with verbs below it cannot take is a mistyped one.
func args(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		err := check(cmd, args)
		if err == nil {
			return nil
		}
		if cmd.HasSubCommands() && len(args) > 0 {
			return unknownVerb(cmd, args[0])
		}
		return usageError{fmt.Errorf("%s: %w; usage: %s", verbPath(cmd), err, cmd.UseLine())}
	}
}

// helpFor is the command line that explains the verb of another.
func helpFor(root *cobra.Command, args []string) string {
	if cmd, _, err := root.Find(args); err == nil && cmd != root && cmd.Name() != "help" {
		return "concord help " + verbPath(cmd)
	}
	return "concord help"
}
