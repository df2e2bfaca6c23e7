package store

import (
	"flag"
	"os"
	"testing"
)

// propertyRuns is how many random histories the plain run of the tests tries for
// each property. Each history makes several projects and syncs hundreds of
// transactions; .ci/run tries more, with -rapid.checks.
const propertyRuns = "12"

func TestMain(m *testing.M) {
	if job := os.Getenv(childVar); job != "" {
		child(job)
		return
	}
	flag.Parse()
	chosen := false
	flag.Visit(func(f *flag.Flag) { chosen = chosen || f.Name == "rapid.checks" })
	if !chosen {
		if err := flag.Set("rapid.checks", propertyRuns); err != nil {
			panic(err)
		}
	}
	os.Exit(m.Run())
}
