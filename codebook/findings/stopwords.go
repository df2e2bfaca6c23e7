package findings

import (
	"fmt"
	"slices"
	"strings"
)

// stopWords are the commonest function words (articles, pronouns, prepositions,
// conjunctions, auxiliary verbs) of a language, in lower case. They are not those
// that carry no meaning: in an interview no, not and I do.
var stopWords = map[string]string{
	"en": `a about after again all also am an and any are as at be because been before being but by can could did do does doing
		don't down for from had has have having he he's her here hers him his how i i'd i'll i'm i've if in into is isn't it it's
		its just like me more most my no nor not now of off on once only or other our out over own same she she's should so some
		such than that that's the their them then there there's these they they're this those through to too under until up us
		very was wasn't we we're we've were what when where which while who whom why will with would you you're your yours`,
	"de": `aber alle als also am an auch auf aus bei bin bis bist da damit dann das dass dem den denn der des dich die dies diese
		dieser doch dort du durch ein eine einem einen einer er es euch für gegen haben hat hatte hier ich ihm ihn ihr ihre im in
		ist ja jede jetzt kann kein keine man mich mir mit nach nein nicht noch nun nur ob oder ohne schon sehr sein seine sich
		sie sind so über um und uns unser unter vom von vor war waren was weil wenn wer wie wir wird wo zu zum zur zwischen`,
	"es": `a al algo ante antes como con contra cual cuando de del desde donde durante e el ella ellas ellos en entre era eran es
		esa ese eso esta estaba este esto está están fue ha han hasta hay la las le les lo los me mi mis muy más ni no nos nosotros
		o otra otro para pero poco por porque que qué se ser si sin sobre son su sus sí también te tenía tiene todo todos tu un
		una uno y ya yo`,
	"fr": `a ai au aussi aux avait avec avoir c'est ce ces cette comme dans de des du elle elles en est et eu il ils j'ai je la
		le les leur leurs lui là ma mais me mes moi mon même n'est ne non nos notre nous on ont ou où par pas plus pour qu'il que
		qui sa sans se ses si son sont sur ta te tes toi ton tous tout tu un une vos votre vous y à ça étaient était être`,
}

// StopLanguages lists the languages that StopWords knows.
func StopLanguages() []string { return []string{"de", "en", "es", "fr"} }

// StopWords gives the commonest function words of a language, to be left out of
// counts. Several of them (no, not, I) carry meaning in interviews: a list is
// left out on demand only, and a report says that it was. "" and "none" give an
// empty list.
func StopWords(language string) (map[string]bool, error) {
	if language == "" || language == "none" {
		return nil, nil
	}
	if !slices.Contains(StopLanguages(), language) {
		return nil, fmt.Errorf("there is no list of stop words for %q; there are %s, and none", language, strings.Join(StopLanguages(), ", "))
	}
	out := map[string]bool{}
	for _, w := range strings.Fields(stopWords[language]) {
		out[w] = true
	}
	return out, nil
}
