// Package report holds one model for each question that Concord answers about a
// study, and lays it out once for every format: agreement, what became of it by
// deciding, which code stood in for which, the ledger of decisions, and the
// paragraph for a methods section. It is pure: package store/study asks and
// computes, package corpus/exporter writes files.
//
// The shape is this. A Report has rows of one type (a code with its figures, a
// decision …) and one list of columns. A column says how it is headed for people
// (Title) and for programs (Key), how a row's cell is shown to people (Show: two
// decimals, “—” for nothing) and how it is written for programs (Write: all
// digits, "" for nothing), at which edge it stands, and in which order columns
// give way where there is not room for all. Columns that only one of the two has
// leave the other function nil. Below the rows come lines that sum them up, and
// notes: the rules and what they left out.
//
// Shown and Written make a Table of it, which is all that a writer of text,
// LaTeX, Word, CSV or a spreadsheet needs. A screen takes the columns and the
// rows themselves: Fit says which columns have room, how wide each is and how it
// is headed, and Show gives the cells; what the screen adds (a bar, a cursor) is
// its own. To add a column, add it to the list: every format has it then.
package report
