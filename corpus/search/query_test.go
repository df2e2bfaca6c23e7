package search

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"concord/corpus"
)

// coded is a small study with codings: field, value, transcript and words.
func coded(t testing.TB) Searcher {
	l := study(t,
		[]string{
			"How did the sheriff come to the table?",
			"They didn’t, for years.\nI was waiting for the county.",
			"And what changed?",
			"We trust each other. No letters, not one.",
			"Waiting is over?",
			"Funding is the county’s problem; we trust nobody.",
		},
		[]string{"Do you trust them?", "No. I do not."},
	)
	l[0].transcript.Attributes = []corpus.Attribute{
		{Name: "county", Value: "Dane"}, {Name: "years of service", Value: "9"}, {Name: "role", Value: "director"}, {Name: "since", Value: "2019-03-01"},
	}
	l[1].transcript.Attributes = []corpus.Attribute{{Name: "county", Value: "Iowa"}, {Name: "years of service", Value: "12"}}
	l[1].transcript.Speakers[1].Role = corpus.RoleUnknown
	f := &factTable{source: l}
	for i, row := range []string{
		"1 trust ana We trust each other.",
		"1 trust ben We trust each other. No letters",
		"1 stigma ben not one",
		"1 funding ana Funding is the county’s problem",
		"1 trust chloe changed?\nP07: We trust", // over two turns
		"1 funding ben How did",
		"2 trust ana trust",
		"2 stigma ana No.",
		"1 title ana Interview 07", // outside every turn
	} {
		f.code(t, byte(i+1), row)
	}
	f.add(t, "memo", "grief", 1, 100, "each other")
	f.add(t, "memo", "site", 2, 101, "Do")
	f.rows[len(f.rows)-1].fact = Fact{ID: [16]byte{101}, Whole: true}
	return Searcher{Source: l, Facts: f}
}

// factTable is facts in memory.
type factTable struct {
	source listSource
	rows   []factRow
}

type factRow struct {
	field, value string
	transcript   corpus.TranscriptID
	fact         Fact
}

func (f *factTable) code(t testing.TB, id byte, row string) {
	part := strings.SplitN(row, " ", 4)
	n := int(part[0][0] - '0')
	f.add(t, "code", part[1], n, id, part[3])
	f.add(t, "coder", part[2], n, id, part[3])
	f.add(t, "version", "v2", n, id, part[3])
}

func (f *factTable) add(t testing.TB, field, value string, transcript int, id byte, words string) {
	x := f.source[transcript-1]
	at := strings.Index(strings.ToLower(x.text.Body), strings.ToLower(words))
	if at < 0 {
		t.Fatalf("%q is not in transcript %d", words, transcript)
	}
	s := corpus.Span{Start: corpus.Offset(at), End: corpus.Offset(at + len(words))}
	var fact Fact
	fact.Span = s
	fact.ID[0] = id
	f.rows = append(f.rows, factRow{field, value, x.transcript.ID, fact})
}

func (f *factTable) Fields() []FactField {
	return []FactField{
		{Name: "code", Kind: "coding", Min: 1, Max: 1, Help: "a code"},
		{Name: "coder", Kind: "coding", Min: 1, Max: 1},
		{Name: "version", Kind: "coding", Min: 1, Max: 1},
		{Name: "memo", Kind: "memo", Min: 0, Max: 1},
		{Name: "uncoded", Kind: "coding", Min: 0, Max: 1, Absent: true},
		{Name: "disagree", Kind: "disagreement", Min: 0, Max: 2},
	}
}

func (f *factTable) Select(_ context.Context, field string, values []string) (FactsIn, error) {
	value := ""
	if len(values) > 0 {
		value = values[0]
	}
	if field == "uncoded" {
		field = "coder"
	}
	known := field == "disagree" || value == "" || slices.ContainsFunc(f.rows, func(r factRow) bool { return r.field == field && r.value == value })
	if !known {
		return nil, fmt.Errorf("there is no %s %q", field, value)
	}
	return func(_ context.Context, t Transcript) ([]Fact, error) {
		var out []Fact
		for _, r := range slices.Backward(f.rows) { // in no good order
			if r.field == field && (value == "" || r.value == value) && r.transcript == t.ID {
				out = append(out, r.fact)
			}
		}
		return out, nil
	}, nil
}

