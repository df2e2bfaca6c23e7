package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"concord/corpus/prose"
)

// hostile is what a colleague's file may hold: a terminal title, a colour, a C1
// control, an override of the direction of writing, a line wiped.
const hostile = "\x1b]0;title\x07 \x1b[31m red \u009b1m \u202eesrever\u202c \x7f\x08 \r\x1b[2K"

// hostileStudy makes a study that holds hostile words wherever words may stand,
// and gives its folder and a bundle of it.
func hostileStudy(t *testing.T) (dir, bundle string) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "study")
	must := func(args ...string) {
		t.Helper()
		var out, errs bytes.Buffer
		if code := execute(context.Background(), append([]string{"-C", dir}, args...), strings.NewReader(""), &out, &errs); code != exitDone {
			t.Fatalf("concord %q: exit %d\n%s%s", args, code, &out, &errs)
		}
	}
	write := func(name, content string) string {
		path := filepath.Join(filepath.Dir(dir), name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	filler := strings.Repeat("we were worn out by the end of every week ", 200)
	must("init", dir, "--title", "A study")
	must("coder", "add", "ana", "--about", hostile)
	must("coder", "add", "ben")
	must("import", write("n1.txt", "INT: "+hostile+" how?\n\nP01: we "+hostile+" said "+filler+"\n\nINT: why?\n\nP01: "+filler+"\n"))
	must("cases", "import", write("cases.csv", "case,transcript,county,about\nP01,n1,\"a\x1b[31m\","+filler+"\n"))
	must("codebook", "add", "tired", "--definition", "worn "+hostile, "--include", hostile, "--example", hostile, "--source", hostile, "--reason", hostile)
	must("codebook", "add", "rested")
	must("codebook", "theme", "add", "strain", "tired", "--narrative", hostile)
	must("codebook", "save", "--reason", hostile)
	must("segments", "new", "turns")
	must("round", "new", "first", "--transcripts", "n1", "--open")
	for _, coder := range []string{"ana", "ben"} {
		must("code", "add", "n1", "80", "160", "tired", "--coder", coder, "--memo", "memo "+hostile)
		must("complete", "n1", "--coder", coder)
	}
	must("round", "close")
	must("code", "add", "n1", "500", "560", "rested", "--memo", hostile)
	must("codebook", "redefine", "tired", "--definition", "not "+hostile, "--reason", hostile)
	must("codebook", "add", "odd", "--propose", "--definition", hostile, "--coder", "ben")
	bundle = filepath.Join(filepath.Dir(dir), "all.bundle")
	must("bundle", "write", bundle, "--all")
	return dir, bundle
}

// verbs are the arguments with which the test calls each verb that reports
// something; BUNDLE stands for a bundle. A verb that is not here is called with
// a hostile argument, which it refuses or repeats.
var verbs = map[string][][]string{
	"transcripts": {{}}, "show": {{"n1"}, {"n1", "--text"}}, "search": {{"worn"}, {"code:tired"}}, "cases": {{}}, "speakers": {{}}, "segments": {{}},
	"segments export": {{"turns"}}, "coder list": {{}}, "coder lead": {{}}, "code auto": {{"week", "tired", "--dry-run"}}, "codebook show": {{}, {"v1"}}, "codebook counts": {{}},
	"codebook log": {{}}, "codebook diff": {{}, {"v1"}}, "codebook blame": {{"tired", "--all"}}, "codebook health": {{}}, "codebook proposals": {{}}, "codebook theme list": {{}},
	"worklist": {{}}, "round": {{}}, "round list": {{}}, "round status": {{}}, "round why": {{}}, "bundle show": {{"BUNDLE"}}, "bundle read": {{"BUNDLE"}}, "bundle log": {{}},
	"conflicts": {{}}, "agree": {{"--bootstrap", "0"}, {"--discuss"}, {"--unit", "character", "--bootstrap", "0"}, {"--methods", "--bootstrap", "0"}, {"--round", "first", "--bootstrap", "0"}},
	"reconcile": {{}}, "decisions export": {{}}, "excerpts": {{"code:tired"}, {"worn", "--format", "csv"}}, "codings export": {{}, {"--format", "jsonl"}},
	"check": {{}}, "log": {{}}, "keys": {{}}, "version": {{}}, "undo": {{}}, "redo": {{}},
}

// No verb lets a control character from data reach a terminal, and none puts one
// into JSON or into a message.
func TestNoControlCharacterReachesATerminal(t *testing.T) {
	t.Setenv("XDG_DATA_HOME", t.TempDir())
	t.Setenv("CONCORD_CODER", "ana")
	dir, bundle := hostileStudy(t)
	called := 0
	var walk func(cmd *cobra.Command, path []string)
	walk = func(cmd *cobra.Command, path []string) {
		for _, sub := range cmd.Commands() {
			walk(sub, append(path[:len(path):len(path)], sub.Name()))
		}
		if !cmd.Runnable() || len(path) == 0 || path[0] == "demo" || path[0] == "completion" || path[0] == "help" {
			return
		}
		calls, known := verbs[strings.Join(path, " ")]
		if !known {
			calls = [][]string{{hostile}, {hostile, hostile}}
		}
		for _, a := range calls {
			for _, json := range []bool{false, true} {
				args := append([]string{"-C", dir}, path...)
				if json {
					args = append(args, "--json")
				}
				for _, x := range a {
					args = append(args, strings.Replace(x, "BUNDLE", bundle, 1))
				}
				called++
				callHostile(t, args, json, known)
			}
		}
	}
	walk(rootCommand(), nil)
	if called < 100 {
		t.Errorf("only %d calls", called)
	}
}

// callHostile runs one command line for a terminal, or for a pipe if it prints
// JSON.
func callHostile(t *testing.T, args []string, json, works bool) {
	t.Helper()
	var out, errs bytes.Buffer
	code := execute(context.Background(), args, strings.NewReader(""), &screenWriter{w: &out, terminal: !json}, diagnostics(&errs))
	if works && code != exitDone {
		t.Errorf("concord %q: exit %d: %s", args, code, &errs)
	}
	for where, said := range map[string]string{"standard output": out.String(), "standard error": errs.String()} {
		i := strings.IndexFunc(said, func(r rune) bool { return r != '\n' && r != '\t' && prose.IsControl(r) })
		if i >= 0 {
			t.Errorf("concord %q: control character on %s: %q", args, where, said[max(0, i-40):min(len(said), i+40)])
		}
	}
	if json && works && !utf8.Valid(out.Bytes()) {
		t.Errorf("concord %q: JSON is not UTF-8", args)
	}
}

// Into a file or a pipe the words of an interview go as they are.
func TestWordsGoIntoAPipeAsTheyAre(t *testing.T) {
	dir, _ := hostileStudy(t)
	var out, errs bytes.Buffer
	if code := execute(context.Background(), []string{"-C", dir, "show", "n1", "--text"}, strings.NewReader(""), results(&out), diagnostics(&errs)); code != exitDone {
		t.Fatal(errs.String())
	}
	if !strings.Contains(out.String(), "\x1b]0;title\x07") {
		t.Errorf("the text was changed: %q", out.String()[:80])
	}
}

// A character that is written in pieces is not taken for broken UTF-8.
func TestScreenWriterJoinsPieces(t *testing.T) {
	const words = "a “信頼” 👩 é\u202e"
	var out bytes.Buffer
	w := &screenWriter{w: &out}
	for i := range len(words) {
		if _, err := w.Write([]byte{words[i]}); err != nil {
			t.Fatal(err)
		}
	}
	if want := `a “信頼” 👩 é\u202e`; out.String() != want {
		t.Errorf("%q, want %q", out.String(), want)
	}
}
