package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"
)

// maxVerbLines is the longest body of a verb: its flags, one call, and its
// answer.
const maxVerbLines = 15

// A verb holds no logic. What runs it, whether the RunE of a command or a
// function that gives an answer, is short: what is longer belongs to
// store/study, where the screen finds it too.
func TestVerbsAreShort(t *testing.T) {
	files := token.NewFileSet()
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	verbs := 0
	measure := func(name string, body *ast.BlockStmt) {
		verbs++
		if n := files.Position(body.Rbrace).Line - files.Position(body.Lbrace).Line - 1; n > maxVerbLines {
			t.Errorf("%s: %s has %d lines, more than %d", files.Position(body.Lbrace), name, n, maxVerbLines)
		}
	}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(files, name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.KeyValueExpr: // RunE: func(cmd, args) error { … }
				if key, ok := n.Key.(*ast.Ident); ok && (key.Name == "RunE" || key.Name == "Run") {
					if lit, ok := n.Value.(*ast.FuncLit); ok {
						measure(key.Name, lit.Body)
					}
				}
			case *ast.FuncLit: // g.verb(func(ctx, s, args) (answer, error) { … })
				if answers(n.Type) {
					measure("the verb", n.Body)
				}
			}
			return true
		})
	}
	if verbs < 60 {
		t.Errorf("only %d verbs were found", verbs)
	}
}

// answers reports whether a function gives (answer, error).
func answers(f *ast.FuncType) bool {
	if f.Results == nil || len(f.Results.List) != 2 {
		return false
	}
	first, ok := f.Results.List[0].Type.(*ast.Ident)
	return ok && first.Name == "answer"
}
