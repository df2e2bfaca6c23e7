package coding

import (
	"fmt"
)

// Why a key is off just now, in a sentence; "" if it is on.

// canCode says why no code can be applied just now.
func (r *Screen) canCode() string {
	if why := r.NoCoder(); why != "" {
		return why
	}
	if r.Read.Target().Empty() {
		return "there are no words to code here"
	}
	return ""
}

func (r *Screen) noCodingHere() string {
	if len(r.Read.Here()) == 0 {
		return "there is no coding here"
	}
	return ""
}

// mine gives the coding that remove, recode and the like mean: the focused one,
// or the coder's only one here.
func (s *openTranscript) mine() (ShownCoding, string) {
	if c, ok := s.Focused(); ok {
		switch {
		case !c.mine:
			return c, "this coding is " + s.coderName(c.Coder) + "'s; only the coder herself may change it"
		case c.pending:
			return c, "this coding is still being saved"
		}
		return c, ""
	}
	var own []ShownCoding
	for _, c := range s.Here() {
		if c.mine && !c.pending {
			own = append(own, c)
		}
	}
	switch len(own) {
	case 0:
		return ShownCoding{}, "you have no coding here"
	case 1:
		return own[0], ""
	}
	return ShownCoding{}, fmt.Sprintf("you have %d codings here: {focus-next} chooses one", len(own))
}

func (r *Screen) noneOfMine() string {
	if why := r.NoCoder(); why != "" {
		return why
	}
	_, why := r.Read.mine()
	return why
}
