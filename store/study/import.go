package study

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"concord/codebook"
	"concord/corpus"
	"concord/corpus/importer"
	"concord/corpus/importer/codebooks"
	"concord/corpus/importer/sheets"
	"concord/store"
)

// FileReport says what became of one transcript of an imported file, in the
// form of the contract for outsiders.
type FileReport struct {
	File       string         `json:"file"`
	Transcript string         `json:"transcript"`
	Status     string         `json:"status"` // imported, unchanged, or reread (see store.Imported)
	ID         string         `json:"id"`
	SHA256     string         `json:"sha256"`
	Format     string         `json:"format"`
	Encoding   string         `json:"encoding"`
	Turns      int            `json:"turns"`
	Speakers   map[string]int `json:"speakers"`
	// Roles are those that labels suggest or a person gave; speakers of no known
	// role are not in it.
	Roles    map[string]corpus.Role `json:"roles"`
	Words    int                    `json:"words"`
	Memos    int                    `json:"memos"` // made of comments and footnotes
	Warnings []string               `json:"warnings"`
}

// Import reads an interview file into the project: one action a transcript. The
// bytes of the file are content; name is how it is called in reports. Comments
// and footnotes become memos on their words, as an action of their own. An error
// means that nothing of the file went in.
func (s *Study) Import(ctx context.Context, name string, content []byte, settings importer.Settings) ([]FileReport, error) {
	documents, err := importer.Read(name, content, settings)
	if err != nil {
		return nil, err
	}
	var out []FileReport
	var cases []store.CaseChange
	for _, d := range documents {
		d.Source.Settings = settings.String()
		n := store.NewTranscript{Name: d.Name, Original: content, Source: d.Source, Text: d.Text}
		report := FileReport{File: name, Format: d.Source.Format, Encoding: d.Source.Encoding, Turns: len(d.Text.Turns), Words: d.Words,
			Speakers: map[string]int{}, Roles: map[string]corpus.Role{}, Warnings: append([]string{}, d.Warnings...)}
		for _, sp := range d.Speakers {
			n.Speakers = append(n.Speakers, corpus.Speaker{Label: sp.Label, Role: sp.Role})
			report.Speakers[sp.Label] = sp.Turns
			if sp.Role != corpus.RoleUnknown {
				report.Roles[sp.Label] = sp.Role
			}
		}
		got, err := s.Project.Import(ctx, s.Coder.ID, n)
		if err != nil {
			return out, fmt.Errorf("importing %s: %w", name, err)
		}
		report.Transcript, report.ID, report.SHA256 = got.Transcript.Name, got.Transcript.ID.String(), got.Transcript.Source.SHA256
		report.Status = "imported"
		switch {
		case got.Unchanged:
			report.Status = "unchanged"
		case got.Reread:
			report.Status = "reread"
		}
		report.Warnings = append(report.Warnings, got.Warnings...)
		if report.Status == "imported" && len(d.Notes) > 0 {
			if err := s.importNotes(ctx, got.Transcript.ID, d); err != nil {
				return append(out, report), fmt.Errorf("importing %s: the transcript is in, but not its comments: %w", name, err)
			}
			report.Memos = len(d.Notes)
		}
		if d.Case != nil {
			cases = append(cases, store.CaseChange{Name: d.Case.Name, Attributes: d.Case.Attributes, Transcripts: []corpus.TranscriptID{got.Transcript.ID}})
		}
		out = append(out, report)
	}
	if cases != nil {
		if _, err := s.Project.SetCase(ctx, s.Coder.ID, cases); err != nil {
			return out, fmt.Errorf("importing %s: the answers are in, but not their cases: %w", name, err)
		}
	}
	return out, nil
}

// importNotes makes memos of the comments and footnotes of a document.
func (s *Study) importNotes(ctx context.Context, id corpus.TranscriptID, d importer.Document) error {
	var memos []codebook.Memo
	for _, n := range d.Notes {
		words := n.Text
		if n.Author != "" {
			words = n.Author + ": " + words
		}
		if n.Kind != "comment" {
			words = "(" + string(n.Kind) + ") " + words
		}
		memos = append(memos, codebook.Memo{About: codebook.Subject{Kind: codebook.AboutSpan, Transcript: id, Text: d.Text.ID, Span: n.Span}, Coder: s.Coder.ID, Text: words})
	}
	return s.Project.ImportMemos(ctx, s.Coder.ID, memos)
}

