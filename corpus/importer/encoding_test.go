package importer

import (
	"encoding/binary"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"

	"concord/corpus/importer/charset"
	"concord/corpus/importer/internal/filetest"
)

const talk = "INT: Naïve café, isn’t it?\nP1: Yes — 😀.\n"

func TestEncodings(t *testing.T) {
	western, err := charmap.Windows1252.NewEncoder().String(strings.Replace(talk, "😀", "", 1))
	if err != nil {
		t.Fatal(err)
	}
	mac, err := charmap.Macintosh.NewEncoder().String("INT: Naïve?\nP1: Déjà.\n")
	if err != nil {
		t.Fatal(err)
	}
	jis, err := japanese.ShiftJIS.NewEncoder().String("INT: 元気?\nP1: はい。\n")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		content, forced, encoding, body string
		warned                          bool
	}{
		"UTF-8":                    {talk, "", "utf-8", talk, false},
		"UTF-8 with a mark":        {"\uFEFF" + talk, "", "utf-8", talk, false},
		"two marks":                {"\uFEFF\uFEFF" + talk, "", "utf-8", "\uFEFF" + talk, false},
		"mark and CR LF":           {"\uFEFF" + strings.ReplaceAll(talk, "\n", "\r\n"), "", "utf-8", talk, false},
		"UTF-16 LE with a mark":    {filetest.UTF16("\uFEFF"+talk, binary.LittleEndian), "", "utf-16le", talk, false},
		"UTF-16 BE with a mark":    {filetest.UTF16("\uFEFF"+talk, binary.BigEndian), "", "utf-16be", talk, false},
		"UTF-16 LE":                {filetest.UTF16(talk, binary.LittleEndian), "", "utf-16le", talk, false},
		"UTF-16 BE":                {filetest.UTF16(talk, binary.BigEndian), "", "utf-16be", talk, false},
		"UTF-16 cut off":           {filetest.UTF16("\uFEFF"+talk, binary.LittleEndian) + "x", "", "utf-16le", talk, true},
		"Windows-1252":             {western, "", "windows-1252", strings.Replace(talk, "😀", "", 1), true},
		"Windows-1252, asked for":  {western, "Windows-1252", "windows-1252", strings.Replace(talk, "😀", "", 1), false},
		"MacRoman, asked for":      {mac, "macintosh", "macintosh", "INT: Naïve?\nP1: Déjà.\n", false},
		"Shift-JIS, asked for":     {jis, "shift-jis", "shift-jis", "INT: 元気?\nP1: はい。\n", false},
		"not normalised":           {"P1: e\u0301 and \u00a0\u200b.\n", "", "utf-8", "P1: e\u0301 and \u00a0\u200b.\n", false},
		"other line ends are kept": {"P1: a\u2028b\vc\u0085d\n", "", "utf-8", "P1: a\u2028b\vc\u0085d\n", false},
	} {
		t.Run(name, func(t *testing.T) {
			d := read(t, "a.txt", c.content, Settings{Encoding: c.forced})
			if d.Text.Body != c.body || d.Source.Encoding != c.encoding {
				t.Errorf("%s: %q", d.Source.Encoding, d.Text.Body)
			}
			if warned := len(d.Warnings) > 0; warned != c.warned {
				t.Errorf("warnings %q", d.Warnings)
			}
		})
	}
}

func TestWindows1252WarningShowsWords(t *testing.T) {
	d := read(t, "a.txt", "INT: Caf\xe9, isn\x92t it?\nP1: Yes.\n", Settings{})
	if len(d.Warnings) != 1 || !strings.Contains(d.Warnings[0], "“Café,”, “isn’t”") {
		t.Errorf("%q", d.Warnings)
	}
}

func TestMojibakeIsNoticedAndKept(t *testing.T) {
	body := "INT: Isnâ€™t it naÃ¯ve?\nP1: NÃO is not.\n"
	d := read(t, "a.txt", body, Settings{})
	if d.Text.Body != body {
		t.Error("the text was changed")
	}
	if len(d.Warnings) != 1 || !strings.HasPrefix(d.Warnings[0], "2 places such as “Isnâ€™t”") {
		t.Errorf("%q", d.Warnings)
	}
}

func TestEveryEncodingListedCanBeAskedFor(t *testing.T) {
	for _, e := range charset.Names() {
		if _, err := charset.Decode([]byte("INT: hello there\n"), e); err != nil && !strings.HasPrefix(e, "utf-16") {
			t.Errorf("%s: %v", e, err)
		}
	}
}
