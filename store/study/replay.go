package study

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io/fs"
	"slices"
	"time"

	"concord/codebook"
	"concord/corpus"
	"concord/corpus/importer"
	"concord/store"
)

// script is the study.json of an example study: the steps in which it was made,
// at the times at which they happened.
type script struct {
	Title  string `json:"title"`
	About  string `json:"about"`
	Coders []struct {
		Name  string `json:"name"`
		About string `json:"about"`
	} `json:"coders"`
	Steps []step `json:"steps"`
}

type step struct {
	When        time.Time `json:"when"`
	Coder       string    `json:"coder"`
	Do          string    `json:"do"`
	File        string    `json:"file"`
	Files       []string  `json:"files"`
	Transcripts []string  `json:"transcripts"`
	Interviewer []string  `json:"interviewer"`
	Reason      string    `json:"reason"`
	Round       string    `json:"round"`
	Unit        string    `json:"unit"`
	Blind       bool      `json:"blind"`
}

// Replay makes a project of an example study in dir by doing again, with the
// usual importers, what its study.json tells.
func Replay(ctx context.Context, files fs.FS, dir string) (*Study, error) {
	raw, err := fs.ReadFile(files, "study.json")
	if err != nil {
		return nil, fmt.Errorf("making an example study: %w", err)
	}
	var sc script
	if err := json.Unmarshal(raw, &sc); err != nil {
		return nil, fmt.Errorf("making an example study: study.json: %w", err)
	}
	if len(sc.Steps) == 0 || len(sc.Coders) == 0 {
		return nil, fmt.Errorf("making an example study: study.json has no steps or no coders")
	}
	// Time stands still within a step.
	now := sc.Steps[0].When
	p, err := store.Init(ctx, dir, sc.Title, store.WithClock(func() time.Time { return now }))
	if err != nil {
		return nil, err
	}
	r := &replaying{files: files, s: New(p, codebook.Coder{}), coders: map[string]codebook.Coder{}}
	for _, c := range sc.Coders {
		if r.coders[c.Name], err = p.AddCoder(ctx, c.Name, c.About); err != nil {
			return nil, err
		}
	}
	if err := p.SetTitle(ctx, r.coders[sc.Coders[0].Name].ID, "", sc.About); err != nil {
		return nil, err
	}
	for _, st := range sc.Steps {
		now = st.When
		r.s.Coder = r.coders[st.Coder]
		if err := r.step(ctx, st); err != nil {
			return nil, fmt.Errorf("making an example study: step %q: %w", st.Do, err)
		}
	}
	if err := p.ChooseCoder(ctx, r.coders[sc.Coders[0].Name].ID); err != nil {
		return nil, err
	}
	return Open(ctx, dir, "")
}

type replaying struct {
	files  fs.FS
	s      *Study
	coders map[string]codebook.Coder
}

func (r *replaying) step(ctx context.Context, st step) error {
	switch st.Do {
	case "import":
		for _, name := range st.Files {
			content, err := fs.ReadFile(r.files, name)
			if err != nil {
				return err
			}
			if _, err := r.s.Import(ctx, name, content, importer.Settings{}); err != nil {
				return err
			}
		}
		return nil
	case "roles":
		_, err := r.s.Project.SetRoles(ctx, r.s.Coder.ID, corpus.RoleInterviewer, st.Interviewer)
		return err
	case "save":
		_, err := r.s.Project.SaveVersion(ctx, r.s.Coder.ID, st.Reason)
		return err
	case "complete":
		for _, name := range st.Transcripts {
			t, err := r.s.Transcript(ctx, name)
			if err != nil {
				return err
			}
			if _, err := r.s.Project.Complete(ctx, r.s.Coder.ID, r.s.Coder.ID, t.ID); err != nil {
				return err
			}
		}
		return nil
	}
	if st.Round != "" {
		return r.round(ctx, st)
	}
	content, err := fs.ReadFile(r.files, st.File)
	if err != nil {
		return err
	}
	switch st.Do {
	case "cases":
		_, err = r.s.ImportCases(ctx, st.File, bytes.NewReader(content))
	case "codebook":
		_, _, err = r.s.ImportCodebook(ctx, st.File, bytes.NewReader(content), st.Reason, false)
	case "codings":
		_, err = r.s.ImportCodings(ctx, st.File, bytes.NewReader(content), nil)
	case "memos":
		err = r.memos(ctx, content)
	default:
		err = fmt.Errorf("it is not known")
	}
	return err
}

// memos reads the memos of an example study: kind, target, coder, created, text.
func (r *replaying) memos(ctx context.Context, content []byte) error {
	rows, err := csv.NewReader(bytes.NewReader(content)).ReadAll()
	if err != nil {
		return err
	}
	book, err := r.s.Reader().Codebook(ctx)
	if err != nil {
		return err
	}
	var memos []codebook.Memo
	for _, row := range rows[1:] {
		m := codebook.Memo{Coder: r.coders[row[2]].ID, Text: row[4]}
		if m.Created, err = time.Parse(time.RFC3339, row[3]); err != nil {
			return err
		}
		m.About.Kind = codebook.SubjectKind(row[0])
		switch m.About.Kind {
		case codebook.AboutTranscript:
			t, err := r.s.Transcript(ctx, row[1])
			if err != nil {
				return err
			}
			m.About.Transcript = t.ID
		case codebook.AboutCode:
			c, err := book.Find(row[1])
			if err != nil {
				return err
			}
			m.About.Code = c.ID
		case codebook.AboutCase:
			if m.About.Case, err = r.caseID(ctx, row[1]); err != nil {
				return err
			}
		case codebook.AboutTheme:
			i := slices.IndexFunc(book.Themes(), func(t codebook.Theme) bool { return t.Name == row[1] })
			if i < 0 {
				return fmt.Errorf("a memo is about the theme %q, which is not there", row[1])
			}
			m.About.Theme = book.Themes()[i].ID
		}
		memos = append(memos, m)
	}
	return r.s.Project.ImportMemos(ctx, r.s.Coder.ID, memos)
}

func (r *replaying) caseID(ctx context.Context, name string) (corpus.CaseID, error) {
	o, err := r.s.Reader().Overview(ctx)
	if err != nil {
		return corpus.CaseID{}, err
	}
	for id, c := range o.Cases {
		if c.Name == name {
			return id, nil
		}
	}
	return corpus.CaseID{}, fmt.Errorf("a memo is about the case %q, which is not there", name)
}
