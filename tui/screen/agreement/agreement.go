package agreement

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
	"concord/tui/app"
	"concord/tui/keymap"
	"concord/tui/layout"
	"concord/tui/theme"
)

// agreeScreen shows how far coders agree: code by code, in parts, and code
// against code.
type Screen struct {
	*app.Host

	Asked   agreeAsked
	number  int // of the measurement asked for last; older answers are dropped
	Busy    bool
	cancel  context.CancelFunc // ends the measurement under way
	Gamma   *gammaWork         // while γ is being computed
	Err     error
	Result  *report.Agreement
	Looks   []reconcile.Hint
	help    []int // the codes in the order of what would help most
	swaps   reconcile.Confusion
	coders  []codebook.Coder // who counts when everybody does
	rounds  []codebook.Round // that are closed
	Shows   agreeView
	Which   string // the coefficient shown, by its name in reports
	order   agreeOrder
	At      int // row
	first   int
	Column  int // of the parts, or of the map
	leftest int // column shown first
}

// agreeAsked is what the keys chose to measure.
type agreeAsked struct {
	Rules   reconcile.Rules
	version string              // of the codebook; "" for the working one
	pair    [2]codebook.CoderID // zero for everybody
	by      string              // what the parts are
	round   codebook.RoundID    // whose work counts; zero for all codings as they are now
	Gamma   bool
}

// agreeView is what the screen shows of a measurement.
type agreeView int

