package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"concord": main})
}

// Each verb has a script in testdata/script that uses it as a person does.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		Setup: func(e *testscript.Env) error {
			e.Setenv("XDG_DATA_HOME", e.WorkDir+"/data")
			e.Setenv("HOME", e.WorkDir)
			e.Setenv("TZ", "UTC")
			example, err := filepath.Abs("../../examples/overdose-coalitions")
			if err != nil {
				return err
			}
			e.Setenv("EXAMPLE", example)
			for _, name := range []string{"CONCORD_CODER"} {
				e.Setenv(name, "")
			}
			return os.MkdirAll(e.WorkDir+"/data", 0o755)
		},
		UpdateScripts: os.Getenv("UPDATE_SCRIPTS") != "",
	})
}
