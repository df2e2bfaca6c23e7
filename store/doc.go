// Package store keeps a project on disk: a folder whose one truth is a bbolt
// file of events, with the state they lead to beside them in the same file.
//
// Start with Init and Open, which give a Project. Everything that changes a
// project is a method of Project and one action: one transaction, one step of
// undo, one or more events, synced before the method returns. Everything that
// reads it is a method of Reader, which names who reads (Project.As), because
// in a blind round not everybody may see everything.
//
// What the package promises:
//
//   - An acknowledged action survives the death of the process at any moment.
//   - The file is locked for a transaction, never for longer: several programs
//     and people can work on one project at once.
//   - State depends on the set of events alone. Two copies that hold the same
//     events hold the same state, byte for byte, whatever order they came in.
//   - Nothing is overwritten: undo, removal and correction are events.
//
// FORMAT.md, beside this file, describes the file well enough to read it from
// another language.
package store