// ReadInterviews hands the files that paths name to each, one after the other: a
// folder file by file, with the folders in it, and so a zip archive. Names are
// paths as given. What cannot be read is handed over as an error, and the rest
// goes on; each returning an error ends it.
func ReadInterviews(paths []string, each func(name string, content []byte, err error) error) error {
	for _, path := range paths {
		info, err := os.Stat(path)
		if err != nil || !info.IsDir() {
			if err := readInterview(path, each); err != nil {
				return err
			}
			continue
		}
		n := 0
		err = filepath.WalkDir(path, func(file string, d fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return each(file, nil, fmt.Errorf("importing %s: %w", file, err))
			case file != path && importer.Hidden(d.Name()):
				if d.IsDir() {
					return fs.SkipDir
				}
				return nil
			case d.IsDir():
				return nil
			}
			n++
			return readInterview(file, each)
		})
		if err != nil {
			return err
		}
		if n == 0 {
			if err := each(path, nil, fmt.Errorf("importing %s: the folder holds no files", path)); err != nil {
				return err
			}
		}
	}
	return nil
}

// readInterview hands over one file, or the files of one zip archive.
func readInterview(path string, each func(string, []byte, error) error) error {
	content, err := ReadFile(path)
	if err != nil || !importer.IsCollection(content) {
		return each(path, content, err)
	}
	var stop error
	problems, err := importer.Unpack(path, content, func(name string, content []byte) {
		if stop == nil {
			stop = each(path+"/"+name, content, nil)
		}
	})
	if err != nil {
		problems = append(problems, err)
	}
	for _, p := range problems {
		if stop == nil {
			stop = each(path, nil, fmt.Errorf("importing %w", p))
		}
	}
	return stop
}

// ReadFile reads a file for importing. Folders, and files larger than any
// interview, are refused; a device without end is read no further than that.
func ReadFile(path string) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("importing %s: there is no such file", path)
	case err != nil:
		return nil, fmt.Errorf("importing %s: %w", path, err)
	case info.IsDir():
		return nil, fmt.Errorf("importing %s: it is a folder; name its files, for example %s", path, filepath.Join(path, "*.txt"))
	case info.Size() > importer.MaxBytes:
		return nil, fmt.Errorf("importing %s: it has %d MB, more than an interview can have; is it a recording?", path, info.Size()>>20)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("importing %s: %w", path, err)
	}
	defer f.Close()
	content, err := importer.ReadLimited(path, f)
	if err != nil {
		return nil, fmt.Errorf("importing %w", err)
	}
	return content, nil
}

// ReadTogether reads TextGrid files, one a speaker, as the one file of a talk. It
// is called as what their names have in common.
func ReadTogether(paths []string) (name string, content []byte, err error) {
	files := map[string][]byte{}
	common := ""
	for i, path := range paths {
		b, err := ReadFile(path)
		if err != nil {
			return "", nil, err
		}
		base := filepath.Base(path)
		if _, twice := files[base]; twice {
			return "", nil, fmt.Errorf("importing %s: two of the files are called %s", path, base)
		}
		files[base] = b
		if stem := strings.TrimSuffix(base, filepath.Ext(base)); i == 0 {
			common = stem
		} else {
			for !strings.HasPrefix(stem, common) {
				common = common[:len(common)-1]
			}
		}
	}
	content, err = importer.Together(files)
	if err != nil {
		return "", nil, fmt.Errorf("importing files as one talk: %w", err)
	}
	if common = strings.Trim(strings.ToValidUTF8(common, ""), "_- ."); common == "" {
		common = "talk"
	}
	return common + ".zip", content, nil
}

// recipeFile is where the import settings of a name are kept, beside the project.
func (s *Study) recipeFile(name string) (string, error) {
	if name == "" || strings.ContainsAny(name, `/\:`) || strings.HasPrefix(name, ".") {
		return "", fmt.Errorf("%q is no name for import settings: use letters, digits and hyphens", name)
	}
	return filepath.Join(s.Project.Dir(), ".concord", "recipes", name+".txt"), nil
}

// SaveRecipe keeps import settings under a name, in place of those of that name.
func (s *Study) SaveRecipe(name string, settings importer.Settings) error {
	file, err := s.recipeFile(name)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return fmt.Errorf("keeping the import settings %s: %w", name, err)
	}
	if err := os.WriteFile(file, []byte(settings.String()+"\n"), 0o600); err != nil {
		return fmt.Errorf("keeping the import settings %s: %w", name, err)
	}
	return nil
}

