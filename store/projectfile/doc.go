// Package projectfile opens the file of a project for one transaction's time,
// among other programs that do the same, and says in sentences what is wrong
// with it. It knows the file as a bbolt file; what the buckets hold is the
// business of package store.
//
// A damaged file never ends the program: Use turns the faults that reading one
// raises into ErrDamaged, and Walk reads the pages of a file itself, without
// trusting any of them.
package projectfile
