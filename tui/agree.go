package tui

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"concord/codebook"
	"concord/codebook/agreement/gamma"
	"concord/codebook/reconcile"
	"concord/codebook/report"
	"concord/store/study"
	"concord/tui/theme"
)

// agreeScreen shows how far coders agree: code by code, in parts, and code
// against code.
type agreeScreen struct {
	*host

	asked   agreeAsked
	number  int // of the measurement asked for last; older answers are dropped
	busy    bool
	cancel  context.CancelFunc // ends the measurement under way
	gamma   *gammaWork         // while γ is being computed
	err     error
	result  *report.Agreement
	looks   []reconcile.Hint
	help    []int // the codes in the order of what would help most
	swaps   reconcile.Confusion
	coders  []codebook.Coder // who counts when everybody does
	rounds  []codebook.Round // that are closed
	shows   agreeView
	which   string // the coefficient shown, by its name in reports
	order   agreeOrder
	at      int // row
	first   int
	column  int // of the parts, or of the map
	leftest int // column shown first
}

// agreeAsked is what the keys chose to measure.
type agreeAsked struct {
	rules   reconcile.Rules
	version string              // of the codebook; "" for the working one
	pair    [2]codebook.CoderID // zero for everybody
	by      string              // what the parts are
	round   codebook.RoundID    // whose work counts; zero for all codings as they are now
	gamma   bool
}

// agreeView is what the screen shows of a measurement.
type agreeView int

const (
	agreeCodes agreeView = iota
	agreeParts
	agreeMap
)

// agreeOrder is the order of the codes.
type agreeOrder int

const (
	agreeBook agreeOrder = iota // of the codebook
	agreeHelp                   // what would help most first
	agreeLow                    // the lowest coefficient first
	agreeOrders
)

func (o agreeOrder) String() string {
	return []string{"in the order of the codebook", "what would help most first", "lowest first"}[o]
}

// agreeMsg is a measurement.
type agreeMsg struct {
	number int
	result *report.Agreement
	looks  []reconcile.Hint
	help   []int
	swaps  reconcile.Confusion
	rounds []codebook.Round
	err    error
}

// gammaWork is how far the computation of γ has come.
type gammaWork struct{ done, planned atomic.Int64 }

// gammaTickMsg repaints the progress of γ.
type gammaTickMsg struct{ number int }

// gammaTick is how often.
const gammaTick = 200 * time.Millisecond

// shownCoefficients are those that the key of that name goes through. What does
// not suit the number of coders is passed over.
var shownCoefficients = []string{"krippendorff_alpha_nominal", "cohen_kappa", "fleiss_kappa", "gwet_ac1", "brennan_prediger", "positive_agreement", "percent_agreement"}

// screenResamples is enough for the eye; the command line takes more for print.
const screenResamples = 1000

func (r *agreeScreen) openAgree() tea.Cmd {
	a := r
	if a.asked.rules == (reconcile.Rules{}) {
		a.asked.rules, a.which = reconcile.DefaultRules, shownCoefficients[0]
	}
	r.Enter(modeAgree)
	return r.measure()
}

// measure asks for what was chosen. A measurement under way is given up.
func (r *agreeScreen) measure() tea.Cmd {
	a := r
	if a.cancel != nil {
		a.cancel()
	}
	a.number++
	a.busy, a.gamma = true, nil
	ctx, cancel := context.WithCancel(r.ctx)
	a.cancel = cancel
	number, s, round := a.number, r.study, a.asked.round
	q := study.AgreementQuestion{Rules: a.asked.rules, Version: a.asked.version, By: a.asked.by, Bootstrap: screenResamples, Seed: 1}
	if a.asked.pair[0] != a.asked.pair[1] {
		q.Coders = []string{a.asked.pair[0].String(), a.asked.pair[1].String()}
	}
	if q.By != "" {
		q.Bootstrap = 0 // parts are many, and shown without intervals
	}
	var tick tea.Cmd
	if a.asked.gamma {
		work, g := &gammaWork{}, gamma.DefaultOptions()
		g.Seed = 1
		g.Progress = func(done, planned int) {
			work.done.Store(int64(done))
			work.planned.Store(int64(planned))
		}
		q.Gamma, a.gamma = &g, work
		tick = gammaTickCmd(number)
	}
	return tea.Batch(func() tea.Msg {
		defer cancel()
		m := agreeMsg{number: number}
		if m.rounds, m.err = s.Reader().Rounds(ctx); m.err != nil {
			return m
		}
		m.rounds = slices.DeleteFunc(m.rounds, func(c codebook.Round) bool { return c.Open || len(c.Closes) == 0 })
		if i := slices.IndexFunc(m.rounds, func(c codebook.Round) bool { return c.ID == round }); i >= 0 {
			if s, m.err = s.OnLayer(ctx, study.LayerQuestion{Layer: study.Independent, Round: m.rounds[i].Name}); m.err != nil {
				return m
			}
		}
		if m.result, m.err = s.Agreement(ctx, q); m.err != nil {
			return m
		}
		if m.result.Spans == nil {
			m.looks = m.result.Hints()
			m.help = reconcile.MostHelp(m.result.Panel.Codes, m.looks)
			m.swaps = m.result.RatingMatrix.Confusion(between(&m.result.Part))
		}
		return m
	}, tick)
}