func TestQueries(t *testing.T) {
	s := coded(t)
	index := NewIndex(t.TempDir(), project)
	if err := index.Sync(t.Context(), s.Source, 1); err != nil {
		t.Fatal(err)
	}
	trust := []string{"KI-01 3: code=changed?\nP07: We trust", "KI-01 4: code=We trust each other. No letters", "KI-01 4: code=We trust each other.", "KI-02 1: code=trust"}
	for query, want := range map[string][]string{
		// words
		"wait":              {"KI-01 2: waiting", "KI-01 5: Waiting"},
		"=wait":             nil,
		"=WAITING":          {"KI-01 2: waiting", "KI-01 5: Waiting"},
		"wai*":              {"KI-01 2: waiting", "KI-01 5: Waiting"},
		"no":                {"KI-01 4: No", "KI-02 2: No"},
		"not":               {"KI-01 4: not", "KI-02 2: not"},
		"I":                 {"KI-01 2: I", "KI-02 2: I"},
		"didn't":            {"KI-01 2: didn’t"},
		"didn’t":            {"KI-01 2: didn’t"},
		`"for the county"`:  {"KI-01 2: for the county"},
		`“the count*”`:      {"KI-01 2: the county", "KI-01 6: the county’s"},
		"county":            {"KI-01 2: county", "KI-01 6: county’s"},
		"not-one":           {"KI-01 4: not one"},
		"for_years":         nil,
		`"years i was"`:     {"KI-01 2: years. | I was"}, // over a time stamp
		`"was i"`:           nil,
		"?":                 {"KI-01 1: ?", "KI-01 3: ?", "KI-01 5: ?", "KI-02 1: ?"},
		"/W[a-z]+ing/":      {"KI-01 5: Waiting"},
		"/w[a-z]+ing/i":     {"KI-01 2: waiting", "KI-01 5: Waiting"},
		`/\bdo\b/`:          {"KI-02 2: do"},
		`/years\. +I/`:      {"KI-01 2: years. | I"},
		`/and\/or/`:         nil,
		"P07":               nil, // a label is nobody's word
		"interview":         nil,
		`"sheriff`:          {"error at character 1"},
		"trust no":          {"KI-01 4: trust | No"},
		"trust AND no":      {"KI-01 4: trust | No"},
		"trust OR no":       {"KI-01 4: trust | No", "KI-01 6: trust", "KI-02 1: trust", "KI-02 2: No"},
		"trust -no":         {"KI-01 6: trust", "KI-02 1: trust"},
		"trust NOT no":      {"KI-01 6: trust", "KI-02 1: trust"},
		"trust NOT NOT no":  {"KI-01 4: trust"}, // what is excluded is not marked
		"no (trust OR i)":   {"KI-01 4: trust | No", "KI-02 2: No | I"},
		"no trust OR years": {"KI-01 2: years", "KI-01 4: trust | No"},
		"and":               {"KI-01 3: And"},
		"or":                nil,
		`"AND"`:             {"KI-01 3: And"},
		"-trust -county":    {"KI-01 1: ", "KI-01 3: ", "KI-01 5: ", "KI-02 2: "},
		// nearness
		"within 0 (trust, no)":               {"KI-01 4: trust | No"},
		"within 1 (changed, trust)":          {"KI-01 3: changed", "KI-01 4: trust"},
		"within 2 (trust, over OR no)":       {"KI-01 4: trust | No", "KI-01 5: over", "KI-01 6: trust", "KI-02 1: trust", "KI-02 2: No"},
		"within 9 (sheriff, funding)":        {"KI-01 1: sheriff", "KI-01 6: Funding"},
		"within 1 (sheriff, funding)":        nil,
		"within":                             nil,
		"-(within 1 (changed, trust)) trust": {"KI-01 6: trust", "KI-02 1: trust"},
		// who speaks, where
		"speaker:int trust":            {"KI-02 1: trust"},
		"role:participant trust":       {"KI-01 4: trust", "KI-01 6: trust"},
		"role:participant no":          {"KI-01 4: No", "KI-02 2: No"},
		"role:unknown no":              {"KI-02 2: No"},
		"transcript:ki-02 no":          {"KI-02 2: No"},
		"transcript:KI-0* no":          {"KI-01 4: No", "KI-02 2: No"},
		"county:dane no":               {"KI-01 4: No"},
		"County:Iowa role:interviewer": {"KI-02 1: "},
		`"years of service":9 no`:      {"KI-01 4: No"},
		`"years of service":>9 no`:     {"KI-02 2: No"},
		`"years of service":">= 9" no`: {"KI-01 4: No", "KI-02 2: No"},
		"since:<2020-01-01 no":         {"KI-01 4: No"},
		"since:<2019-03-01 no":         nil,
		"county:>3 no":                 nil,
		"attribute.role:director no":   {"KI-01 4: No"},
		"-county:Dane no":              {"KI-02 2: No"},
		"(county:Iowa OR changed) -no": {"KI-01 3: changed", "KI-02 1: "},
		// facts: the hits are facts
		"code:trust":                                     trust,
		"code(trust)":                                    trust,
		"code:trust coder:ana":                           {"KI-01 4: code=We trust each other.", "KI-02 1: code=trust"},
		"coder:ana code:trust":                           {"KI-01 4: coder=We trust each other.", "KI-02 1: coder=trust"},
		"code:trust -coder:ana":                          {trust[0], trust[1]},
		"code:trust -(coder:ana)":                        {trust[0]}, // ana coded nothing in its first turn
		"code:stigma coder:ana -code:trust":              {"KI-02 2: code=No."},
		"code:trust code:stigma":                         {"KI-01 3: code=changed?\nP07: We trust", "KI-01 4: code=We trust each other. No letters", "KI-01 4: code=We trust each other.", "KI-01 4: code=not one"},
		"code:trust code:stigma coder:ben":               {"KI-01 4: code=We trust each other. No letters", "KI-01 4: code=not one"},
		"coder:ana coder:ben code:trust":                 {"KI-01 4: coder=We trust each other. No letters", "KI-01 4: coder=We trust each other."},
		"(code:trust coder:ana) (code:stigma coder:ben)": {"KI-01 4: code=We trust each other.", "KI-01 4: code=not one"},
		"(code:trust coder:ana) version:v2":              {"KI-01 4: code=We trust each other.", "KI-02 1: code=trust"},
		"(code:trust OR code:stigma) coder:ana":          {"KI-01 4: code=We trust each other.", "KI-02 1: code=trust", "KI-02 2: code=No."},
		"code:stigma OR code:funding":                    {"KI-01 1: code=How did", "KI-01 4: code=not one", "KI-01 6: code=Funding is the county’s problem", "KI-02 2: code=No."},
		"code:title":                                     {"KI-01 0: code=Interview 07"},
		"code:title county:Dane":                         {"KI-01 0: code=Interview 07"},
		"code:title speaker:P07":                         nil,
		"code:trust county:Iowa":                         {"KI-02 1: code=trust"},
		"code:trust speaker:INT":                         {trust[0], "KI-02 1: code=trust"},
		"(code:trust speaker:INT) coder:ana":             {"KI-02 1: code=trust"},
		"code:trust -letters":                            {trust[0], "KI-02 1: code=trust"}, // it touches a turn without letters
		"memo:grief":                                     {"KI-01 4: memo=each other"},
		"memo: code:stigma":                              {"KI-01 4: memo=each other", "KI-01 4: code=not one", "KI-02 0: ", "KI-02 2: code=No."},
		"memo: -code:stigma":                             {"KI-02 0: "},
		"memo:site":                                      {"KI-02 0: "}, // about all of it
		"memo:site no":                                   {"KI-02 2: No"},
		"uncoded":                                        {"KI-01 2: ", "KI-01 5: "},
		"uncoded waiting":                                {"KI-01 2: waiting", "KI-01 5: Waiting"},
		"uncoded by ana":                                 {"KI-01 1: ", "KI-01 2: ", "KI-01 3: ", "KI-01 5: "},
		"uncoded:ana":                                    {"KI-01 1: ", "KI-01 2: ", "KI-01 3: ", "KI-01 5: "},
		"uncoded by chloe county:Iowa":                   {"KI-02 1: ", "KI-02 2: "},
		"uncoded OR sheriff":                             {"KI-01 1: sheriff", "KI-01 2: ", "KI-01 5: "},
		"-uncoded county:Iowa":                           {"KI-02 1: ", "KI-02 2: "},
		`"uncoded"`:                                      nil,
		// relations: the hits are those of the first
		"code:trust overlaps code:trust":                   {trust[0], trust[1], trust[2]},
		"code:stigma overlaps code:trust":                  nil,
		"memo:grief overlaps code:trust":                   {"KI-01 4: memo=each other"},
		"code:trust overlaps memo:grief":                   {trust[1], trust[2]},
		"code:trust OVERLAPS memo:grief coder:ana":         {trust[2]},
		"code:trust overlaps (code:trust coder:chloe)":     {trust[1], trust[2]},
		"memo:grief inside code:trust":                     {"KI-01 4: memo=each other"},
		"code:trust inside memo:grief":                     nil,
		"code:trust contains memo:grief":                   {trust[1], trust[2]},
		"code:trust inside code:trust":                     {trust[2]},
		"code:trust contains code:trust":                   {trust[1]},
		"code:trust before code:stigma":                    {trust[0], trust[1], trust[2], "KI-02 1: code=trust"},
		"code:trust before 0 code:stigma":                  {trust[0], trust[1], trust[2]},
		"code:stigma after 1 turn code:trust":              {"KI-01 4: code=not one", "KI-02 2: code=No."},
		"code:stigma after code:funding":                   {"KI-01 4: code=not one"},
		"code:stigma near 2 turns code:funding":            {"KI-01 4: code=not one"},
		"code:stigma near 1 code:funding":                  nil,
		"code:funding near 2 code:stigma after code:trust": {"KI-01 6: code=Funding is the county’s problem"},
		"code:funding near 9 (code:trust OR code:stigma)":  {"KI-01 1: code=How did", "KI-01 6: code=Funding is the county’s problem"},
		"code:trust overlaps memo:grief letters":           {"KI-01 4: code=We trust each other. No letters | code=We trust each other. | letters"},
		"trust -(code:trust overlaps memo:grief)":          {"KI-01 6: trust", "KI-02 1: trust"},
		"code:trust before code:stigma county:Iowa":        {"KI-02 1: code=trust"},
		"code:title before code:trust":                     nil, // a title is in no turn
		"code:trust overlaps memo:site":                    nil,
		"code:trust before trust":                          nil, // a word, in turns coded trust
		"(code:trust speaker:INT) overlaps code:trust no":  nil, // it holds in the interviewer's turn alone
		"we trust": {"KI-01 4: We | trust", "KI-01 6: we | trust"},
		// nearly so
		"trsut~":             {"KI-01 4: trust", "KI-01 6: trust", "KI-02 1: trust"},
		"trsut~1":            {"KI-01 4: trust", "KI-01 6: trust", "KI-02 1: trust"},
		"conty~":             {"KI-01 2: county"},
		"waitng~1":           {"KI-01 2: waiting", "KI-01 5: Waiting"},
		"watng~1":            nil,
		"watng~2":            {"KI-01 2: waiting", "KI-01 5: Waiting"},
		`trsut\~`:            nil,
		"trsut~ no":          {"KI-01 4: trust | No"},
		"disagree()":         nil,
		"disagree(ana, ben)": nil,
		"within 1 (code:stigma, code:trust) county:Iowa": {"KI-02 1: code=trust", "KI-02 2: code=No."},
		"code:trust OR county:Iowa":                      {"KI-01 3: code=changed?\nP07: We trust", "KI-01 4: code=changed?\nP07: We trust | code=We trust each other. No letters | code=We trust each other.", "KI-02 1: code=trust", "KI-02 2: "},
		// facts and words: the hits are turns
		"code:trust no":                        {"KI-01 4: code=changed?\nP07: We trust | code=We trust each other. No letters | code=We trust each other. | No"},
		"code:trust coder:ana no":              {"KI-01 4: code=We trust each other. | No"},
		"code:funding county":                  {"KI-01 6: code=Funding is the county’s problem | county’s"},
		"code:stigma OR sheriff":               {"KI-01 1: sheriff", "KI-01 4: code=not one", "KI-02 2: code=No."},
		"no -code:stigma":                      nil,
		"trust -code:trust":                    {"KI-01 6: trust"},
		"-code:trust -county role:participant": {"KI-02 2: "},
	} {
		if len(want) == 1 && strings.HasPrefix(want[0], "error") {
			if _, err := s.Search(t.Context(), query); err == nil || !strings.Contains(err.Error(), strings.TrimPrefix(want[0], "error ")) {
				t.Errorf("%s: %v, want an %s", query, err, want[0])
			}
			continue
		}
		if d := cmp.Diff(want, hitsOf(t, s, query)); d != "" {
			t.Errorf("%s by scanning (-want +got):\n%s", query, d)
		}
		if d := cmp.Diff(want, hitsOf(t, Searcher{s.Source, s.Facts, index}, query)); d != "" {
			t.Errorf("%s by the index (-want +got):\n%s", query, d)
		}
	}
}

