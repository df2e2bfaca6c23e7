package generate

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"

	"concord/corpus"
)

// WriteFiles writes the study into dir, which is made if it is missing, as the
// verbs of Concord read it: transcripts/KI-01.txt …, codebook.csv,
// participants.csv, a file of codings (codings.csv, or codings-round-1.csv …)
// and study.json, from which study.Replay makes the project. Existing files
// are replaced.
func (s *Study) WriteFiles(dir string) error {
	if err := s.writeFiles(dir); err != nil {
		return fmt.Errorf("writing the made-up study into %s: %w", dir, err)
	}
	return nil
}

func (s *Study) writeFiles(dir string) error {
	if err := os.MkdirAll(filepath.Join(dir, "transcripts"), 0o755); err != nil {
		return err
	}
	if err := inFile(filepath.Join(dir, "codebook.csv"), s.WriteCodebook); err != nil {
		return err
	}
	if err := inFile(filepath.Join(dir, "participants.csv"), s.WriteCases); err != nil {
		return err
	}
	if err := inFile(filepath.Join(dir, "study.json"), s.writeScript); err != nil {
		return err
	}
	for i := 0; i < s.Size.Interviews; {
		round := s.RoundOf(i)
		err := inFile(filepath.Join(dir, codingsFile(round)), func(w io.Writer) error {
			rows := csv.NewWriter(w)
			write(rows, "transcript", "start", "end", "code", "coder", "created")
			for ; i < s.Size.Interviews && s.RoundOf(i) == round; i++ {
				x := s.Interview(i)
				if err := os.WriteFile(filepath.Join(dir, transcriptFile(x.Name)), []byte(x.Body), 0o644); err != nil {
					return err
				}
				s.writeCodings(rows, x)
			}
			rows.Flush()
			return rows.Error()
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func transcriptFile(name string) string { return "transcripts/" + name + ".txt" }

func codingsFile(round int) string {
	if round < 0 {
		return "codings.csv"
	}
	return fmt.Sprintf("codings-round-%d.csv", round+1)
}

func inFile(name string, fill func(io.Writer) error) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(f)
	return errors.Join(fill(w), w.Flush(), f.Close())
}

// write adds a row; an error of w is kept until it is asked for.
func write(w *csv.Writer, row ...string) { _ = w.Write(row) }

// WriteCodebook writes the codes as `concord codebook import` reads them.
func (s *Study) WriteCodebook(w io.Writer) error {
	rows := csv.NewWriter(w)
	write(rows, "name", "parent", "definition", "heading")
	for _, c := range s.Codes {
		heading := ""
		if c.Heading {
			heading = "yes"
		}
		write(rows, c.Name, c.Parent, c.Definition, heading)
	}
	rows.Flush()
	return rows.Error()
}

// WriteCases writes the sheet that `concord cases import` reads.
func (s *Study) WriteCases(w io.Writer) error {
	rows := csv.NewWriter(w)
	write(rows, "case", "transcript", "sector", "county", "site", "years_in_role")
	for i := range s.Size.Interviews {
		c := s.Case(i)
		write(rows, c.Name, s.number("KI-", i), c.Sector, c.County, c.Site, strconv.Itoa(c.Years))
	}
	rows.Flush()
	return rows.Error()
}

// writeCodings writes the codings of one interview with offsets in code points.
func (s *Study) writeCodings(rows *csv.Writer, x *Interview) {
	point := points(x)
	for _, c := range x.Codings {
		write(rows, x.Name, strconv.Itoa(point[c.Span.Start]), strconv.Itoa(point[c.Span.End]), s.Codes[c.Code].Path(), s.Coders[c.Coder],
			c.Created.Format(time.RFC3339))
	}
}

// points gives the code points before each bound of the interview's codings.
func points(x *Interview) map[corpus.Offset]int {
	bounds := make([]corpus.Offset, 0, 2*len(x.Codings))
	for _, c := range x.Codings {
		bounds = append(bounds, c.Span.Start, c.Span.End)
	}
	slices.Sort(bounds)
	point := make(map[corpus.Offset]int, len(bounds))
	var at corpus.Offset
	n := 0
	for _, b := range bounds {
		n += utf8.RuneCountInString(x.Body[at:b])
		at = b
		point[b] = n
	}
	return point
}

// writeScript writes study.json: in which order the study came about.
func (s *Study) writeScript(w io.Writer) error {
	type step map[string]any
	var steps []step
	now := begin
	do := func(what, coder string, st step) {
		now = now.Add(time.Minute)
		st["do"], st["coder"], st["when"] = what, coder, now
		steps = append(steps, st)
	}
	lead := s.Coders[0]
	files := make([]string, s.Size.Interviews)
	for i := range files {
		files[i] = transcriptFile(s.number("KI-", i))
	}
	do("import", lead, step{"files": files})
	do("cases", lead, step{"file": "participants.csv"})
	do("codebook", lead, step{"file": "codebook.csv"})
	do("save", lead, step{"reason": "made up"})
	for i := 0; i < s.Size.Interviews; {
		round, done := s.RoundOf(i), map[int][]string{}
		var all []string
		for ; i < s.Size.Interviews && s.RoundOf(i) == round; i++ {
			name := s.number("KI-", i)
			all = append(all, name)
			for _, c := range s.CodersOf(i) {
				done[c] = append(done[c], name)
			}
		}
		title := fmt.Sprintf("round %d", round+1)
		if round >= 0 {
			do("round", lead, step{"round": title, "unit": "turn", "blind": true, "transcripts": all})
		}
		now = s.codedFrom(i)
		do("codings", lead, step{"file": codingsFile(round)})
		for c, name := range s.Coders {
			if len(done[c]) > 0 {
				do("complete", name, step{"transcripts": done[c]})
			}
		}
		if round >= 0 {
			do("close", lead, step{"round": title})
		}
	}
	var coders []map[string]string
	for _, name := range s.Coders {
		coders = append(coders, map[string]string{"name": name})
	}
	out := json.NewEncoder(w)
	out.SetIndent("", " ")
	return out.Encode(map[string]any{"title": s.Title, "about": "Made up by a program: the words mean nothing.", "synthetic": true,
		"coders": coders, "steps": steps})
}
