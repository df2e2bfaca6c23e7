package keymap

// mode is the screen that has the keys when no dialog is open.
type Mode int

const (
	ModeList      Mode = 1 << iota // the transcripts
	ModeRead                       // one transcript
	ModeHits                       // results of a search
	ModeAgree                      // the agreement table
	ModeBook                       // the codebook
	ModeAuto                       // what a search would code
	ModeRounds                     // the rounds of coding
	ModeReconcile                  // the disagreements of a closed round
	ModeConflicts                  // what two copies changed differently
	ModeVersions                   // the saved versions of the codebook
	ModeWork                       // the worklist
	ModeSegment                    // one transcript, being cut into segments
	ModeAny       = ModeList | ModeRead | ModeHits | ModeAgree | ModeBook | ModeAuto | ModeRounds | ModeReconcile | ModeConflicts | ModeVersions | ModeWork | ModeSegment
	ModeText      = ModeRead | ModeSegment // the words of a transcript are on the screen
)
