package store

import (
	"encoding/json"
	"fmt"
	"time"

	bolt "go.etcd.io/bbolt"

	"concord/corpus"
)

// metaRecord is the one value of the meta bucket, under the key "project".
type metaRecord struct {
	Format  int              `json:"format"`
	Program string           `json:"program"` // what wrote the format number
	Project corpus.ProjectID `json:"project"`
	Created time.Time        `json:"created"`
}

var metaKey = []byte("project")

func readMeta(db *bolt.DB) (metaRecord, error) {
	var m metaRecord
	err := db.View(func(tx *bolt.Tx) error {
		b := tx.Bucket([]byte(bucketMeta))
		if b == nil {
			return errNotConcord
		}
		raw := b.Get(metaKey)
		if raw == nil {
			return errNotConcord
		}
		return json.Unmarshal(raw, &m)
	})
	return m, err
}

var errNotConcord = fmt.Errorf("it is a bbolt file, but not a Concord project; choose another folder, or restore the file from “.concord/backups”")

func writeMeta(tx *bolt.Tx, m metaRecord) error {
	raw, err := json.Marshal(m)
	if err != nil {
		return err
	}
	return tx.Bucket([]byte(bucketMeta)).Put(metaKey, raw)
}