// Recipe gives the import settings of a name.
func (s *Study) Recipe(name string) (importer.Settings, error) {
	file, err := s.recipeFile(name)
	if err != nil {
		return importer.Settings{}, err
	}
	b, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return importer.Settings{}, fmt.Errorf("there are no import settings called %q here: “concord import --save-recipe %s …” keeps some", name, name)
	}
	if err != nil {
		return importer.Settings{}, fmt.Errorf("reading the import settings %s: %w", name, err)
	}
	return importer.ParseSettings(strings.TrimSpace(string(b)))
}

// CasesReport says what a participants sheet did.
type CasesReport struct {
	File     string   `json:"file"`
	Cases    int      `json:"cases"`
	Changed  int      `json:"changed"` // added, or with other values than before
	Linked   int      `json:"linked"`  // links to transcripts in the sheet
	Warnings []string `json:"warnings"`
}

// ImportCases reads a participants sheet into cases and attributes, as one
// action.
func (s *Study) ImportCases(ctx context.Context, name string, r io.Reader) (CasesReport, error) {
	out := CasesReport{File: name, Warnings: []string{}}
	sheet, err := sheets.ReadCases(name, r)
	if err != nil {
		return out, fmt.Errorf("importing cases: %w", err)
	}
	out.Warnings = append(out.Warnings, sheet.Warnings...)
	transcripts, err := s.Reader().Transcripts(ctx)
	if err != nil {
		return out, err
	}
	types := map[string]corpus.AttributeType{}
	for _, c := range sheet.Columns {
		types[c.Name] = c.Type
	}
	var changes []store.CaseChange
	for _, row := range sheet.Rows {
		c := store.CaseChange{Name: row.ID}
		for _, a := range row.Attributes {
			a.Type = types[a.Name]
			c.Attributes = append(c.Attributes, a)
		}
		for _, want := range row.Transcripts {
			t, err := store.FindTranscript(transcripts, want)
			if err != nil {
				out.Warnings = append(out.Warnings, fmt.Sprintf("line %d: case %q: %v", row.Line, row.ID, err))
				continue
			}
			c.Transcripts = append(c.Transcripts, t.ID)
			out.Linked++
		}
		changes = append(changes, c)
	}
	out.Cases = len(changes)
	out.Changed, err = s.Project.SetCase(ctx, s.Coder.ID, changes)
	if err != nil {
		return out, fmt.Errorf("importing cases from %s: %w", name, err)
	}
	return out, nil
}

// ImportCodebook reads a codebook file into the working codebook, as one
// action; with dry it only says what it would do.
func (s *Study) ImportCodebook(ctx context.Context, name string, r io.Reader, reason string, dry bool) (store.CodebookImport, []string, error) {
	sheet, err := codebooks.Read(name, r)
	if err != nil {
		return store.CodebookImport{}, nil, fmt.Errorf("importing the codebook %w", err)
	}
	warnings := sheet.Warnings
	if len(sheet.Ignored) > 0 {
		warnings = append(warnings, "these columns mean nothing in a codebook and were left out: "+strings.Join(sheet.Ignored, ", "))
	}
	here, err := s.Reader().Codebook(ctx)
	if err != nil {
		return store.CodebookImport{}, warnings, err
	}
	if added := sheet.AddParents(func(path string) bool { _, err := here.Find(path); return err == nil }); added != nil {
		warnings = append(warnings, "these parents have no row of their own and were made headings: "+strings.Join(added, ", "))
	}
	codes := make([]store.ImportedCode, len(sheet.Rows))
	for i, row := range sheet.Rows {
		status := row.Status
		switch status {
		case codebook.Declined, codebook.Merged, codebook.Split:
			status = codebook.Retired // what took its place is not known here
		}
		codes[i] = store.ImportedCode{Path: row.Path, At: row.At, Told: sheet.Told, NewCode: store.NewCode{ID: row.ID, Definition: row.Definition, Examples: row.Examples,
			Origin: row.Origin, Source: row.Source, Colour: row.Colour, Aliases: row.Aliases, Heading: row.Heading, Status: status}}
	}
	themes := make([]store.ImportedTheme, len(sheet.Themes))
	for i, t := range sheet.Themes {
		themes[i] = store.ImportedTheme{ID: t.ID, Name: t.Name, Narrative: t.Narrative, Codes: t.Codes}
	}
	out, err := s.Project.ImportCodebook(ctx, s.Coder.ID, codes, themes, reason, dry)
	if err != nil {
		return out, warnings, fmt.Errorf("importing the codebook %s: %w", name, err)
	}
	// The action knows codes that the coder may not see yet.
	seen, err := s.Reader().Codebook(ctx)
	if err != nil {
		return out, warnings, err
	}
	paths := map[string]bool{}
	for _, c := range seen.All() {
		paths[seen.Path(c.ID)] = true
	}
	out.Missing = slices.DeleteFunc(out.Missing, func(path string) bool { return !paths[path] })
	return out, warnings, nil
}

