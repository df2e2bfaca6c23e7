// Package term keeps the program from asking the terminal questions.
//
// Bubble Tea, when it is merely linked in, asks the terminal for its colours
// while packages initialise, and waits up to five seconds for an answer. It
// asks through lipgloss, and not if lipgloss has been told. Packages that are
// ready to be initialised are initialised in order of their import paths, so
// this one, which imports nothing but lipgloss and whose path sorts before
// github.com/charmbracelet/bubbletea, comes first. Do not import anything else
// here, and do not rename the module to something later in the alphabet.
package term

import "github.com/charmbracelet/lipgloss"

func init() {
	// What is told does not matter: package theme decides on colours.
	lipgloss.SetHasDarkBackground(true)
}
