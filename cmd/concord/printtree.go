package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
)

// printTree writes nested values as "name.name<TAB>value" lines, names sorted.
func printTree(w io.Writer, name string, value any) {
	switch v := value.(type) {
	case map[string]any:
		for _, k := range slices.Sorted(maps.Keys(v)) {
			below := k
			if name != "" {
				below = name + "." + k
			}
			printTree(w, below, v[k])
		}
	case nil:
		fmt.Fprintf(w, "%s\t—\n", name)
	default:
		fmt.Fprintf(w, "%s\t%v\n", name, v)
	}
}
