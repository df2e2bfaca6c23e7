package study

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"concord/codebook"
	"concord/corpus/prose"
)

// Book is a codebook with how it is called.
type Book struct {
	*codebook.Codebook
	Label string // “v2”, “v2+” if it was changed since, “unsaved”
	Line  string // label and short digest, for the record
	// Version is the saved version that it is; nil for the working codebook.
	Version *codebook.Version
}

// holds reports whether a change led to the codebook.
func (b Book) holds(c codebook.Change) bool { return b.Version == nil || b.Version.Holds(c) }

// Book gives the working codebook, or, for a label such as “v2”, a saved one.
func (s *Study) Book(ctx context.Context, label string) (Book, error) {
	return inSnapshot(ctx, s, func(s *Study) (Book, error) { return s.readBook(ctx, label) })
}

func (s *Study) readBook(ctx context.Context, label string) (Book, error) {
	versions, err := s.Reader().Versions(ctx)
	if err != nil {
		return Book{}, err
	}
	if label == "" {
		b, err := s.Reader().Codebook(ctx)
		if err != nil {
			return Book{}, err
		}
		digest := codebook.Digest(b)
		working := codebook.WorkingLabel(versions, digest)
		return Book{b, working, working + " (" + digest[:8] + ")", nil}, nil
	}
	v, err := FindVersion(versions, label)
	if err != nil {
		return Book{}, err
	}
	return Book{v.Codebook(), v.Label(), v.Citation(), &v}, nil
}

// BookDiff is how one codebook became another, why, and what it means for the
// codings there are.
type BookDiff struct {
	From, To Book
	codebook.Diff
	Effects map[codebook.CodeID]Effect // by the code that codings counted as before
}

// Effect is what became of the codings that the reader sees of a code.
type Effect struct {
	Waiting int            `json:"waiting,omitempty"` // stale now: they wait for a look
	Hidden  int            `json:"hidden,omitempty"`
	Moved   map[string]int `json:"moved,omitempty"` // count as another code now, by its path
	Back    int            `json:"back,omitempty"`  // count again
}

// String tells the effect in words; "" if there is none.
func (e Effect) String() string {
	var out []string
	say := func(n int, one, many string) {
		if n > 0 {
			out = append(out, fmt.Sprintf("%d %s", n, prose.Plural(n, one, many)))
		}
	}
	say(e.Waiting, "coding waits for a look", "codings wait for a look")
	say(e.Hidden, "coding is hidden", "codings are hidden")
	for _, path := range slices.Sorted(maps.Keys(e.Moved)) {
		say(e.Moved[path], "coding counts as "+path, "codings count as "+path)
	}
	say(e.Back, "coding counts again", "codings count again")
	return strings.Join(out, "; ")
}

func (d *BookDiff) effects(uses []codebook.Use, history []codebook.Recorded) {
	d.Effects = map[codebook.CodeID]Effect{}
	later := map[codebook.ChangeID]bool{} // definitions that the earlier codebook does not know
	for _, r := range history {
		if id, ok := defines(r.Change); ok && id == r.ID && !d.From.holds(r.Change) {
			later[id] = true
		}
	}
	for _, u := range uses {
		if later[u.Definition] {
			continue // made since
		}
		was, is := d.From.Resolve(u.Code, u.Definition), d.To.Resolve(u.Code, u.Definition)
		at := was.Code
		if was.Status == codebook.Unknown {
			at = is.Code
		}
		e := d.Effects[at]
		counted := was.Status == codebook.Current
		switch {
		case is.Status == codebook.Current && counted && is.Code != was.Code:
			if e.Moved == nil {
				e.Moved = map[string]int{}
			}
			e.Moved[d.To.Path(is.Code)] += u.N
		case is.Status == codebook.Current && !counted && was.Status != codebook.Unknown:
			e.Back += u.N
		case is.Status == codebook.Stale && counted:
			e.Waiting += u.N
		case is.Status == codebook.Hidden && was.Status <= codebook.Stale:
			e.Hidden += u.N
		}
		d.Effects[at] = e
	}
}

// Diff compares two saved versions of the codebook. An empty label means the
// working codebook for to, and what was saved last for from; it is an error if
// nothing was saved.
func (s *Study) Diff(ctx context.Context, from, to string) (BookDiff, error) {
	return inSnapshot(ctx, s, func(s *Study) (BookDiff, error) { return s.readDiff(ctx, from, to) })
}

