package search

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"maps"

	index "github.com/blevesearch/bleve_index_api"

	"concord/corpus"
)

// record is what the index keeps about itself, written in the same batch as
// the words it speaks of.
type record struct {
	head     head
	progress map[corpus.TranscriptID]progress
}

type head struct {
	Schema    int              `json:"schema"`
	Analyzers string           `json:"analyzers"`
	Project   corpus.ProjectID `json:"project"`
	Arrival   uint64           `json:"arrival"`
}

func (x *Index) head(arrival uint64) head {
	return head{schema, analyzers, x.project, arrival}
}

// progress is how far a transcript is indexed: done of its turns, of one text.
type progress struct {
	text        corpus.TextID
	turns, done int
}

func (p progress) whole() bool { return p.done == p.turns }

var (
	headKey     = []byte("concord")
	progressKey = []byte("concord transcripts")
)

func (r record) equal(other record) bool {
	return r.head == other.head && maps.Equal(r.progress, other.progress)
}

const progressSize = 16 + 16 + 4 + 4

func (r record) put(b *index.Batch) {
	h, err := json.Marshal(r.head)
	if err != nil {
		panic(err) // of numbers and strings: cannot be
	}
	b.SetInternal(headKey, h)
	table := make([]byte, 0, len(r.progress)*progressSize)
	for id, p := range r.progress {
		table = append(table, id[:]...)
		table = append(table, p.text[:]...)
		table = binary.BigEndian.AppendUint32(table, uint32(p.turns))
		table = binary.BigEndian.AppendUint32(table, uint32(p.done))
	}
	b.SetInternal(progressKey, binary.BigEndian.AppendUint32(table, checksum(h, table)))
}

// checksum guards the record, which bleve's store does not.
func checksum(head, table []byte) uint32 {
	return crc32.Update(crc32.ChecksumIEEE(head), crc32.IEEETable, table)
}

// recordIn reads the record; ErrNoIndex if the index is not one of ours.
func (x *Index) recordIn(reader index.IndexReader) (record, error) {
	r := record{progress: map[corpus.TranscriptID]progress{}}
	h, err := reader.GetInternal(headKey)
	if err != nil || json.Unmarshal(h, &r.head) != nil {
		return r, fmt.Errorf("%w: what is there is damaged or foreign", ErrNoIndex)
	}
	if r.head != x.head(r.head.Arrival) {
		return r, fmt.Errorf("%w: what is there is of another project or version", ErrNoIndex)
	}
	table, err := reader.GetInternal(progressKey)
	end := len(table) - 4
	if err != nil || end < 0 || end%progressSize != 0 || binary.BigEndian.Uint32(table[end:]) != checksum(h, table[:end]) {
		return r, errDamaged
	}
	for table = table[:end]; len(table) > 0; table = table[progressSize:] {
		r.progress[corpus.TranscriptID(table[:16])] = progress{
			text:  corpus.TextID(table[16:32]),
			turns: int(binary.BigEndian.Uint32(table[32:])),
			done:  int(binary.BigEndian.Uint32(table[36:])),
		}
	}
	return r, nil
}
