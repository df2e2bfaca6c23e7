package speech

import (
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"strings"

	"concord/corpus"
	"concord/corpus/importer/internal/chars"
	"concord/corpus/importer/turns"
	"concord/corpus/importer/utterances"
)

// elan is an annotation document of ELAN (.eaf).
type elan struct {
	Slots []struct {
		ID    string `xml:"TIME_SLOT_ID,attr"`
		Value string `xml:"TIME_VALUE,attr"` // milliseconds; may be missing
	} `xml:"TIME_ORDER>TIME_SLOT"`
	Tiers []struct {
		ID          string `xml:"TIER_ID,attr"`
		Participant string `xml:"PARTICIPANT,attr"`
		Parent      string `xml:"PARENT_REF,attr"`
		Annotations []struct {
			Aligned *struct {
				Start string `xml:"TIME_SLOT_REF1,attr"`
				End   string `xml:"TIME_SLOT_REF2,attr"`
				Value string `xml:"ANNOTATION_VALUE"`
			} `xml:"ALIGNABLE_ANNOTATION"`
		} `xml:"ANNOTATION"`
	} `xml:"TIER"`
}

// ReadELAN reads an annotation document of ELAN (.eaf). Each tier that stands
// below no other is a speaker: its participant, else its name. Tiers below others
// (words, glosses) and tiers of o's are chosen by name alone. Annotations are
// sorted by time, because tiers overlap.
func ReadELAN(text string, o Options) (turns.Transcript, error) {
	var doc elan
	d := xml.NewDecoder(strings.NewReader(text))
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil } // decoded already
	if err := d.Decode(&doc); err != nil {
		return turns.Transcript{}, fmt.Errorf("is an ELAN file that is damaged or cut off: open it in ELAN and save it anew")
	}
	if len(doc.Tiers) == 0 {
		return turns.Transcript{}, fmt.Errorf("is an ELAN file without tiers")
	}
	slots := map[string]float64{}
	for _, s := range doc.Slots {
		if ms, err := strconv.ParseFloat(s.Value, 64); err == nil {
			slots[s.ID] = ms / 1000
		}
	}
	at := func(id string) float64 {
		if s, ok := slots[id]; ok {
			return s
		}
		return -1
	}
	var list []utterances.Utterance
	var read, left []string
	for _, t := range doc.Tiers {
		if o.Tiers != nil && !o.wanted(t.ID) || o.Tiers == nil && t.Parent != "" {
			left = append(left, "“"+chars.Shorten(t.ID)+"”")
			continue
		}
		read = append(read, "“"+chars.Shorten(t.ID)+"”")
		speaker := t.Participant
		if strings.TrimSpace(speaker) == "" {
			speaker = t.ID
		}
		for _, a := range t.Annotations {
			if a.Aligned == nil {
				continue
			}
			u := utterances.Utterance{Speaker: speaker, Text: a.Aligned.Value, Start: seconds(at(a.Aligned.Start)), End: seconds(at(a.Aligned.End))}
			if u.End < u.Start {
				u.End = corpus.NoTime
			}
			list = append(list, u)
		}
	}
	var warnings []string
	if left != nil {
		if len(left) > 10 {
			left = append(left[:10], fmt.Sprintf("%d more", len(left)-10))
		}
		warnings = append(warnings, fmt.Sprintf("the tiers %s were read as speakers, and these were left out: %s; name the tiers of speech if that is wrong (--tiers on the command line)",
			strings.Join(read, ", "), strings.Join(left, ", ")))
	}
	byTime(list)
	return compose(list, o, warnings)
}
