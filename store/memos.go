package store

import (
	"context"
	"errors"
	"strings"
	"time"

	"concord/codebook"
)

// AddMemo writes a memo on something in the study.
func (p *Project) AddMemo(ctx context.Context, by codebook.CoderID, about codebook.Subject, text string) (codebook.Memo, error) {
	m := codebook.Memo{About: about, Coder: by, Text: text}
	err := p.act(ctx, by, func(a *action) error {
		if err := a.named(); err != nil {
			return err
		}
		m.ID = codebook.MemoID{}
		return a.writeMemo(&m)
	})
	return m, err
}

func (a *action) addMemo(m codebook.Memo) error { return a.writeMemo(&m) }

// ImportMemos adds memos made elsewhere, as one action; coder and time are
// theirs.
func (p *Project) ImportMemos(ctx context.Context, by codebook.CoderID, memos []codebook.Memo) error {
	return p.act(ctx, by, func(a *action) error {
		for _, m := range memos {
			if err := a.writeMemo(&m); err != nil {
				return err
			}
		}
		return nil
	})
}

func (a *action) writeMemo(m *codebook.Memo) error {
	if strings.TrimSpace(m.Text) == "" {
		return errors.New("a memo needs words")
	}
	if m.Created.IsZero() {
		m.Created = a.time
	}
	m.Created = m.Created.UTC().Truncate(time.Millisecond)
	m.ID = codebook.MemoID(newID())
	_, err := a.add(Thing{ClassMemo, m.ID}, memoPayload{About: &m.About, Coder: &m.Coder, Created: &m.Created, Text: &memoText{Words: m.Text}})
	return err
}

// EditMemo changes the words of one of the coder's own memos; empty words
// remove it.
func (p *Project) EditMemo(ctx context.Context, by codebook.CoderID, id codebook.MemoID, text string) error {
	return p.act(ctx, by, func(a *action) error {
		var m codebook.Memo
		if err := readJSON(a, bucketMemo, id[:], &m); err != nil {
			return err
		}
		if m.Coder != by {
			return errors.New("this memo is another coder's; write one of your own beside it")
		}
		if strings.TrimSpace(text) == "" {
			_, err := a.event(Thing{ClassMemo, id}, "remove", memoPayload{Removed: ptr(true)})
			return err
		}
		if text == m.Text {
			return errNothingToDo
		}
		_, err := a.event(Thing{ClassMemo, id}, "edit", memoPayload{Text: &memoText{text, a.time}})
		return err
	})
}
