package reconcile

import (
	"fmt"

	"concord/corpus/prose"
)

// Sentences say, for people, which rules were followed and what they left out.
func (l *RatingMatrix) Sentences() []string {
	c, r := l.Counts, l.Rules
	say := []string{fmt.Sprintf("Units: %s in %s, rated by %s.", r.Noun(len(l.Units)), prose.Counted(c.Transcripts, "transcript", "transcripts"),
		prose.Counted(len(l.Coders), "coder", "coders"))}
	say = append(say, map[Overlap]string{
		OverlapAny:  "A unit carries a code for a coder if her codings of it cover any of its words.",
		OverlapHalf: "A unit carries a code for a coder if her codings of it cover at least half of its words.",
		OverlapAll:  "A unit carries a code for a coder if her codings of it cover all of its words.",
	}[r.Overlap])
	say = append(say, r.rollUpSentences()...)
	say = append(say, c.sentences(r)...)
	return say
}

func (r Rules) rollUpSentences() []string {
	switch {
	case r.Themes:
		return []string{"A coding counts for every theme that holds its code or one above it."}
	case r.Depth > 0 && r.RollUp:
		return []string{fmt.Sprintf("Codes are told apart down to level %d; a coding counts for the codes above its own as well.", r.Depth)}
	case r.Depth > 0:
		return []string{fmt.Sprintf("Codes are told apart down to level %d; a code below counts as the one above it on that level.", r.Depth)}
	case r.RollUp:
		return []string{"A coding counts for the codes above its own as well."}
	}
	return nil
}

// sentences say what counted and what was left out.
func (c Counts) sentences(r Rules) []string {
	var say []string
	left := func(n int, one, many string) {
		if n > 0 {
			say = append(say, fmt.Sprintf(prose.Plural(n, one, many), n))
		}
	}
	if r.AllSpeakers {
		say = append(say, "What interviewers said counts too.")
	}
	left(c.InterviewerUnits, "Left out: %d unit spoken by interviewers.", "Left out: %d units spoken by interviewers.")
	left(c.InterviewerTurns, "Left out: the words of %d turn spoken by interviewers.", "Left out: the words of %d turns spoken by interviewers.")
	left(c.Unsegmented, "Left out: %d transcript that the segmentation has not cut.", "Left out: %d transcripts that the segmentation has not cut.")
	left(c.WordlessUnits, "Left out: %d unit that holds no word.", "Left out: %d units that hold no word.")
	if r.AssumeComplete {
		say = append(say, fmt.Sprintf("Every transcript on which a coder has a coding was assumed to be complete (%d of %d were not marked so).", c.Assumed, c.Completions))
	} else {
		say = append(say, fmt.Sprintf("Silence counts as “no” only where a coder marked the transcript as complete (%s).", prose.Times(c.Completions)))
	}
	if c.Incomplete > 0 {
		say = append(say, fmt.Sprintf("Left out: the work of a coder on a transcript that she has not marked as complete, %s.", prose.Times(c.Incomplete)))
	}
	if c.OldCompletions > 0 {
		say = append(say, fmt.Sprintf("Left out: the work of a coder on a transcript that she completed on an earlier text only, %s.", prose.Times(c.OldCompletions)))
	}
	left(c.UnmeantSilence, "Missing: %d answer by silence on a code that was added or redefined after the transcript was completed.",
		"Missing: %d answers by silence on codes that were added or redefined after the transcript was completed.")
	left(c.UnmeantMarks, "Missing: %d application of such a code, since there is no silence beside it that could be compared.",
		"Missing: %d applications of such codes, since there is no silence beside them that could be compared.")
	left(c.StaleMarks, "Missing: %d answer by a coding made under an earlier definition that nobody has looked at since.",
		"Missing: %d answers by codings made under an earlier definition that nobody has looked at since.")
	left(c.CodingsOnOldTexts, "Left out: %d coding that stands on an earlier text of its transcript.", "Left out: %d codings that stand on an earlier text of their transcript.")
	left(c.HiddenCodings, "Left out: %d coding of a code that is retired, declined or not in this codebook.",
		"Left out: %d codings of codes that are retired, declined or not in this codebook.")
	return say
}
