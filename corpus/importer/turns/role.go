package turns

import (
	"strings"
	"unicode"

	"concord/corpus"
	"concord/corpus/importer/internal/chars"
)

// interviewers and participants are the words by which labels tell a role. One
// or two letters count only when they are the whole label: I, Q, INT.
var (
	interviewers = chars.WordSet(`i,q,int,intv,ivr,iver,inter,interviewer,interviewers,interviewed by,mod,moderator,comoderator,co-moderator,
		fac,facilitator,cofacilitator,co-facilitator,researcher,investigator,fieldworker,enumerator,host,assistant,ai,bot,chatbot,
		interrogator,examiner,entrevistador,entrevistadora,enquêteur,intervieweur,moderador,moderadora,interviewerin,moderatorin`)
	participants = chars.WordSet(`a,p,r,ptp,pt,participant,participants,resp,respondent,respondents,interviewee,interviewees,informant,
		ki,subject,client,patient,user,speaker,guest,witness,caller,caregiver,parent,student,teacher,nurse,doctor,
		entrevistado,entrevistada,participante,befragter,befragte`)
)

// roleOf gives the role that a word of a label, in lower case, stands for.
func roleOf(word string) corpus.Role {
	// "INT1" is as good as "INT 1".
	bare := strings.TrimRightFunc(word, func(r rune) bool { return unicode.IsDigit(r) || r == '-' || r == '#' })
	switch {
	case interviewers[word] || interviewers[bare]:
		return corpus.RoleInterviewer
	case participants[word] || participants[bare]:
		return corpus.RoleParticipant
	}
	return corpus.RoleUnknown
}

// GuessRole guesses a speaker's role from the label; what a person has not said
// stays unknown where the label says nothing either.
func GuessRole(label string) corpus.Role {
	words := bareWords(label)
	if len(words) == 0 || words[0] == "speaker" {
		return corpus.RoleUnknown
	}
	if role := roleOf(words[0]); role != corpus.RoleUnknown && (len(words[0]) > 1 || len(words) == 1) {
		return role
	}
	if last := words[len(words)-1]; len(last) > 2 {
		return roleOf(last)
	}
	return corpus.RoleUnknown
}
