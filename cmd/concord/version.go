package main

import (
	"cmp"
	"context"
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"concord/store"
)

// Set by the linker where a release is built (see .goreleaser.yaml); else the Go
// toolchain knows.
var version, commit, date string

// build says which program this is.
type build struct {
	Version  string `json:"version"`
	Commit   string `json:"commit,omitempty"`
	Date     string `json:"date,omitempty"`     // of the commit, RFC 3339
	Modified bool   `json:"modified,omitempty"` // built from other files than the commit's
	Go       string `json:"go"`
	System   string `json:"system"`
	Format   int    `json:"format"` // of project files
}

func thisBuild() build {
	b := build{Version: version, Commit: commit, Date: date, Go: runtime.Version(), System: runtime.GOOS + "/" + runtime.GOARCH, Format: store.Format}
	if info, ok := debug.ReadBuildInfo(); ok {
		b.Version = cmp.Or(b.Version, info.Main.Version)
		for _, s := range info.Settings {
			switch s.Key {
			case "vcs.revision":
				b.Commit = cmp.Or(b.Commit, s.Value)
			case "vcs.time":
				b.Date = cmp.Or(b.Date, s.Value)
			case "vcs.modified":
				b.Modified = s.Value == "true" && commit == ""
			}
		}
	}
	b.Version = cmp.Or(b.Version, "(devel)")
	return b
}

func (b build) String() string {
	line := fmt.Sprintf("concord %s, project format %d, %s %s", b.Version, b.Format, b.Go, b.System)
	if b.Commit != "" {
		line += fmt.Sprintf(", commit %.12s", b.Commit)
		if b.Modified {
			line += " and changes"
		}
	}
	if b.Date != "" {
		line += ", " + b.Date
	}
	return line
}

func versionCommand(g *globals) *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version, the commit and what it was built with",
		Args:  args(cobra.NoArgs),
		RunE: g.plainVerb(func(context.Context, []string) (answer, error) {
			b := thisBuild()
			return said("%s", b).as(b), nil
		}),
	}
}