// CodingsReport says what a codings file did.
type CodingsReport struct {
	File      string         `json:"file"`
	Rows      int            `json:"rows"`
	Added     int            `json:"added"`
	Already   int            `json:"already"` // were there before, the same in every way
	ByCoder   map[string]int `json:"by_coder"`
	Completed []string       `json:"completed"` // transcript and coder, for each completion recorded
	Warnings  []string       `json:"warnings"`
}

// ImportCodings reads a file of codings into the project, as one action: all of
// its rows, or none. Each coder of the file who has a coding on one of the
// transcripts in complete is then recorded as having finished it.
func (s *Study) ImportCodings(ctx context.Context, name string, r io.Reader, complete []string) (CodingsReport, error) {
	out := CodingsReport{File: name, ByCoder: map[string]int{}, Completed: []string{}, Warnings: []string{}}
	sheet, err := sheets.ReadCodings(name, r)
	if err != nil {
		return out, fmt.Errorf("importing codings: %w", err)
	}
	if len(sheet.Ignored) > 0 {
		out.Warnings = append(out.Warnings, "these columns mean nothing in a codings file and were left out: "+strings.Join(sheet.Ignored, ", "))
	}
	out.Warnings = append(out.Warnings, sheet.Warnings...)
	target, err := s.target(ctx)
	if err != nil {
		return out, err
	}
	var finished []corpus.Transcript
	for _, want := range complete {
		t, err := store.FindTranscript(target.Transcripts, want)
		if err != nil {
			return out, fmt.Errorf("importing codings from %s: --complete: %w", name, err)
		}
		finished = append(finished, t)
	}
	resolved, err := sheets.ResolveCodings(name, sheet.Rows, target)
	if err != nil {
		return out, fmt.Errorf("importing codings; nothing was imported:\n%w", err)
	}
	codings := make([]store.NewCoding, len(resolved))
	for i, x := range resolved {
		c := x.Coding
		codings[i] = store.NewCoding{Transcript: c.Transcript, Text: c.Text, Span: c.Span, Code: c.Code, Definition: c.Definition,
			Coder: c.Coder, Created: c.Created, Memo: x.Memo}
	}
	out.Rows = len(codings)
	if len(codings) == 0 {
		return out, nil
	}
	done, err := s.Project.ImportCodings(ctx, s.Coder.ID, codings)
	if err != nil {
		return out, fmt.Errorf("importing codings from %s; nothing was imported: %w", name, err)
	}
	names := map[codebook.CoderID]string{}
	for _, c := range target.Coders {
		names[c.ID] = c.Name
	}
	seen := map[corpus.TranscriptID]map[codebook.CoderID]bool{}
	for _, d := range done {
		if d.Already {
			out.Already++
		} else {
			out.Added++
			out.ByCoder[names[d.Coding.Coder]]++
		}
		if seen[d.Coding.Transcript] == nil {
			seen[d.Coding.Transcript] = map[codebook.CoderID]bool{}
		}
		seen[d.Coding.Transcript][d.Coding.Coder] = true
	}
	for _, t := range finished {
		for _, coder := range target.Coders {
			if !seen[t.ID][coder.ID] {
				continue
			}
			if _, err := s.Project.Complete(ctx, s.Coder.ID, coder.ID, t.ID); err != nil {
				return out, fmt.Errorf("the codings of %s are in, but %s could not be marked as complete for %s: %w", name, t.Name, coder.Name, err)
			}
			out.Completed = append(out.Completed, t.Name+" by "+coder.Name)
		}
	}
	return out, nil
}

func (s *Study) target(ctx context.Context) (sheets.Target, error) {
	r := s.Reader()
	o, err := r.Overview(ctx)
	if err != nil {
		return sheets.Target{}, err
	}
	versions, err := r.Versions(ctx)
	return sheets.Target{Transcripts: o.Transcripts, Codebook: o.Codebook, Versions: versions, Coders: o.Coders,
		Text: func(id corpus.TextID) (*corpus.Text, error) { return r.Text(ctx, id) }}, err
}