func gammaTickCmd(number int) tea.Cmd {
	return tea.Tick(gammaTick, func(time.Time) tea.Msg { return gammaTickMsg{number} })
}

// between says whose codes a map sets against each other: with two coders, the
// first one's are the rows.
func between(p *report.Part) reconcile.Between {
	if len(p.RatingMatrix.Coders) == 2 {
		return reconcile.Between{First: 0, Second: 1}
	}
	return reconcile.BetweenAll
}

func (r *agreeScreen) take(m agreeMsg) {
	if m.number != r.number {
		return
	}
	r.busy, r.gamma, r.err = false, nil, m.err
	if m.err != nil {
		r.warn("measuring agreement: " + m.err.Error())
		return
	}
	r.result, r.looks, r.help, r.swaps, r.rounds = m.result, m.looks, m.help, m.swaps, m.rounds
	if r.asked.pair[0] == r.asked.pair[1] {
		r.coders = r.result.RatingMatrix.Coders
		if r.result.Spans != nil {
			r.coders = r.result.Spans.Coders
		}
	}
	if r.result.Spans == nil && r.result.Coefficient(r.which) < 0 {
		r.which = shownCoefficients[0]
	}
	if r.result.By == "" && r.shows == agreeParts || r.result.Spans != nil {
		r.shows = agreeCodes
	}
	r.clamp()
}

// clamp keeps the cursor on what is there.
func (a *agreeScreen) clamp() {
	a.at = max(0, min(a.at, a.tableHeight()-1))
	a.column = max(0, min(a.column, a.columns()-1))
}

// height is how many rows there are to go through.
func (a *agreeScreen) tableHeight() int {
	switch {
	case a.result == nil:
		return 0
	case a.result.Spans != nil:
		return len(a.result.Report.Codes)
	case a.shows == agreeMap:
		return len(a.mapped())
	}
	return len(a.result.Codes)
}

// columns is how many there are to go through.
func (a *agreeScreen) columns() int {
	switch {
	case a.result == nil:
		return 0
	case a.shows == agreeParts:
		return len(a.result.Parts) + 1
	case a.shows == agreeMap:
		return len(a.mapped()) + 1
	}
	return 1
}

// ordered gives the codes in the order shown, by their places in the result.
// Those without a coefficient come last where that is what they are ordered by.
func (a *agreeScreen) ordered() []int {
	if a.result == nil {
		return nil
	}
	if a.order == agreeHelp && len(a.help) == len(a.result.Codes) {
		return a.help
	}
	out := make([]int, len(a.result.Codes))
	for i := range out {
		out[i] = i
	}
	if a.order != agreeLow {
		return out
	}
	value := func(i int) float64 {
		v := a.result.Value(a.result.Codes[i], a.which)
		if !v.Defined() {
			return 2 // above every coefficient
		}
		return v.Number
	}
	slices.SortStableFunc(out, func(x, y int) int {
		switch p, q := value(x), value(y); {
		case p < q:
			return -1
		case p > q:
			return 1
		}
		return 0
	})
	return out
}

// chosen gives the place of the code under the cursor in the result; -1 if there
// is none.
func (a *agreeScreen) chosen() int {
	if a.result == nil || a.result.Spans != nil {
		return -1
	}
	order := a.ordered()
	if a.shows == agreeMap {
		order = a.mapped()
	}
	if a.at < 0 || a.at >= len(order) {
		return -1
	}
	return order[a.at]
}

// hold keeps the cursor on its code while the order or the view changes.
func (a *agreeScreen) Hold(change func()) {
	code := a.chosen()
	change()
	order := a.ordered()
	if a.shows == agreeMap {
		order = a.mapped()
	}
	a.at = max(0, slices.Index(order, code))
	a.first, a.leftest = 0, 0
	a.clamp()
}

