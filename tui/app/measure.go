package app

// screenResamples is enough for the eye; the command line takes more for print.
const ScreenResamples = 1000

// cellWidth is the least width of a column in which one side of several stands.
const CellWidth = 28
