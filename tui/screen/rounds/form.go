package rounds

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	tea "github.com/charmbracelet/bubbletea"

	"concord/codebook"
	"concord/codebook/reconcile"
	"concord/store/study"
	"concord/tui/app"
	"concord/tui/layout"
	"concord/tui/widget"
)

// The ways in which a new round chooses its transcripts.
const (
	chosenByName  = "by name"
	drawnFromAll  = "so many at random"
	drawnFromEach = "so many at random of each group"
	asInStandard  = "those of the round trained against"
)

// askRound opens the form of a new round; one that could not be opened comes
// back as it was filled in.
func (r *Screen) askRound() tea.Cmd {
	if r.Draft == nil {
		r.Draft = r.roundForm()
	}
	// A segmentation may have been made or removed since.
	unit := r.Draft.Field("unit")
	was := unit.Value()
	unit.Choices = r.unitChoices()
	unit.Chosen = max(0, slices.Index(unit.Choices, was))
	r.Open(r.Draft)
	return nil
}

func (r *Screen) roundForm() *widget.Form {
	var versions, names, coders []string
	for _, v := range slices.Backward(r.Over.Versions) {
		versions = append(versions, v.Label())
	}
	for _, t := range r.Over.Transcripts {
		names = append(names, t.Name)
	}
	for _, c := range r.Over.Coders {
		coders = append(coders, c.Name)
	}
	standards := []string{"no"}
	for _, row := range r.Team.Rows {
		if !row.Round.Open {
			standards = append(standards, row.Round.Name)
		}
	}
	attributes := r.Attributes
	how := func(f *widget.Form) string { return f.Field("transcripts").Value() }
	drawn := func(f *widget.Form) bool { return how(f) == drawnFromAll || how(f) == drawnFromEach }
	unless := func(test func(f *widget.Form) bool) func(*widget.Form) bool {
		return func(f *widget.Form) bool { return !test(f) }
	}
	f := &widget.Form{Title: "new round", Send: "open the round", Kept: true, Enter: r.openRound}
	add := func(x *widget.Field, when func(f *widget.Form) bool) *widget.Field {
		if when != nil {
			x.Hidden = unless(when)
		}
		f.Fields = append(f.Fields, x)
		return x
	}
	add(widget.TextField("name", fmt.Sprintf("round %d", len(r.Team.Rows)+1), "as people call it"), nil)
	if len(versions) > 0 {
		add(widget.ChoiceField("codebook", 0, versions...), nil).Warn = func(*widget.Form) string {
			if r.Over.Changed {
				return "The codebook was changed since " + versions[0] + "; what is not saved is in no round."
			}
			return ""
		}
	}
	add(widget.ChoiceField("training", 0, standards...), func(*widget.Form) bool { return len(standards) > 1 }).Apply = func(f *widget.Form) {
		x := f.Field("transcripts")
		x.Choices, x.Chosen = []string{chosenByName, drawnFromAll, drawnFromEach}, 0
		if f.Field("training").Chosen > 0 {
			x.Choices = append([]string{asInStandard}, x.Choices...)
		}
	}
	add(widget.ChoiceField("transcripts", 0, chosenByName, drawnFromAll, drawnFromEach), nil)
	add(widget.TicksField("which", "none yet: Space opens the list", names), func(f *widget.Form) bool { return how(f) == chosenByName })
	add(widget.TextField("how many", "2", ""), drawn)
	if len(attributes) > 0 {
		add(widget.ChoiceField("of each", 0, attributes...), func(f *widget.Form) bool { return how(f) == drawnFromEach })
	}
	add(widget.ChoiceField("from", 0, "all transcripts", "those in no earlier round"), drawn)
	add(widget.TextField("seed", fmt.Sprint(r.Now().UnixMilli()%100000), "the same seed draws the same"), drawn)
	add(widget.TicksField("coders", "all "+fmt.Sprint(len(coders)), coders), nil)
	add(widget.TextField("coders each", "", "all of them; or how many code each transcript, balanced"), nil)
	add(widget.ChoiceField("unit", 0, r.unitChoices()...), func(f *widget.Form) bool { return f.Field("training").Chosen == 0 })
	segment := func(f *widget.Form) bool {
		return f.Field("training").Chosen == 0 && f.Field("unit").Value() == string(reconcile.UnitSegment)
	}
	add(widget.TextField("words", "", "of a segment; or a pattern below"), segment)
	add(widget.TextField("pattern", "", "a regular expression of what stands between two segments"), segment)
	add(widget.ChoiceField("others", 0, "blind", "open"), nil).Warn = func(f *widget.Form) string {
		if f.Field("others").Chosen == 0 {
			return "Blind: until it is closed nobody in it sees others' work on its transcripts. In one shared folder that keeps honest people honest; “concord bundle write --for CODER” hands each coder a file of her own."
		}
		return "Open: coders may look at each other's work, so agreement says little."
	}
	return f
}

