package search

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	index "github.com/blevesearch/bleve_index_api"

	"concord/corpus"
)

// postings answers for a term, from the index, in which turns it occurs: a set
// for each transcript, by its place in the list. Only transcripts that ready
// says are indexed as they now are count.
type postings struct {
	turns []turnSet
}

// lookup reads postings. It takes the ids of documents alone, without their
// order and without the places of words.
type lookup struct {
	ctx    context.Context
	reader index.IndexReader
	places map[corpus.TranscriptID]int // of the transcripts that are ready, in the list
	count  int                         // of transcripts
}

func newLookup(ctx context.Context, reader index.IndexReader, list []Transcript, ready []bool) *lookup {
	l := &lookup{ctx: ctx, reader: reader, places: map[corpus.TranscriptID]int{}, count: len(list)}
	for i, t := range list {
		if ready[i] {
			l.places[t.ID] = i
		}
	}
	return l
}

// find gives the turns where all of terms occur.
func (l *lookup) find(terms []*term) (*postings, error) {
	var all docSet
	for i, t := range terms {
		found, err := l.docsOf(t)
		if err != nil {
			return nil, err
		}
		if i == 0 {
			all = found
		} else {
			all = all.and(found)
		}
	}
	return l.place(all)
}

// candidates gives the turns in which a word holds one of some runs of letters or
// digits, or in which there is a word that the index does not hold; nil if they
// are so many that looking them up does not pay.
func (l *lookup) candidates(runs []string) (*postings, error) {
	turns, err := l.reader.DocCount()
	if err != nil {
		return nil, err
	}
	most, sum := turns/fewTurns, uint64(0)
	var all docSet
	take := func(word string) error {
		n, err := l.docCount(word)
		if err != nil || sum+n > most {
			return cmp.Or(err, errTooMany)
		}
		sum += n
		return l.docsWith(exactField, word, &all)
	}
	if err = take(longWord); err == nil {
		// Runs are letters and digits, and need no escape.
		err = l.eachMatch(".*("+strings.Join(runs, "|")+").*", take)
	}
	switch {
	case errors.Is(err, errTooMany):
		return nil, nil
	case err != nil:
		return nil, err
	}
	return l.place(all)
}

var errTooMany = errors.New("too many turns")

// docCount gives the number of documents that hold a word.
func (l *lookup) docCount(word string) (uint64, error) {
	r, err := l.reader.TermFieldReader(l.ctx, []byte(word), exactField, false, false, false)
	if err != nil {
		return 0, err
	}
	defer r.Close()
	return r.Count(), nil
}

// eachMatch calls do with every word of the index that an expression matches
// whole.
func (l *lookup) eachMatch(expr string, do func(word string) error) error {
	reader, ok := l.reader.(index.IndexReaderRegexp)
	if !ok {
		return errors.New("the index cannot look for expressions")
	}
	dict, err := reader.FieldDictRegexp(exactField, expr)
	if err != nil {
		return err
	}
	return l.eachEntry(dict, do)
}

// eachNearly calls do with every word of the index that is spelled as a word is,
// but for some edits.
func (l *lookup) eachNearly(word string, edits int, do func(word string) error) error {
	reader, ok := l.reader.(index.IndexReaderFuzzy)
	if !ok {
		return errors.New("the index cannot look for words spelled nearly so")
	}
	// Asked for one edit more where it can: what bleve counts as one edit need not
	// be what we do. The least distance decides.
	dict, err := reader.FieldDictFuzzy(exactField, word, min(edits+1, 2), "")
	if err != nil {
		return err
	}
	return l.eachEntry(dict, func(found string) error {
		if distance(found, word, edits) > edits {
			return nil
		}
		return do(found)
	})
}

// fewTurns is the share of all turns, as its denominator, below which it pays to
// look up where a pattern may match: with more, the first hits come soon anyway.
const fewTurns = 4

// place sorts documents by transcript.
func (l *lookup) place(all docSet) (*postings, error) {
	p := &postings{make([]turnSet, l.count)}
	var last corpus.TranscriptID
	place, known := 0, false
	var internal index.IndexInternalID
	for doc := range all.each {
		if err := l.check(doc); err != nil {
			return nil, err
		}
		internal = index.NewIndexInternalID(internal, doc)
		s, err := l.reader.ExternalID(internal)
		if err != nil {
			return nil, err
		}
		id, turn, ok := readTurnID(s)
		if ok && (id != last || !known) {
			last = id
			place, known = l.places[id]
		}
		if ok && known {
			p.turns[place].add(corpus.TurnIndex(turn))
		}
	}
	return p, nil
}

// check tells now and then whether the search has been given up.
func (l *lookup) check(n uint64) error {
	if n%4096 == 0 {
		return l.ctx.Err()
	}
	return nil
}

