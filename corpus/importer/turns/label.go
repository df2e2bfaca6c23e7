package turns

import (
	"strings"
	"unicode"

	"concord/corpus"
	"concord/corpus/importer/internal/chars"
)

// style says how much a label looks like the name of a speaker, the surest
// first. From caps on, a label needs company to be accepted.
type style int

const (
	styleRole  style = iota // Interviewer, P (participant), MODERATOR 2
	styleCode               // P07, Speaker 1, SPEAKER_00
	styleCaps               // DR. WALENSKY, JS
	styleTitle              // Dr. Walensky, Margaret, Dana (she/her)
	stylePlain              // anything else: most often prose
)

// strong styles are accepted wherever they stand at the beginning of a line.
func (s style) strong() bool { return s <= styleCaps }

// CleanLabel is a label as speakers are known by: blanks of any kind become one
// space each, characters of no width go, and nothing else changes.
func CleanLabel(raw string) string {
	return chars.JoinBlanks(strings.Map(func(r rune) rune {
		if chars.IsBlank(r) && !unicode.IsSpace(r) {
			return -1
		}
		return r
	}, raw))
}

// labelKey makes labels comparable where case and punctuation do not matter.
func labelKey(label string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, label)
}

// bareWords gives the words of a label in lower case, without dots and what
// stands in brackets.
func bareWords(label string) []string {
	depth := 0
	return strings.FieldsFunc(strings.Map(func(r rune) rune {
		switch r {
		case '(', '[':
			depth++
			return -1
		case ')', ']':
			depth--
			return -1
		case '.':
			return -1
		}
		if depth > 0 {
			return -1
		}
		return unicode.ToLower(r)
	}, label), func(r rune) bool { return r == ' ' || r == '_' })
}

func styleOf(label string) style {
	words := bareWords(label)
	switch {
	case len(words) == 0:
		return stylePlain
	case isRole(label, words):
		return styleRole
	case isCode(words):
		return styleCode
	}
	name, _, _ := strings.Cut(label, " (")
	letters, lower := 0, 0
	for _, r := range name {
		if unicode.IsLetter(r) {
			letters++
		}
		if unicode.IsLower(r) {
			lower++
		}
	}
	switch {
	case letters > 0 && lower == 0:
		return styleCaps
	case isTitleCase(name):
		return styleTitle
	}
	return stylePlain
}

// isRole reports whether a label is a role, perhaps with a number, a letter or
// words with capitals beside it: "Interviewer 2", "Lead Interviewer", "INT JS".
func isRole(label string, words []string) bool {
	if first := roleOf(words[0]); first != corpus.RoleUnknown {
		for _, w := range words[1:] {
			if len(w) > 2 && strings.IndexFunc(w, unicode.IsDigit) < 0 {
				return isTitleCase(label) && len(words) <= 3 && len(words[0]) > 1
			}
		}
		return true
	}
	return roleOf(words[len(words)-1]) != corpus.RoleUnknown && isTitleCase(label) && len(words) <= 3 && len(words[len(words)-1]) > 3
}

// isCode reports whether words are letters with a number: P07, KI-3, Speaker 1.
func isCode(words []string) bool {
	if len(words) > 3 || notCounted[words[0]] {
		return false
	}
	letters, digits := 0, 0
	for i, w := range words {
		here := 0
		for _, r := range w {
			switch {
			case unicode.IsDigit(r):
				digits++
				here++
			case unicode.IsLetter(r):
				letters++
			case r != '-':
				return false
			}
		}
		if i > 0 && here == 0 && len(w) > 1 {
			return false // "Day 3 begins"
		}
	}
	return letters > 0 && letters <= 14 && digits > 0 && digits <= 5
}

// isTitleCase reports whether every word of a label begins with a capital or a
// digit, but for the small words of names.
func isTitleCase(label string) bool {
	for i, w := range strings.Fields(label) {
		r := firstRune(w)
		if i > 0 && (nameParticles[w] || r == '(' || r == '[' || r == '&' || r == '/') {
			continue
		}
		if !unicode.IsUpper(r) && !unicode.IsTitle(r) && !unicode.IsDigit(r) && !isCaseless(r) {
			return false
		}
	}
	return true
}