func (s *Study) readDiff(ctx context.Context, from, to string) (BookDiff, error) {
	var d BookDiff
	if from == "" {
		versions, err := s.Reader().Versions(ctx)
		if err != nil {
			return d, err
		}
		heads := codebook.Heads(versions)
		if len(heads) == 0 {
			return d, fmt.Errorf("comparing versions of the codebook: none was saved yet; “concord codebook save” saves one")
		}
		from = heads[len(heads)-1].Label()
	}
	var err error
	if d.From, err = s.Book(ctx, from); err != nil {
		return d, err
	}
	if d.To, err = s.Book(ctx, to); err != nil {
		return d, err
	}
	history, err := s.Reader().History(ctx)
	if err != nil {
		return d, err
	}
	d.Diff = codebook.Compare(d.From.Codebook, d.To.Codebook)
	d.Explain(history, func(c codebook.Change) bool { return d.To.holds(c) && !d.From.holds(c) })
	uses, err := s.Reader().Uses(ctx)
	d.effects(uses, history)
	return d, err
}

// Summary counts what differs: “2 added, 1 redefined, 1 merged”.
func (d BookDiff) Summary() string {
	count := map[codebook.ChangeKind]int{}
	for _, c := range d.Codes {
		seen := map[codebook.ChangeKind]bool{}
		for _, p := range c.Parts {
			// The parts of a new code are not changes of it.
			if !seen[p.Kind] && !seen[codebook.Add] {
				seen[p.Kind] = true
				count[p.Kind]++
			}
		}
	}
	var out []string
	for _, k := range changeOrder {
		if n := count[k]; n > 0 {
			out = append(out, fmt.Sprintf("%d %s", n, Done(k)))
		}
	}
	if n := len(d.Themes); n > 0 {
		out = append(out, fmt.Sprintf("%d %s changed", n, prose.Plural(n, "theme", "themes")))
	}
	if len(out) == 0 {
		return "nothing differs"
	}
	return strings.Join(out, ", ")
}

var changeOrder = []codebook.ChangeKind{codebook.Add, codebook.Accept, codebook.Rename, codebook.Move, codebook.Redefine, codebook.Reword, codebook.Describe,
	codebook.Merge, codebook.SplitUp, codebook.Retire, codebook.Decline, codebook.Restore, codebook.Undo}

// Done tells a kind of change as what was done: “redefined”.
func Done(k codebook.ChangeKind) string {
	switch k {
	case codebook.Rename, codebook.Move, codebook.Redefine, codebook.Merge, codebook.Retire, codebook.Restore, codebook.Decline, codebook.Describe, codebook.Release, codebook.Narrate:
		return strings.TrimSuffix(string(k), "e") + "ed"
	case codebook.SplitUp:
		return "split"
	case codebook.Undo:
		return "taken back"
	}
	return string(k) + "ed"
}

// Kinds lists what was done to a code, each once.
func Kinds(parts []codebook.Difference) string {
	var out []string
	for _, p := range parts {
		word := Done(p.Kind)
		if p.Part == codebook.PartStatus && (p.Kind == codebook.Merge || p.Kind == codebook.SplitUp) {
			word = p.Is
		}
		if !slices.Contains(out, word) {
			out = append(out, word)
		}
		if p.Kind == codebook.Add && p.Part != codebook.PartStatus {
			break
		}
	}
	return strings.Join(out, ", ")
}

// FindVersion gives the saved version that a person means by s: a label such as
// v2 or “v4 ana”, a number, an id, or the beginning of a digest. A number that
// two copies have used is an error that lists the choices.
func FindVersion(versions []codebook.Version, s string) (codebook.Version, error) {
	var labels []string
	var numbered []codebook.Version
	for _, v := range versions {
		if strings.EqualFold(v.Label(), s) || v.ID.String() == s || len(s) >= 6 && strings.HasPrefix(v.Digest, s) {
			return v, nil
		}
		if n := strconv.Itoa(v.Number); n == s || strings.EqualFold("v"+n, s) {
			numbered = append(numbered, v)
		}
		labels = append(labels, "“"+v.Label()+"”")
	}
	switch len(numbered) {
	case 1:
		return numbered[0], nil
	case 0:
		if len(labels) == 0 {
			return codebook.Version{}, fmt.Errorf("there is no version %q of the codebook: none was saved yet; “concord codebook save” saves one", s)
		}
		return codebook.Version{}, fmt.Errorf("there is no version %q of the codebook; there are %s", s, strings.Join(labels, ", "))
	}
	var choices []string
	for _, v := range numbered {
		choices = append(choices, "“"+v.Label()+"”")
	}
	return codebook.Version{}, fmt.Errorf("the version %q was saved in two copies of the project: it may be %s", s, strings.Join(choices, " or "))
}