// docsOf gives the documents where a term occurs.
func (l *lookup) docsOf(t *term) (found docSet, err error) {
	switch {
	case t.stem != "":
		err = l.docsWith(stemField, t.stem, &found)
	case len(t.words) > 1:
		err = l.phrase(t, &found)
	case t.edits > 0:
		err = l.eachNearly(t.words[0], t.edits, func(word string) error { return l.docsWith(exactField, word, &found) })
	case t.prefix:
		err = l.eachWord(t.words[0], func(word string) error { return l.docsWith(exactField, word, &found) })
	default:
		err = l.docsWith(exactField, t.words[0], &found)
	}
	return found, err
}

// docsWith adds the documents that hold a word in a field.
func (l *lookup) docsWith(field, word string, found *docSet) error {
	r, err := l.reader.TermFieldReader(l.ctx, []byte(word), field, false, false, false)
	if err != nil {
		return err
	}
	defer r.Close()
	var doc index.TermFieldDoc
	for n := uint64(1); ; n++ {
		d, err := r.Next(&doc)
		if err != nil || d == nil {
			return err
		}
		found.add(d.ID.Value())
		if err := l.check(n); err != nil {
			return err
		}
	}
}

// eachWord calls do with every word of the index that begins with prefix.
func (l *lookup) eachWord(prefix string, do func(word string) error) error {
	dict, err := l.reader.FieldDictPrefix(exactField, []byte(prefix))
	if err != nil {
		return err
	}
	return l.eachEntry(dict, do)
}

func (l *lookup) eachEntry(dict index.FieldDict, do func(word string) error) error {
	defer dict.Close()
	for n := uint64(1); ; n++ {
		entry, err := dict.Next()
		if err != nil || entry == nil {
			return err
		}
		if err := l.check(n); err != nil {
			return err
		}
		if entry.Term == longWord {
			continue
		}
		if err := do(entry.Term); err != nil {
			return err
		}
	}
}

// phrase adds the documents where words follow each other. It walks the readers
// of the words side by side and looks at positions only where all have a turn.
func (l *lookup) phrase(t *term, found *docSet) error {
	words := t.words
	if !t.prefix {
		return l.walk(words, func(doc uint64, _ []uint64) { found.add(doc) })
	}
	// The last word is a beginning: note where the others end, then go through
	// all words that begin so.
	last := len(words) - 1
	ends := map[uint64][]uint64{}
	err := l.walk(words[:last], func(doc uint64, at []uint64) { ends[doc] = at })
	if err != nil {
		return err
	}
	return l.eachWord(words[last], func(word string) error {
		return l.walk([]string{word}, func(doc uint64, at []uint64) {
			for _, end := range ends[doc] {
				if slices.Contains(at, end+1) {
					found.add(doc)
				}
			}
		})
	})
}

// walk calls do for each document in which words follow each other, with the
// positions of the last of them.
func (l *lookup) walk(words []string, do func(doc uint64, last []uint64)) error {
	readers := make([]index.TermFieldReader, len(words))
	docs := make([]index.TermFieldDoc, len(words))
	at := make([]*index.TermFieldDoc, len(words))
	for i, word := range words {
		r, err := l.reader.TermFieldReader(l.ctx, []byte(word), exactField, false, false, true)
		if err != nil {
			return err
		}
		defer r.Close()
		readers[i] = r
	}
	if err := shareCandidates(readers); err != nil {
		return err
	}
	var err error
	next := func(i int) bool {
		at[i], err = readers[i].Next(&docs[i])
		return err == nil && at[i] != nil
	}
	for i := range readers {
		if !next(i) {
			return err
		}
	}
	for n := uint64(1); ; n++ {
		if err := l.check(n); err != nil {
			return err
		}
		for i := 1; i < len(readers); i++ {
			switch c := at[i].ID.Compare(at[0].ID); {
			case c < 0:
				if !next(i) {
					return err
				}
				i--
			case c > 0:
				if !next(0) {
					return err
				}
				i = 0
			}
		}
		if last := follow(at); len(last) > 0 {
			do(at[0].ID.Value(), last)
		}
		if !next(0) {
			return err
		}
	}
}

// shareCandidates lets bleve narrow the readers to the documents that all have.
func shareCandidates(readers []index.TermFieldReader) (err error) {
	if len(readers) < 2 {
		return nil
	}
	var shared index.OptimizableContext
	for _, r := range readers {
		o, ok := r.(index.Optimizable)
		if !ok {
			return nil
		}
		if shared, err = o.Optimize("conjunction", shared); err != nil || shared == nil {
			return err
		}
	}
	_, err = shared.Finish()
	return err
}

// follow gives the positions in one document at which the last of several
// words stands with the others before it.
func follow(words []*index.TermFieldDoc) []uint64 {
	var ends []uint64
	for _, first := range words[0].Vectors {
		follows := true
		for i := 1; i < len(words) && follows; i++ {
			follows = false
			for _, v := range words[i].Vectors {
				if v.Pos == first.Pos+uint64(i) {
					follows = true
					break
				}
			}
		}
		if follows {
			ends = append(ends, first.Pos+uint64(len(words)-1))
		}
	}
	return ends
}