func TestQueryErrorsPointAtTheCharacter(t *testing.T) {
	s := coded(t)
	for query, want := range map[string]string{
		"":                                 "at the end of the query: it is empty",
		"   ":                              "at the end of the query: it is empty",
		"trust cod:x":                      `at character 7 of the query (cod:x): there is no field "cod" here; was code: meant? there are speaker, role, transcript, code, coder, version, memo, uncoded, disagree, county, attribute.role, since, "years of service"; to look for`,
		"é INTERVIEWER: hello":             "at character 3",
		"(trust":                           "at character 1 of the query ((trust): this bracket is never closed",
		"trust)":                           "at character 6 of the query ()): this bracket closes nothing",
		"()":                               "at character 2",
		"trust OR":                         "at the end of the query: a term is missing",
		"OR trust":                         "at character 1 of the query (OR): a term is missing before OR",
		"trust AND AND no":                 "at character 11",
		"trust - no":                       "at character 7 of the query (-): a minus must touch",
		"-":                                "at character 1",
		`"trust`:                           "at character 1 of the query (\"trust): this quote is never closed",
		`""`:                               "no words in these quotes",
		"=":                                "= needs a word",
		"= trust":                          "= needs a word",
		"*":                                "a star needs the beginning",
		"*ing":                             "at character 1 of the query (*ing): a star may only stand at the end",
		"over*dose":                        "at character 5",
		"/trust":                           "has no / at its end",
		"//":                               "the expression is empty",
		"no /a(b/":                         "at character 4 of the query (/a(b/): the regular expression is not valid: missing closing )",
		"/a/g":                             "at character 4 of the query (g): after an expression only i",
		"speaker:":                         "speaker: needs one value",
		"speaker: P07":                     "speaker: needs one value",
		"role:boss":                        `at character 6 of the query (boss): "boss" is no role`,
		"code:":                            "code: needs a value",
		"code:trsut":                       `at character 1 of the query (code:trsut): there is no code "trsut"`,
		"disagree(a,b,c)":                  "at character 14",
		"disagree(a":                       "at the end of the query: a comma or a closing bracket is missing",
		"disagree(a b)":                    "a comma or a closing bracket is missing",
		"disagree(a,)":                     "a value is missing here",
		"disagre(ana, ben)":                `at character 1 of the query (disagre(ana,): there is no field "disagre"`,
		"a && b":                           "terms are joined by AND",
		"within 3 (a b)":                   "within needs two parts",
		"within 3 (a, b, c)":               "within takes two parts",
		"within 3 (, b)":                   "a term is missing before this",
		"within 99999999 (a, b)":           "too many",
		"code:a code:trust":                `there is no code "a"`,
		"speeker:P07":                      "was speaker: meant?",
		"trans:KI":                         "was transcript: meant?",
		"x:1":                              `there is no field "x" here; there are`,
		"trust~3":                          "after ~ stands 1 or 2",
		"trust-no~":                        "~ looks for one word",
		"code:trust NEAR code:a":           "at character 12 of the query (NEAR): NEAR needs a number",
		"code:trust near 99999 code:trust": "so many turns are too many",
		"code:trust OVERLAPS trust":        "at character 12 of the query (OVERLAPS): overlaps stands between two coded passages",
		"county:Dane near 3 code:trust":    "as in code:a near 3 code:b",
		"code:trust OVERLAPS":              "a term is missing here",
		"code:trust overlaps uncoded":      "stands between two coded passages",
		"uncoded by":                       "uncoded by needs a coder",
		"uncoded by zoe":                   `there is no coder "zoe"`,
		strings.Repeat("a ", 501):          "there are too many terms",
		strings.Repeat("a", 20_001):        "it is too long",
		"code:trust code:stigma coder:ana coder:ben": "at character 24 of the query (coder:ana): it is not clear what belongs together",
		strings.Repeat("(", 99):                      "too much is nested",
		strings.Repeat("-", 99) + "a":                "too much is nested",
		"a\xff":                                      "not valid UTF-8",
		`trust\`:                                     "a backslash needs a character",
	} {
		_, err := s.Search(t.Context(), query)
		var at *QueryError
		if !errors.As(err, &at) {
			t.Errorf("%q: %v, want an error about the query", query, err)
			continue
		}
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v\nwant: %s", query, err, want)
		}
	}
}

// What the help shows can be typed.
func TestHelpShowsQueries(t *testing.T) {
	s := coded(t)
	shown := []string{
		"trust letters", `"stopped sending"`, "=letters", "overd*", `"the over*"`, "/d[ea]f(in|en)e/i", "trust OR hope",
		"trust -letters", "(trust OR hope) letters", "NOT letters", "within 3 (trust, hope)", "speaker:P07",
		"role:participant", "transcript:KI-0*", "county:Dane", `"years of service":>=10`, "since:<2020-01-01",
		"attribute.role:director", "code:trust", "code:trust county:Dane", "code:trust letters", "coder:ana",
		"disagree(ana, ben)", "trust~", "uncoded by ana", "uncoded waiting", "code:trust overlaps code:stigma", "code:trust near 3 turns code:stigma", `"P07: yes"`, `\-5`, "harm-reduction", "?", "😀",
	}
	for _, q := range shown {
		if !strings.Contains(Help, q) {
			t.Errorf("the help does not show %s", q)
		}
	}
	for _, part := range strings.Split(Help, "`")[1:] {
		if strings.Contains(part, "code:") && !strings.Contains(part, ";") && !strings.Contains(part, "\n") {
			shown = append(shown, part)
		}
	}
	if len(shown) < 34 {
		t.Errorf("only %d examples were found", len(shown))
	}
	for _, q := range shown {
		if _, err := s.Search(t.Context(), q); err != nil {
			t.Errorf("%s: %v", q, err)
		}
	}
	for _, f := range ownFields {
		if !strings.Contains(Help, f.Name+":") {
			t.Errorf("the help does not show %s:", f.Name)
		}
	}
}

