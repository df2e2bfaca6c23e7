package store

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"concord/codebook"
)

// Control characters come into no name: not where it is given, and not from
// another copy.
func TestNamesHoldNoControlCharacters(t *testing.T) {
	ctx := context.Background()
	p, err := Init(ctx, t.TempDir(), "study")
	if err != nil {
		t.Fatal(err)
	}
	by, err := p.AddCoder(ctx, "ana", "about \x1b is no name")
	if err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"a\x1b[31mb", "a\x7fb", "a\u009bb", "a\u202eb", "a\u2066b"} {
		errs := map[string]error{}
		_, errs["coder"] = p.AddCoder(ctx, bad, "")
		errs["title"] = p.SetTitle(ctx, by.ID, bad, "")
		_, errs["code"] = p.AddCode(ctx, by.ID, NewCode{Name: bad}, "")
		_, errs["theme"] = p.AddTheme(ctx, by.ID, NewTheme{Name: bad}, "")
		_, errs["case"] = p.SetCase(ctx, by.ID, []CaseChange{{Name: bad}})
		_, errs["project"] = Init(ctx, t.TempDir(), bad)
		for what, err := range errs {
			if err == nil || !strings.Contains(err.Error(), "control character U+") {
				t.Errorf("%s %q: %v", what, bad, err)
			}
		}
		name, err := json.Marshal(map[string]any{"name": bad})
		if err != nil {
			t.Fatal(err)
		}
		if err := checkDelivered([]*Event{{Thing: Thing{ClassCode, newID()}, Payload: name}}); err == nil {
			t.Errorf("a delivery may call a code %q", bad)
		}
		deep, err := json.Marshal(map[string]any{"version": codebook.Version{Codes: []codebook.Code{{Name: bad}}}})
		if err != nil {
			t.Fatal(err)
		}
		if err := checkDelivered([]*Event{{Thing: Thing{ClassVersion, newID()}, Payload: deep}}); err == nil {
			t.Errorf("a delivery may hold a version with a code %q", bad)
		}
	}
	// Right-to-left names keep the marks they need.
	if _, err := p.AddCode(ctx, by.ID, NewCode{Name: "אמון\u200f"}, ""); err != nil {
		t.Error(err)
	}
}