// letGo ends what is under way, or leads back from the map to the parts and from
// these to the table of codes; false if there is nothing to let go of.
func (r *agreeScreen) LetGo() (tea.Cmd, bool) {
	switch {
	case r.gamma != nil:
		r.cancel()
		r.number++
		r.busy, r.gamma, r.asked.gamma = false, nil, false
		r.tell("γ was given up")
		return nil, true
	case r.shows == agreeMap:
		r.Hold(func() {
			r.shows, r.column = agreeCodes, 0
			if r.result.By != "" {
				r.shows = agreeParts
			}
		})
		return nil, true
	case r.shows == agreeParts:
		r.Hold(func() { r.shows = agreeCodes })
		r.asked.by = ""
		return r.measure(), true
	}
	return nil, false
}

func (r *agreeScreen) View() []string {
	a := r
	version := r.versionLabel()
	switch {
	case a.asked.version != "":
		version = a.asked.version
	case a.asked.round != (codebook.RoundID{}) && a.result != nil:
		version, _, _ = strings.Cut(a.result.Codebook, " ")
	}
	rules := a.asked.rules
	about := []string{"unit " + string(rules.Unit)}
	if rules.Words > 0 {
		about[0] = fmt.Sprintf("unit %d words", rules.Words)
	}
	if rules.Segmentation != "" {
		about[0] = "unit “" + clean(oneLine(rules.Segmentation, 16)) + "”"
	}
	if rules.Unit != reconcile.UnitCharacter {
		about = append(about, "overlap "+string(rules.Overlap))
	}
	switch {
	case rules.Themes:
		about = append(about, "themes")
	case rules.RollUp:
		about = append(about, "rolled up")
	}
	if rules.AllSpeakers {
		about = append(about, "all speakers")
	}
	right := theme.Paint(r.theme.Chrome, strings.Join(append(about, "codebook "+version), " · "))
	if a.busy && a.result != nil && a.gamma == nil {
		right = theme.Paint(r.theme.Accent, "measuring …  ") + right
	}
	lines := []string{r.header(r.trail(append([]string{r.over.Title, "agreement"}, a.where()...)...), right), r.rule()}
	switch {
	case a.result == nil && a.err != nil:
		lines = append(lines, wrapText(" "+a.err.Error(), r.width-2)...)
	case a.result == nil:
		lines = append(lines, "", " measuring …")
	case a.result.Spans != nil:
		lines = append(lines, r.agreeSpansTable()...)
	case len(a.result.RatingMatrix.Units) == 0:
		lines = append(lines, "")
		for _, l := range wrapText("No coder has marked a transcript as complete, so silence cannot be told from work not done, and nothing can be measured. {complete} on a transcript marks it as complete.", r.width-4) {
			lines = append(lines, "  "+r.keys.expand(l))
		}
	case a.shows == agreeParts:
		lines = append(lines, r.agreePartsTable()...)
	case a.shows == agreeMap:
		lines = append(lines, r.agreeMapTable()...)
	default:
		lines = append(lines, r.agreeTable()...)
	}
	return r.fill(lines)
}

// where says, for the top line, who is compared and how the figures are parted.
func (a *agreeScreen) where() []string {
	var out []string
	for _, c := range a.rounds {
		if c.ID == a.asked.round {
			out = append(out, c.Name)
		}
	}
	if a.asked.pair[0] != a.asked.pair[1] {
		name := func(id codebook.CoderID) string {
			for _, c := range a.coders {
				if c.ID == id {
					return c.Name
				}
			}
			return "?"
		}
		out = append(out, name(a.asked.pair[0])+" and "+name(a.asked.pair[1]))
	}
	switch a.shows {
	case agreeParts:
		out = append(out, "by "+a.result.By)
	case agreeMap:
		out = append(out, "code against code")
	}
	return out
}

// agreeRequest asks for the agreement.
type agreeRequest struct{}

// show takes the request for the agreement.
func (r *agreeScreen) Show(request any) (cmd tea.Cmd, mine bool) {
	if _, ok := request.(agreeRequest); ok {
		return r.openAgree(), true
	}
	return nil, false
}

// update takes what was measured.
func (r *agreeScreen) Update(msg tea.Msg) (cmd tea.Cmd, mine bool) {
	switch m := msg.(type) {
	case agreeMsg:
		r.take(m)
		return nil, true
	case gammaTickMsg:
		if m.number == r.number && r.gamma != nil {
			return gammaTickCmd(m.number), true
		}
		return nil, true
	}
	return nil, false
}

// refreshed measures again: figures on the screen are those of the project as it
// is.
func (r *agreeScreen) Refreshed() tea.Cmd {
	if r.busy {
		return nil
	}
	return r.measure()
}
