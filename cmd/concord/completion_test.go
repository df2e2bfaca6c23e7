package main

import (
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

// What is completed names verbs and flags that there are.
func TestCompletionNamesVerbsAndFlags(t *testing.T) {
	verbs := map[string]*cobra.Command{}
	flags := map[string]bool{}
	var walk func(*cobra.Command)
	walk = func(c *cobra.Command) {
		verbs[verbPath(c)] = c
		for _, sub := range c.Commands() {
			walk(sub)
		}
	}
	walk(rootCommand())
	for path := range completedArgs {
		if verbs[path] == nil {
			t.Errorf("there is no verb %q", path)
		}
	}
	for name := range completedFlags {
		i := strings.LastIndexByte(name, ' ')
		for path, c := range verbs {
			if (i < 0 || path == name[:i]) && c.Flag(name[i+1:]) != nil {
				flags[name] = true
			}
		}
		if !flags[name] {
			t.Errorf("no verb has the flag %q", name)
		}
	}
}