// unitNames are the units that a round can have.
func unitNames() []string {
	out := []string{string(reconcile.UnitTurn)}
	for _, u := range reconcile.Units {
		if u != reconcile.UnitCharacter && u != reconcile.UnitTurn {
			out = append(out, string(u))
		}
	}
	return out
}

// unitChoices are the units that a round can have, and the segmentations.
func (r *Screen) unitChoices() []string {
	out := unitNames()
	for _, c := range r.Cuts {
		out = append(out, segmentsOf(c))
	}
	return out
}

// segmentsOf is a segmentation as a unit.
func segmentsOf(c codebook.Segmentation) string { return "segments of “" + c.Name + "”" }

// openRound opens the round that a form describes.
func (r *Screen) openRound(f *widget.Form) (tea.Cmd, error) {
	plan := study.RoundPlan{Name: f.Field("name").Value(), Rules: reconcile.DefaultRules, Blind: f.Field("others").Chosen == 0}
	if v := f.Field("codebook"); v != nil {
		plan.Version = v.Value()
	}
	var err error
	number := func(name, empty string, least int) int {
		text := layout.FirstOf(f.Field(name).Value(), empty)
		n, bad := strconv.Atoi(text)
		if err == nil && (bad != nil || n < least || n >= 1<<31) {
			err = fmt.Errorf("“%s” is %q, which is no number from %d on", name, text, least)
		}
		return n
	}
	if x := f.Field("training"); x.Chosen > 0 {
		plan.Standard = x.Value()
	} else {
		plan.Rules.Unit = reconcile.UnitKind(f.Field("unit").Value())
		for _, c := range r.Cuts {
			if f.Field("unit").Value() == segmentsOf(c) {
				plan.Rules.Unit, plan.Rules.Segmentation = reconcile.UnitSegment, c.Name
			}
		}
		if plan.Rules.Unit == reconcile.UnitSegment && plan.Rules.Segmentation == "" {
			plan.Rules.Words, plan.Rules.Pattern = number("words", "0", 0), f.Field("pattern").Value()
		}
		if bad := plan.Rules.Check(); err == nil && bad != nil {
			err = bad
		}
	}
	switch how := f.Field("transcripts").Value(); how {
	case chosenByName:
		for i, on := range f.Field("which").Ticked {
			if on {
				plan.Transcripts = append(plan.Transcripts, r.Over.Transcripts[i].ID.String())
			}
		}
		if err == nil && len(plan.Transcripts) == 0 {
			err = fmt.Errorf("no transcript is ticked")
		}
	case drawnFromAll, drawnFromEach:
		plan.Random, plan.Seed = number("how many", "", 1), uint64(number("seed", "1", 0))
		plan.Fresh = f.Field("from").Chosen == 1
		if how == drawnFromEach {
			x := f.Field("of each")
			if x == nil {
				return nil, fmt.Errorf("no transcript or case has an attribute to draw by")
			}
			plan.Stratify = x.Value()
		}
	}
	for i, on := range f.Field("coders").Ticked {
		if on {
			plan.Coders = append(plan.Coders, r.Over.Coders[i].ID.String())
		}
	}
	plan.Each = number("coders each", "0", 0)
	if err != nil {
		return nil, err
	}
	return r.Do(&app.Job{What: "new round " + plan.Name, Run: func(ctx context.Context, st *study.Study) (string, error) {
		round, err := st.NewRound(ctx, plan)
		return fmt.Sprintf("%s is open: %s", round.Name, round.How), err
	}, After: func() tea.Cmd {
		r.Draft, r.wanted = nil, plan.Name
		return nil
	}}), nil
}
