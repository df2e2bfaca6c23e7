package store

import (
	"encoding/json"
	"fmt"
	"strings"

	"concord/codebook"
	"concord/corpus"
)

// maxClock bounds the clocks of events from outside: the next one must have room.
const maxClock = 1 << 53

// plausible refuses an event from outside that no copy can have written.
func plausible(e *Event) error {
	switch year := e.Time.Year(); {
	case !json.Valid(e.Payload):
		return fmt.Errorf("%w: the payload of %s", errDamagedEvent, e.ID)
	case e.Clock == 0 || e.Clock > maxClock:
		return fmt.Errorf("%w: the clock of %s", errDamagedEvent, e.ID)
	case year < 1 || year > 9999:
		return fmt.Errorf("%w: the time of %s", errDamagedEvent, e.ID)
	}
	return nil
}

// preflight refuses codings that could not be understood here: on a text, or
// under a definition, that neither this copy nor the bundle holds, or on other
// words than those they were made on.
func preflight(v view, fresh []*Event) error {
	if err := checkDelivered(fresh); err != nil {
		return err
	}
	p := flight{view: v, coming: map[EventID]bool{}, noText: map[corpus.TextID]bool{}}
	for _, e := range fresh {
		p.coming[e.ID] = true
	}
	for _, e := range fresh {
		if e.Thing.Class == ClassTranscript {
			if err := p.transcript(e); err != nil {
				return err
			}
		}
		if e.Thing.Class != ClassCoding {
			continue
		}
		var c codingPayload
		if !c.scan(e.Payload) {
			c = codingPayload{}
			if err := json.Unmarshal(e.Payload, &c); err != nil {
				return fmt.Errorf("%w: a coding: %w", errDamagedEvent, err)
			}
		}
		if e.Verb == "add" && (c.Transcript == nil || c.Place == nil || c.Code == nil) {
			return fmt.Errorf("%w: a coding lacks a value", errDamagedEvent)
		}
		if err := p.coding(c); err != nil {
			return err
		}
	}
	switch {
	case len(p.noText) > 0:
		return fmt.Errorf("%d of its codings stand on %d %s that neither it nor this copy holds; ask for a bundle with everything (without --since)",
			p.withoutText, len(p.noText), plural(len(p.noText), "text", "texts"))
	case p.withoutDefinition > 0:
		return fmt.Errorf("%d of its codings were made under definitions that neither it nor this copy holds; ask for a bundle with everything (without --since)", p.withoutDefinition)
	case p.textless > 0:
		return fmt.Errorf("%d of its transcripts %s a text that neither it nor this copy holds; ask for a bundle with everything (without --since)",
			p.textless, plural(p.textless, "names", "name"))
	case p.otherWords > 0:
		return fmt.Errorf("%d of its codings do not stand on the words they were made on; the bundle was tampered with, or the program that wrote it is broken", p.otherWords)
	}
	return nil
}

// flight gathers what speaks against a delivery.
type flight struct {
	view
	coming map[EventID]bool
	here   map[EventID]bool // events about codes; nil until they are asked for

	noText                                     map[corpus.TextID]bool
	withoutText, withoutDefinition, otherWords int
	textless                                   int // transcripts that name a text that is not here
}

// transcript looks for the texts that an event gives a transcript.
func (p *flight) transcript(e *Event) error {
	set, err := payloadFields(e.Payload)
	if err != nil {
		return fmt.Errorf("%w: a transcript: %w", errDamagedEvent, err)
	}
	texts := 0
	for name, raw := range set {
		named, ok := strings.CutPrefix(name, fieldText)
		if !ok || string(raw) == "null" {
			continue
		}
		var id corpus.TextID
		if err := id.UnmarshalText([]byte(named)); err != nil {
			return fmt.Errorf("%w: a transcript: %w", errDamagedEvent, err)
		}
		texts++
		if p.get(bucketText, id[:]) == nil {
			p.textless++
		}
	}
	if e.Verb == "add" && texts == 0 {
		return fmt.Errorf("%w: a transcript without a text", errDamagedEvent)
	}
	return nil
}

func (p *flight) coding(c codingPayload) error {
	if c.Code != nil {
		ok, err := p.knows(c.Code.Definition)
		if err != nil {
			return err
		}
		if !ok {
			p.withoutDefinition++
		}
	}
	if c.Place == nil {
		return nil
	}
	text := c.Place.Text
	if p.get(bucketText, text[:]) == nil {
		p.noText[text] = true
		p.withoutText++
		return nil
	}
	quote, err := passage(p, text, corpus.Span{Start: c.Place.Start, End: c.Place.End})
	secret := p.get(bucketSecret, secretKey(text, c.Place.Digest.Secret))
	if err != nil || secret == nil || keyedDigest(c.Place.Digest.Secret, secret, quote) != c.Place.Digest {
		p.otherWords++
	}
	return nil
}

// knows reports whether a definition is here or coming.
func (p *flight) knows(definition codebook.ChangeID) (bool, error) {
	id := EventID(definition)
	if p.coming[id] {
		return true, nil
	}
	if p.here == nil {
		p.here = map[EventID]bool{}
		err := p.scan(bucketThing, []byte{byte(ClassCode)}, func(k, _ []byte) error {
			_, key := thingOfKey(k)
			p.here[EventID(key[8:])] = true
			return nil
		})
		if err != nil {
			return false, err
		}
	}
	return p.here[id], nil
}
