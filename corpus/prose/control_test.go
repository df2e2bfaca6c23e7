package prose

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestCheckName(t *testing.T) {
	for _, good := range []string{"trust", "信頼関係", "אבי\u200f", "قلق", "e\u0301tude", "👩🏽‍⚕️", "a b"} {
		if wrong := CheckName(good); wrong != "" {
			t.Errorf("%q: %s", good, wrong)
		}
	}
	for name, want := range map[string]string{"a\x1b[31m": "U+001B", "a\nb": "U+000A", "a\x7f": "U+007F", "a\u009bb": "U+009B", "a\u202eb": "U+202E", "\u2066a": "U+2066", "a\xff": "UTF-8"} {
		if wrong := CheckName(name); !strings.Contains(wrong, want) {
			t.Errorf("%q: %q, want %s", name, wrong, want)
		}
	}
}

func TestVisible(t *testing.T) {
	for in, want := range map[string]string{
		"words\tand\nlines":     "words\tand\nlines",
		"a\x1b]0;title\x07b":    `a\x1b]0;title\x07b`,
		"\u009b31m\u202eevil":   `\u009b31m\u202eevil`,
		"back\r\x7f":            `back\x0d\x7f`,
		"cut \xe2\x82 and \xff": `cut \xe2\x82 and \xff`,
	} {
		if got := Visible(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func FuzzVisible(f *testing.F) {
	f.Add("a\x1b[31m\u202e\xffb")
	f.Fuzz(func(t *testing.T, s string) {
		got := Visible(s)
		if !utf8.ValidString(got) || !clean(got) {
			t.Errorf("%q: %q", s, got)
		}
		if clean(s) && got != s {
			t.Errorf("%q was changed to %q", s, got)
		}
	})
}

func TestEscapeJSON(t *testing.T) {
	words := "a\x1b\x7f\u009b\u202e\u2066 “b”\t\n"
	raw, err := json.Marshal(map[string]string{"words": words})
	if err != nil {
		t.Fatal(err)
	}
	escaped := EscapeJSON(string(raw))
	if strings.ContainsFunc(escaped, IsControl) {
		t.Errorf("%q", escaped)
	}
	var back map[string]string
	if err := json.Unmarshal([]byte(escaped), &back); err != nil || back["words"] != words {
		t.Errorf("%q, %v", back, err)
	}
}
