package id

import (
	"encoding/json"
	"testing"
)

type aKind struct{}

func TestDeriveKeepsPartsApart(t *testing.T) {
	space := [16]byte{1}
	one := Derive[aKind](space, []byte("ab"), []byte("c"))
	two := Derive[aKind](space, []byte("a"), []byte("bc"))
	if one == two {
		t.Fatal("parts of different lengths gave one id")
	}
	if one != Derive[aKind](space, []byte("ab"), []byte("c")) {
		t.Fatal("the same parts gave two ids")
	}
	if one[6]>>4 != 5 {
		t.Fatalf("version is %d, want 5", one[6]>>4)
	}
}

func TestZeroIDIsEmptyText(t *testing.T) {
	type holder struct {
		ID Of[aKind] `json:"id"`
	}
	b, err := json.Marshal(holder{})
	if err != nil || string(b) != `{"id":""}` {
		t.Fatalf("got %s, %v", b, err)
	}
	var h holder
	if err := json.Unmarshal(b, &h); err != nil || !h.ID.IsZero() {
		t.Fatalf("got %v, %v", h, err)
	}
}

func TestParseForeignForms(t *testing.T) {
	want := "6f1c2a34-0000-4000-8000-000000000001"
	for _, s := range []string{want, "6F1C2A34-0000-4000-8000-000000000001", "{6F1C2A34-0000-4000-8000-000000000001}"} {
		got, err := Parse[aKind](s)
		if err != nil || got.String() != want {
			t.Errorf("Parse(%q) = %v, %v", s, got, err)
		}
	}
	if _, err := Parse[aKind]("KI-07"); err == nil {
		t.Error("a name was taken for an id")
	}
}