const (
	AgreeCodes agreeView = iota
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
type gammaWork struct{ Done, Planned atomic.Int64 }

// gammaTickMsg repaints the progress of γ.
type gammaTickMsg struct{ number int }

// gammaTick is how often.
const gammaTick = 200 * time.Millisecond

// shownCoefficients are those that the key of that name goes through. What does
// not suit the number of coders is passed over.
var ShownCoefficients = []string{"krippendorff_alpha_nominal", "cohen_kappa", "fleiss_kappa", "gwet_ac1", "brennan_prediger", "positive_agreement", "percent_agreement"}

func (r *Screen) openAgree() tea.Cmd {
	a := r
	if a.Asked.Rules == (reconcile.Rules{}) {
		a.Asked.Rules, a.Which = reconcile.DefaultRules, ShownCoefficients[0]
	}
	r.Enter(keymap.ModeAgree)
	return r.Measure()
}

// measure asks for what was chosen. A measurement under way is given up.
func (r *Screen) Measure() tea.Cmd {
	a := r
	if a.cancel != nil {
		a.cancel()
	}
	a.number++
	a.Busy, a.Gamma = true, nil
	ctx, cancel := context.WithCancel(r.Ctx)
	a.cancel = cancel
	number, s, round := a.number, r.Study, a.Asked.round
	q := study.AgreementQuestion{Rules: a.Asked.Rules, Version: a.Asked.version, By: a.Asked.by, Bootstrap: app.ScreenResamples, Seed: 1}
	if a.Asked.pair[0] != a.Asked.pair[1] {
		q.Coders = []string{a.Asked.pair[0].String(), a.Asked.pair[1].String()}
	}
	if q.By != "" {
		q.Bootstrap = 0 // parts are many, and shown without intervals
	}
	var tick tea.Cmd
	if a.Asked.Gamma {
		work, g := &gammaWork{}, gamma.DefaultOptions()
		g.Seed = 1
		g.Progress = func(done, planned int) {
			work.Done.Store(int64(done))
			work.Planned.Store(int64(planned))
		}
		q.Gamma, a.Gamma = &g, work
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

func (r *Screen) take(m agreeMsg) {
	if m.number != r.number {
		return
	}
	r.Busy, r.Gamma, r.Err = false, nil, m.err
	if m.err != nil {
		r.Warn("measuring agreement: " + m.err.Error())
		return
	}
	r.Result, r.Looks, r.help, r.swaps, r.rounds = m.result, m.looks, m.help, m.swaps, m.rounds
	if r.Asked.pair[0] == r.Asked.pair[1] {
		r.coders = r.Result.RatingMatrix.Coders
		if r.Result.Spans != nil {
			r.coders = r.Result.Spans.Coders
		}
	}
	if r.Result.Spans == nil && r.Result.Coefficient(r.Which) < 0 {
		r.Which = ShownCoefficients[0]
	}
	if r.Result.By == "" && r.Shows == agreeParts || r.Result.Spans != nil {
		r.Shows = AgreeCodes
	}
	r.clamp()
}

// clamp keeps the cursor on what is there.
func (a *Screen) clamp() {
	a.At = max(0, min(a.At, a.TableHeight()-1))
	a.Column = max(0, min(a.Column, a.Columns()-1))
}

// height is how many rows there are to go through.
func (a *Screen) TableHeight() int {
	switch {
	case a.Result == nil:
		return 0
	case a.Result.Spans != nil:
		return len(a.Result.Report.Codes)
	case a.Shows == agreeMap:
		return len(a.Mapped())
	}
	return len(a.Result.Codes)
}

// columns is how many there are to go through.
func (a *Screen) Columns() int {
	switch {
	case a.Result == nil:
		return 0
	case a.Shows == agreeParts:
		return len(a.Result.Parts) + 1
	case a.Shows == agreeMap:
		return len(a.Mapped()) + 1
	}
	return 1
}

// ordered gives the codes in the order shown, by their places in the result.
// Those without a coefficient come last where that is what they are ordered by.
func (a *Screen) Ordered() []int {
	if a.Result == nil {
		return nil
	}
	if a.order == agreeHelp && len(a.help) == len(a.Result.Codes) {
		return a.help
	}
	out := make([]int, len(a.Result.Codes))
	for i := range out {
		out[i] = i
	}
	if a.order != agreeLow {
		return out
	}
	value := func(i int) float64 {
		v := a.Result.Value(a.Result.Codes[i], a.Which)
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
func (a *Screen) Chosen() int {
	if a.Result == nil || a.Result.Spans != nil {
		return -1
	}
	order := a.Ordered()
	if a.Shows == agreeMap {
		order = a.Mapped()
	}
	if a.At < 0 || a.At >= len(order) {
		return -1
	}
	return order[a.At]
}

// hold keeps the cursor on its code while the order or the view changes.
func (a *Screen) Hold(change func()) {
	code := a.Chosen()
	change()
	order := a.Ordered()
	if a.Shows == agreeMap {
		order = a.Mapped()
	}
	a.At = max(0, slices.Index(order, code))
	a.first, a.leftest = 0, 0
	a.clamp()
}

// letGo ends what is under way, or leads back from the map to the parts and from
// these to the table of codes; false if there is nothing to let go of.
func (r *Screen) LetGo() (tea.Cmd, bool) {
	switch {
	case r.Gamma != nil:
		r.cancel()
		r.number++
		r.Busy, r.Gamma, r.Asked.Gamma = false, nil, false
		r.Tell("γ was given up")
		return nil, true
	case r.Shows == agreeMap:
		r.Hold(func() {
			r.Shows, r.Column = AgreeCodes, 0
			if r.Result.By != "" {
				r.Shows = agreeParts
			}
		})
		return nil, true
	case r.Shows == agreeParts:
		r.Hold(func() { r.Shows = AgreeCodes })
		r.Asked.by = ""
		return r.Measure(), true
	}
	return nil, false
}

func (r *Screen) View() []string {
	a := r
	version := r.VersionLabel()
	switch {
	case a.Asked.version != "":
		version = a.Asked.version
	case a.Asked.round != (codebook.RoundID{}) && a.Result != nil:
		version, _, _ = strings.Cut(a.Result.Codebook, " ")
	}
	rules := a.Asked.Rules
	about := []string{"unit " + string(rules.Unit)}
	if rules.Words > 0 {
		about[0] = fmt.Sprintf("unit %d words", rules.Words)
	}
	if rules.Segmentation != "" {
		about[0] = "unit “" + layout.Clean(layout.OneLine(rules.Segmentation, 16)) + "”"
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
	right := theme.Paint(r.Theme.Chrome, strings.Join(append(about, "codebook "+version), " · "))
	if a.Busy && a.Result != nil && a.Gamma == nil {
		right = theme.Paint(r.Theme.Accent, "measuring …  ") + right
	}
	lines := []string{r.Header(r.Trail(append([]string{r.Over.Title, "agreement"}, a.where()...)...), right), r.Rule()}
	switch {
	case a.Result == nil && a.Err != nil:
		lines = append(lines, layout.WrapText(" "+a.Err.Error(), r.Width-2)...)
	case a.Result == nil:
		lines = append(lines, "", " measuring …")
	case a.Result.Spans != nil:
		lines = append(lines, r.agreeSpansTable()...)
	case len(a.Result.RatingMatrix.Units) == 0:
		lines = append(lines, "")
		for _, l := range layout.WrapText("No coder has marked a transcript as complete, so silence cannot be told from work not done, and nothing can be measured. {complete} on a transcript marks it as complete.", r.Width-4) {
			lines = append(lines, "  "+r.Keys.Expand(l))
		}
	case a.Shows == agreeParts:
		lines = append(lines, r.agreePartsTable()...)
	case a.Shows == agreeMap:
		lines = append(lines, r.agreeMapTable()...)
	default:
		lines = append(lines, r.agreeTable()...)
	}
	return r.Fill(lines)
}

// where says, for the top line, who is compared and how the figures are parted.
func (a *Screen) where() []string {
	var out []string
	for _, c := range a.rounds {
		if c.ID == a.Asked.round {
			out = append(out, c.Name)
		}
	}
	if a.Asked.pair[0] != a.Asked.pair[1] {
		name := func(id codebook.CoderID) string {
			for _, c := range a.coders {
				if c.ID == id {
					return c.Name
				}
			}
			return "?"
		}
		out = append(out, name(a.Asked.pair[0])+" and "+name(a.Asked.pair[1]))
	}
	switch a.Shows {
	case agreeParts:
		out = append(out, "by "+a.Result.By)
	case agreeMap:
		out = append(out, "code against code")
	}
	return out
}

// show takes the request for the agreement.
func (r *Screen) Show(request any) (cmd tea.Cmd, mine bool) {
	if _, ok := request.(app.AgreeRequest); ok {
		return r.openAgree(), true
	}
	return nil, false
}

// update takes what was measured.
func (r *Screen) Update(msg tea.Msg) (cmd tea.Cmd, mine bool) {
	switch m := msg.(type) {
	case agreeMsg:
		r.take(m)
		return nil, true
	case gammaTickMsg:
		if m.number == r.number && r.Gamma != nil {
			return gammaTickCmd(m.number), true
		}
		return nil, true
	}
	return nil, false
}

// refreshed measures again: figures on the screen are those of the project as it
// is.
func (r *Screen) Refreshed() tea.Cmd {
	if r.Busy {
		return nil
	}
	return r.Measure()
}
