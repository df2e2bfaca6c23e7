package store

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What scan reads is what encoding/json reads; whatever is written as a plain
// coding is in the form that scan knows.
func FuzzCodingScan(f *testing.F) {
	s := newStudy(f)
	s.apply(f, s.ana, s.trust, s.turn(1))
	events, _ := everything(f, s.Project)
	for _, e := range events {
		if e.Thing.Class == ClassCoding {
			var p codingPayload
			if !p.scan(e.Payload) {
				f.Fatalf("a coding is written in another form: %s", e.Payload)
			}
			f.Add([]byte(e.Payload))
		}
	}
	f.Add([]byte(`{"transcript":"","place":{"text":"","start":007,"end":1,"digest":"."},"code":{"code":"","definition":""}}`))
	f.Fuzz(func(t *testing.T, payload []byte) {
		var fast, slow codingPayload
		if !fast.scan(payload) {
			return
		}
		if err := json.Unmarshal(payload, &slow); err != nil {
			t.Fatalf("%s: %v", payload, err)
		}
		if d := cmp.Diff(slow, fast); d != "" {
			t.Error(d)
		}
	})
}