func TestAQueryThatFindsNothingAsksBack(t *testing.T) {
	s := coded(t)
	for query, want := range map[string]string{
		"trust or zebra":         "“or” was looked for as a word; to ask for either of two terms write OR in capitals",
		"trust and zebra":        "terms side by side must all be there",
		"not zebra":              "write NOT in capitals",
		"overlaps":               "“overlaps” was looked for as a word; it relates two coded passages, as in code:a overlaps code:b",
		"near":                   "as in code:a near 3 code:b",
		"ovrlaps":                "was overlaps meant, as in code:a overlaps code:b?",
		"code trust":             "“code” was looked for as a word; as a field it takes a value right after a colon: code:…",
		"Code trust":             "“Code” was looked for as a word; as a field",
		"speakr P07":             "was the field speaker:… meant?",
		"trsut":                  "trsut~ also finds words that are spelled nearly so",
		"within zebra":           "write within 3 (a, b)",
		`"overlaps"`:             "",
		"/overlaps/":             "",
		"code:trust -code:trust": "",
		"trust":                  "", // there are hits
		"not no":                 "",
	} {
		r, err := s.Search(t.Context(), query)
		if err != nil {
			t.Errorf("%s: %v", query, err)
			continue
		}
		got, err := r.Hint(t.Context())
		if err != nil || want == "" && got != "" || !strings.Contains(got, want) {
			t.Errorf("%s: asks %q, %v; want %q", query, got, err, want)
		}
	}
}

