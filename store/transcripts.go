package store

import (
	"bytes"
	"compress/flate"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"concord/codebook"
	"concord/corpus"
)

// NewTranscript is one transcript read from a file, ready to be kept.
type NewTranscript struct {
	Name     string
	Original []byte        // the file's bytes as they came
	Source   corpus.Source // SHA256 is filled in here
	Text     *corpus.Text
	Speakers []corpus.Speaker // label and role; ids are filled in here
}

// Imported says what became of a transcript.
type Imported struct {
	Transcript corpus.Transcript
	// Unchanged: the same bytes are in the project already; nothing was done.
	Unchanged bool
	// Reread: the same bytes were there already, and read otherwise now (with
	// other settings, or by a newer reader); nobody had coded them yet, so the
	// transcript has the new text.
	Reread bool
	// Warnings are sentences about names and texts that were there before.
	Warnings []string
}

// Import keeps a transcript: its original bytes, its text, its turns and
// speakers, as one action. The same bytes are never kept twice. A transcript
// whose import was undone comes back.
func (p *Project) Import(ctx context.Context, by codebook.CoderID, n NewTranscript) (Imported, error) {
	var out Imported
	sum := sha256.Sum256(n.Original)
	n.Source.SHA256 = hex.EncodeToString(sum[:])
	id := corpus.DeriveTranscriptID(p.id, sum, n.Source.Part)
	err := p.act(ctx, by, func(a *action) error {
		out = Imported{}
		th, err := a.thing(Thing{ClassTranscript, id})
		if err != nil {
			return err
		}
		if th.live() {
			if err := readJSON(a, bucketTranscript, id[:], &out.Transcript); err != nil {
				return err
			}
			return a.reread(&out, n, sum)
		}
		name, warnings, err := a.freeName(n.Name, n.Text.ID)
		if err != nil {
			return err
		}
		out.Warnings = warnings
		if err := a.keepText(n.Text, sum, n.Original); err != nil {
			return err
		}
		about := textPayload{n.Source, len(n.Text.Turns), n.Text.SpokenWords()}
		payload, err := withFields(transcriptPayload{Name: &name, Imported: &a.time, Removed: ptr(false)},
			map[string]any{fieldText + n.Text.ID.String(): about})
		if err != nil {
			return err
		}
		verb := "add"
		if th.added() != nil {
			verb = "restore"
		}
		if _, err := a.event(th.Thing, verb, payload); err != nil {
			return err
		}
		for _, s := range n.Speakers {
			if err := a.addSpeaker(id, s); err != nil {
				return err
			}
		}
		out.Transcript = corpus.Transcript{ID: id, Name: name, Texts: []corpus.TextID{n.Text.ID}, Source: n.Source,
			Imported: a.time, TurnCount: about.Turns, WordCount: about.Words}
		return nil
	})
	return out, err
}

// reread gives a transcript the text that its bytes give now, if nobody has
// coded it yet. Codings stand on the text they were made on, so a coded
// transcript keeps its text.
func (a *action) reread(out *Imported, n NewTranscript, sum [32]byte) error {
	t := out.Transcript
	if slices.Contains(t.Texts, n.Text.ID) {
		out.Unchanged = true
		return nil
	}
	codings := 0
	err := a.scan(bucketCoding, t.ID[:], func(_, _ []byte) error { codings++; return nil })
	if err != nil {
		return err
	}
	if codings > 0 {
		out.Unchanged = true
		out.Warnings = append(out.Warnings, fmt.Sprintf("it would be read otherwise now, but %d %s on its text as it is, so it stays", codings, plural(codings, "coding stands", "codings stand")))
		return nil
	}
	if err := a.keepText(n.Text, sum, n.Original); err != nil {
		return err
	}
	about := textPayload{n.Source, len(n.Text.Turns), n.Text.SpokenWords()}
	payload, err := withFields(transcriptPayload{}, map[string]any{fieldText + n.Text.ID.String(): about})
	if err != nil {
		return err
	}
	if _, err := a.event(Thing{ClassTranscript, t.ID}, "reread", payload); err != nil {
		return err
	}
	for _, s := range n.Speakers {
		th, err := a.thing(Thing{ClassSpeaker, corpus.DeriveSpeakerID(t.ID, s.Label)})
		if err != nil {
			return err
		}
		if !th.live() {
			if err := a.addSpeaker(t.ID, s); err != nil {
				return err
			}
		}
	}
	out.Reread = true
	out.Transcript.Texts = append(out.Transcript.Texts, n.Text.ID)
	out.Transcript.TurnCount, out.Transcript.WordCount = about.Turns, about.Words
	return nil
}

func (a *action) addSpeaker(t corpus.TranscriptID, s corpus.Speaker) error {
	th, err := a.thing(Thing{ClassSpeaker, corpus.DeriveSpeakerID(t, s.Label)})
	if err != nil {
		return err
	}
	payload := speakerPayload{Transcript: &t, Label: &s.Label, Role: &s.Role, Removed: ptr(false)}
	verb := "add"
	if th.added() != nil {
		verb = "restore"
	}
	_, err = a.event(th.Thing, verb, payload)
	return err
}

