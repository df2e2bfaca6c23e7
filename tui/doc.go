// Package tui is the workbench on the screen.
//
// Start with Run. One type, root, is the Bubble Tea model; everything below it
// is a plain struct with methods. Keys come in as strings, are looked up in one
// table (keymap.go) and call functions of root; these change what is shown and
// leave reading and writing to commands (commands.go, jobs.go). CONTRACT.md has
// the rules for contributors.
package tui
