package importer

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"concord/corpus/importer/charset"
)

func TestSettingsRoundTrip(t *testing.T) {
	label := rapid.StringN(0, 12, -1)
	rapid.Check(t, func(t *rapid.T) {
		s := Settings{
			Encoding:    rapid.SampledFrom(append(charset.Names(), "")).Draw(t, "encoding"),
			Roster:      Labels(rapid.SliceOf(label).Draw(t, "roster")...),
			NotSpeakers: Labels(rapid.SliceOf(label).Draw(t, "not")...),
			MergeGap:    time.Duration(rapid.Int64Range(-1, 1e10).Draw(t, "gap")),
			Tiers:       Labels(rapid.SliceOf(label).Draw(t, "tiers")...),
			Renames:     Pairs(rapid.MapOf(label, label).Draw(t, "renames")),
			Roles:       Pairs(rapid.MapOf(label, label).Draw(t, "roles")),
			UndoRollUp:  rapid.Bool().Draw(t, "roll-up"),
		}
		got, err := ParseSettings(s.String())
		if err != nil || got != s {
			t.Fatalf("%q gives %+v, %v; want %+v", s.String(), got, err, s)
		}
	})
}

func TestSettingsAreStable(t *testing.T) {
	if got := (Settings{}).String(); got != "" {
		t.Errorf("no settings are %q", got)
	}
	s := Settings{Roster: Labels("P07", " Ana  B ", "P07"), MergeGap: time.Second, UndoRollUp: true, Encoding: "windows-1250"}
	if got, want := s.String(), "encoding=windows-1250&gap=1s&roster=Ana+B&roster=P07&undo-roll-up=true"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	for _, bad := range []string{"colour=red", "gap=soon", "%zz", "undo-roll-up=maybe"} {
		if s, err := ParseSettings(bad); err == nil {
			t.Errorf("%q gives %+v", bad, s)
		}
	}
}