func firstRune(s string) rune {
	for _, r := range s {
		return r
	}
	return 0
}

// isCaseless reports whether r is a letter of a script without capitals.
func isCaseless(r rune) bool {
	return unicode.IsLetter(r) && unicode.ToUpper(r) == unicode.ToLower(r)
}

var (
	nameParticles = chars.WordSet("de,da,do,dos,du,del,della,di,la,le,van,von,den,der,ter,of,the,and,y,e,bin,ibn,al,el")

	// titles may end in a dot inside a label.
	titles = chars.WordSet("mr,mrs,ms,mx,dr,drs,prof,rev,hon,gov,sen,rep,gen,col,capt,lt,sgt,maj,st,jr,sr,fr,insp,supt,det,atty")

	// notCounted are words that a number follows in prose and headings.
	notCounted = chars.WordSet(`question,step,item,chapter,table,figure,fig,part,phase,week,day,month,year,section,version,slide,
		page,line,number,no,theme,code,category,level,grade,type,covid,point,option,rule,goal,aim,lesson,example,case,
		story,event,note,session,module,unit,appendix,annex,box,act,scene,topic,objective,site,wave,round,task,tape,side`)

	// stopLabels look like labels and are none, until somebody puts them on the
	// roster.
	stopLabels = chars.WordSet(`note,notes,nb,n.b,n.b.,break,url,http,https,question,questions,re,ps,p.s,p.s.,example,examples,
		for example,e.g,i.e,remember,warning,summary,title,subject,topic,theme,code,codes,memo,comment,comments,background,
		introduction,conclusion,abstract,references,tags,keywords,author,version,status,end,start,begin,end of interview,
		first,second,third,fourth,fifth,finally,also,however,therefore,answer,answers,yes,no,okay,ok,yeah,so,well,but,and,
		then,now,next,last,lastly,firstly,secondly,thirdly,again,plus,or,look,listen,wait,thanks,thank you,sorry,right,
		important,objective,objectives,purpose,method,methods,results,discussion,agenda,attachment,from,to,cc,bcc,sent,
		http,www,todo,update,edit,source,sources,image,photo,caption,link,contents,warning,caution,tip,bottom line`)

	// metaLabels name facts about a recording: what stands behind them is nobody's words.
	metaLabels = chars.WordSet(`date,time,location,place,venue,setting,duration,length,recording,recorded,file,file name,filename,
		audio,audio file,media,transcript,transcript id,transcription,transcriber,transcribed by,transcribed,transcriptionist,
		interview,interview id,interview date,interview number,interview no,interview type,interviewed by,interview with,
		participant id,participant number,respondent id,id,case,case id,study,study id,project,language,age,gender,sex,
		county,site,state,city,occupation,sector,organisation,organization,pseudonym,start time,end time,start,end,
		keywords,summary keywords,speakers,participants,present,attendees,title,subject,session,consent,irb,
		date of interview,time of interview,length of interview,place of interview,created,modified,version,confidential`)

	// events stand in brackets and are nobody's names.
	events = chars.WordSet(`laughter,laughs,laughing,laugh,applause,music,pause,silence,crosstalk,cross talk,inaudible,unintelligible,
		sighs,sigh,crying,cries,chuckles,chuckle,chuckling,coughs,cough,coughing,overlapping,overtalk,noise,background noise,
		foreign language,no audio,break,redacted,sneezes,clears throat,whispers,cheering,cheers,bell rings,phone rings`)
)

// isStopped reports whether a label is one of those that look like labels.
func isStopped(label string) bool {
	l := strings.ToLower(label)
	return stopLabels[l] || metaLabels[l] || events[l] || titles[strings.TrimSuffix(l, ".")]
}

// isMeta reports whether a label names a fact about the recording.
func isMeta(label string) bool {
	words := bareWords(label)
	if len(words) == 0 {
		return false
	}
	if metaLabels[strings.Join(words, " ")] {
		return true
	}
	switch words[len(words)-1] {
	case "id", "date", "time", "number", "no":
		return len(words) > 1
	}
	return false
}
