package keymap

import "testing"

// Whatever key is pressed, the row chosen is one that there is.
func TestMovesStayAmongTheRows(t *testing.T) {
	for n := 1; n < 5; n++ {
		at := 0
		moves := MoveKeys("list", "row", ModeList, func() Rows { return Rows{At: &at, N: n, Page: 3} })
		for range 3 {
			for _, b := range moves {
				for range n + 1 {
					if b.Do(); at < 0 || at >= n {
						t.Fatalf("%s leads to row %d of %d", b.Name, at, n)
					}
				}
			}
		}
		if at != n-1 {
			t.Errorf("the last row of %d is not %d", n, at)
		}
	}
	at := 0
	for _, b := range MoveKeys("list", "row", ModeList, func() Rows { return Rows{At: &at, Page: 3} }) {
		if b.Do(); at != 0 {
			t.Errorf("%s in an empty list leads to row %d", b.Name, at)
		}
	}
}
