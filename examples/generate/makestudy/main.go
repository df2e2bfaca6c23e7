// Command makestudy writes a made-up study of any size into a folder, as the
// verbs of Concord read it, and on request a project made of it:
//
//	go run ./examples/generate/makestudy -interviews 1000 -project /tmp/thousand
//
// It is for those who work on Concord, and not part of the program.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"

	"concord/examples/generate"
	"concord/store/study"
)

func main() {
	size := generate.Typical
	seed := flag.Uint64("seed", 1, "the same seed and size give the same bytes")
	project := flag.Bool("project", false, "make the project in the folder, too (DIR/.concord)")
	flag.IntVar(&size.Interviews, "interviews", size.Interviews, "number of interviews")
	flag.IntVar(&size.Turns, "turns", size.Turns, "turns of an interview")
	flag.IntVar(&size.Words, "words", size.Words, "words of an interview")
	flag.IntVar(&size.Codes, "codes", size.Codes, "codes that may be applied")
	flag.IntVar(&size.Coders, "coders", size.Coders, "number of coders")
	flag.IntVar(&size.CodersEach, "each", 0, "coders of each interview (default: all)")
	flag.IntVar(&size.Rounds, "rounds", 0, "blind rounds (default: none)")
	codings := flag.Int("codings", 0, "codings of all coders (default: in proportion, about 550 an interview)")
	flag.Usage = func() {
		fmt.Fprintln(flag.CommandLine.Output(), "usage: makestudy [flags] DIR")
		flag.PrintDefaults()
	}
	flag.Parse()
	if flag.NArg() != 1 {
		flag.Usage()
		os.Exit(2)
	}
	size.Codings = *codings
	if size.Codings == 0 {
		size.Codings = proportion(size.Interviews)
	}
	if err := run(size, *seed, flag.Arg(0), *project); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// proportion gives the number of codings at which figures for a study of so
// many interviews are stated.
func proportion(interviews int) int {
	for _, size := range []generate.Size{generate.Typical, generate.Large, generate.Huge} {
		if size.Interviews == interviews {
			return size.Codings
		}
	}
	return generate.Large.WithInterviews(interviews).Codings
}

func run(size generate.Size, seed uint64, dir string, project bool) error {
	s, err := generate.New(size, seed)
	if err != nil {
		return err
	}
	if err := s.WriteFiles(dir); err != nil {
		return err
	}
	fmt.Printf("%s: %d interviews, %d turns, %d words, %d codings, %d codes, %d coders\n", dir, size.Interviews,
		size.Interviews*size.Turns, size.Interviews*size.Words, size.Codings, size.Codes, size.Coders)
	if !project {
		return nil
	}
	_, err = study.Replay(context.Background(), os.DirFS(dir), dir)
	return err
}
