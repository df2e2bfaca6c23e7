package app

import (
	"path/filepath"
)

func (m WroteMsg) Tell(r *Host) {
	if m.Err != nil {
		r.Warn("writing the file: " + m.Err.Error())
		return
	}
	if full, err := filepath.Abs(m.Path); err == nil {
		m.Path = full
	}
	r.Tell("wrote " + m.Path)
}