// DiffLine tells a difference of one part in one line: prose with what went and
// what came marked, other values as “old → new”. "" if the heading has said it.
func DiffLine(p codebook.Difference) string {
	switch {
	case p.Part == codebook.PartCode && p.Kind != codebook.Gather && p.Kind != codebook.Release, p.Part == codebook.PartTheme, p.Part == codebook.PartStatus:
		return ""
	case p.Words != nil && codebook.Changed(p.Words):
		return codebook.MarkWords(p.Words)
	case p.Words != nil:
		return p.Is + " (only white space differs)"
	case p.Was == "":
		return "{+" + p.Is + "+}"
	case p.Is == "":
		return "[-" + p.Was + "-]"
	}
	return p.Was + " → " + p.Is
}

// LoggedVersion is a saved version with who saved it and what changed since the
// version, or versions, it was made from.
type LoggedVersion struct {
	codebook.Version
	By      string
	Changed string // “2 added, 1 redefined”; "" for a first version
}

// VersionLog lists the saved versions, newest first.
type VersionLog struct {
	Versions []LoggedVersion
	// Unsaved counts the changes that no version holds yet; "" if there are none.
	Unsaved string
}

// VersionLog reads the saved versions and compares each with its parents.
func (s *Study) VersionLog(ctx context.Context) (VersionLog, error) {
	return inSnapshot(ctx, s, func(s *Study) (VersionLog, error) { return s.readVersionLog(ctx) })
}

func (s *Study) readVersionLog(ctx context.Context) (VersionLog, error) {
	var out VersionLog
	versions, err := s.Reader().Versions(ctx)
	if err != nil {
		return out, err
	}
	names, err := s.CoderNames(ctx)
	if err != nil {
		return out, err
	}
	byID := map[codebook.VersionID]codebook.Version{}
	for _, v := range versions {
		byID[v.ID] = v
	}
	for _, v := range slices.Backward(versions) {
		e := LoggedVersion{Version: v, By: names[v.Author]}
		var changed []string
		for _, id := range v.Parents {
			if parent, ok := byID[id]; ok {
				d := BookDiff{Diff: codebook.Compare(parent.Codebook(), v.Codebook())}
				changed = append(changed, "since "+parent.Label()+": "+d.Summary())
			}
		}
		e.Changed = strings.Join(changed, "; ")
		out.Versions = append(out.Versions, e)
	}
	if len(versions) > 0 {
		working, err := s.Book(ctx, "")
		if err != nil {
			return out, err
		}
		if strings.HasSuffix(working.Label, "+") {
			heads := codebook.Heads(versions)
			out.Unsaved = BookDiff{Diff: codebook.Compare(heads[len(heads)-1].Codebook(), working.Codebook)}.Summary()
		}
	}
	return out, nil
}

// CoderNames gives the coders' names by their ids.
func (s *Study) CoderNames(ctx context.Context) (map[codebook.CoderID]string, error) {
	coders, err := s.Reader().Coders(ctx)
	names := map[codebook.CoderID]string{}
	for _, c := range coders {
		names[c.ID] = c.Name
	}
	return names, err
}

// Stale counts the codings that the coder sees of a code that wait for a look.
func (s *Study) Stale(ctx context.Context, code codebook.CodeID) (int, error) {
	return inSnapshot(ctx, s, func(s *Study) (int, error) { return s.readStale(ctx, code) })
}

func (s *Study) readStale(ctx context.Context, code codebook.CodeID) (int, error) {
	b, err := s.Reader().Codebook(ctx)
	if err != nil {
		return 0, err
	}
	uses, err := s.Reader().Uses(ctx)
	return b.Count(uses).Of(code).Stale, err
}

// CodeHistory is how a code came to be what it is.
type CodeHistory struct {
	Path  string
	Parts []codebook.Blamed           // its present words, with the change that set each
	Steps []codebook.Step             // every change of it, oldest first
	Names map[codebook.CoderID]string // of those who made the changes
}

// CodeHistory tells how the code of that name came to be what it is.
func (s *Study) CodeHistory(ctx context.Context, code string) (CodeHistory, error) {
	var h CodeHistory
	b, err := s.Reader().Codebook(ctx)
	if err != nil {
		return h, err
	}
	c, err := b.Find(code)
	if err != nil {
		return h, err
	}
	history, err := s.Reader().History(ctx)
	if err != nil {
		return h, err
	}
	h.Path, h.Parts, h.Steps = b.Path(c.ID), codebook.Blame(b, history, c.ID), codebook.Steps(history, c.ID)
	h.Names, err = s.CoderNames(ctx)
	return h, err
}