// freeName makes a name that no other transcript has, and warns of that and of
// another transcript with the very same text.
func (a *action) freeName(name string, text corpus.TextID) (string, []string, error) {
	taken := map[string]bool{}
	var warnings []string
	err := a.scan(bucketTranscript, nil, func(_, v []byte) error {
		var tr corpus.Transcript
		if err := json.Unmarshal(v, &tr); err != nil {
			return err
		}
		taken[strings.ToLower(tr.Name)] = true
		if tr.Text() == text {
			warnings = append(warnings, fmt.Sprintf("its text equals that of %q, though the files differ", tr.Name))
		}
		return nil
	})
	free := name
	for n := 2; taken[strings.ToLower(free)]; n++ {
		free = fmt.Sprintf("%s (%d)", name, n)
	}
	if free != name {
		warnings = append(warnings, fmt.Sprintf("there is another transcript called %q; this one is called %q", name, free))
	}
	return free, warnings, err
}

// keepText stores a text, its turns and the bytes it came from, each once, with
// a secret for the digests of quotes.
func (a *action) keepText(text *corpus.Text, sum [32]byte, original []byte) error {
	if a.get(bucketText, text.ID[:]) == nil {
		if err := a.put(bucketText, text.ID[:], []byte(text.Body)); err != nil {
			return err
		}
		if err := a.put(bucketTurns, text.ID[:], corpus.EncodeTurns(text.Turns)); err != nil {
			return err
		}
	}
	if _, _, err := findSecret(a, text.ID); err != nil {
		var name [8]byte
		secret := make([]byte, 32)
		rand.Read(name[:])
		rand.Read(secret)
		if err := a.put(bucketSecret, secretKey(text.ID, name), secret); err != nil {
			return err
		}
	}
	if a.get(bucketOriginal, sum[:]) != nil {
		return nil
	}
	var packed bytes.Buffer
	w, err := flate.NewWriter(&packed, flate.BestSpeed)
	if err != nil {
		return err
	}
	if _, err := w.Write(original); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	return a.put(bucketOriginal, sum[:], packed.Bytes())
}

func unpackOriginal(packed []byte) ([]byte, error) {
	return io.ReadAll(flate.NewReader(bytes.NewReader(packed)))
}

// SetRoles gives speakers their roles, in all the transcripts named (all there
// are, if none is named). It reports how many speakers changed.
func (p *Project) SetRoles(ctx context.Context, by codebook.CoderID, role corpus.Role, labels []string, transcripts ...corpus.TranscriptID) (int, error) {
	changed := 0
	err := p.act(ctx, by, func(a *action) error {
		changed = 0
		wanted := map[string]bool{}
		for _, l := range labels {
			wanted[strings.ToLower(l)] = true
		}
		in := map[corpus.TranscriptID]bool{}
		for _, t := range transcripts {
			in[t] = true
		}
		var speakers []corpus.Speaker
		err := a.scan(bucketSpeaker, nil, func(_, v []byte) error {
			var s corpus.Speaker
			if err := json.Unmarshal(v, &s); err != nil {
				return err
			}
			if wanted[strings.ToLower(s.Label)] && s.Role != role && (len(in) == 0 || in[s.Transcript]) {
				speakers = append(speakers, s)
			}
			return nil
		})
		if err != nil {
			return err
		}
		for _, s := range speakers {
			if _, err := a.event(Thing{ClassSpeaker, s.ID}, "role", speakerPayload{Role: &role}); err != nil {
				return err
			}
		}
		changed = len(speakers)
		return nil
	})
	return changed, err
}

// RenameTranscript gives a transcript another name.
func (p *Project) RenameTranscript(ctx context.Context, by codebook.CoderID, id corpus.TranscriptID, name string) error {
	name = strings.TrimSpace(name)
	if name == "" {
		return fmt.Errorf("renaming a transcript: a transcript needs a name")
	}
	return p.act(ctx, by, func(a *action) error {
		var tr corpus.Transcript
		if err := readJSON(a, bucketTranscript, id[:], &tr); err != nil {
			return err
		}
		free, _, err := a.freeName(name, corpus.TextID{})
		if err != nil {
			return err
		}
		if free != name && !strings.EqualFold(name, tr.Name) {
			return fmt.Errorf("renaming %q to %q: another transcript has that name", tr.Name, name)
		}
		_, err = a.event(Thing{ClassTranscript, id}, "rename", transcriptPayload{Name: &name})
		return err
	})
}

// readJSON reads a record of a state bucket. It is an error if there is none.
func readJSON(v view, b bucket, key []byte, into any) error {
	raw := v.get(b, key)
	if raw == nil {
		return fmt.Errorf("this %s is not in the project", b)
	}
	return json.Unmarshal(raw, into)
}