func TestFieldsListsWhatMayBeAsked(t *testing.T) {
	got, err := coded(t).Fields(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range got {
		names = append(names, f.Name)
	}
	want := []string{"speaker", "role", "transcript", "code", "coder", "version", "memo", "uncoded", "disagree", "county", "attribute.role", "since", `"years of service"`}
	if d := cmp.Diff(want, names); d != "" {
		t.Fatal(d)
	}
}

func FuzzQuery(f *testing.F) {
	for _, q := range []string{"a OR -(b \"c d*\") within 2 (e, f)", `/x\/y/i code:trust "years of service":>3 disagree(a, "b c")`, "=x* “y” speaker:P* \\-"} {
		f.Add(q)
	}
	s := coded(f)
	f.Fuzz(func(t *testing.T, query string) {
		r, err := s.Search(t.Context(), query)
		var at *QueryError
		if err != nil {
			if !errors.As(err, &at) || at.At < 0 || at.At > len(query) {
				t.Fatalf("%v", err)
			}
			_ = err.Error()
			return
		}
		n := 0
		for h, err := range r.All(t.Context()) {
			if err != nil {
				t.Fatal(err)
			}
			show(t, s.Source, h)
			n++
		}
		if hits, _, err := r.Count(t.Context()); err != nil || hits != n {
			t.Fatalf("%d hits counted, %v; %d listed", hits, err, n)
		}
	})
}
