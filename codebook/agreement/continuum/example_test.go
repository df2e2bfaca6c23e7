package continuum_test

import (
	"fmt"
	"strings"

	"concord/codebook/agreement/continuum"
)

func ExampleRead() {
	texts, notes, err := continuum.Read(strings.NewReader(`coder,start,end,category
ana,0,12,trust
ben,2,12,trust
cleo
`), continuum.Bounds{End: 40})
	if err != nil {
		fmt.Println(err)
		return
	}
	spans, _ := texts[0].Spans("ben")
	fmt.Println(texts[0].Coders(), texts[0].Length(), spans, len(notes))
	// Output: [ana ben cleo] 40 [{2 12 trust}] 0
}
