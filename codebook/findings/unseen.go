package findings

import "concord/codebook/agreement"

// Unseen estimates how many codes further interviews would bring.
type Unseen struct {
	Interviews int
	Observed   int // distinct codes seen
	Once       int // codes in exactly one interview, Q1
	Twice      int // codes in exactly two, Q2

	// Chao2 is a lower bound of the number of codes there are, seen and unseen.
	Chao2 agreement.Value
	// Coverage estimates, from 0 to 1, how likely a code mentioned in a further
	// interview is one that was seen already.
	Coverage agreement.Value
}

// UnseenAssumes belongs beside every figure of Unseen.
const UnseenAssumes = "assumes that interviews are drawn at random from those there could be, that codes are found independently of each other, " +
	"and that the codebook was the same throughout; a purposive sample and a growing codebook are neither, and Chao2 is a lower bound even then"

// Unseen computes Chao2 and sample coverage for incidence data.
//
// With n interviews, S codes seen, Q1 and Q2 codes in exactly one and two, and U
// the sum of the interviews over the codes:
//
//	Chao2    = S + (n−1)/n · Q1²/(2·Q2)            Chao (1987)
//	         = S + (n−1)/n · Q1·(Q1−1)/2           for Q2 = 0, its bias-corrected form
//	Coverage = 1 − Q1/U · (n−1)Q1/((n−1)Q1 + 2Q2)  Chao & Jost (2012)
//	         = 1 − Q1/U · (n−1)(Q1−1)/((n−1)(Q1−1) + 2)   for Q2 = 0
//
// Both are undefined for fewer than two interviews, and coverage if no code was
// found.
func (x Incidence) Unseen() Unseen {
	u := Unseen{Interviews: len(x.Interviews)}
	sum := 0
	for _, q := range x.frequencies() {
		sum += q
		if q > 0 {
			u.Observed++
		}
		if q == 1 {
			u.Once++
		}
		if q == 2 {
			u.Twice++
		}
	}
	if u.Interviews < 2 {
		u.Chao2.Undefined = "there are fewer than two interviews"
		u.Coverage = u.Chao2
		return u
	}
	n, q1, q2 := float64(u.Interviews), float64(u.Once), float64(u.Twice)
	unseen, missed := q1*q1/(2*q2), (n-1)*q1/((n-1)*q1+2*q2)
	if u.Twice == 0 {
		unseen, missed = q1*(q1-1)/2, (n-1)*(q1-1)/((n-1)*(q1-1)+2)
	}
	if u.Once == 0 {
		unseen, missed = 0, 0
	}
	u.Chao2.Number = float64(u.Observed) + (n-1)/n*unseen
	if sum == 0 {
		u.Coverage.Undefined = "no interview has a code"
		return u
	}
	u.Coverage.Number = 1 - q1/float64(sum)*missed
	return u
}
