package tui

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	tea "github.com/charmbracelet/bubbletea"

	"concord/codebook"
	"concord/codebook/reconcile"
	"concord/store/study"
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
func (r *roundsScreen) askRound() tea.Cmd {
	if r.draft == nil {
		r.draft = r.roundForm()
	}
	// A segmentation may have been made or removed since.
	unit := r.draft.field("unit")
	was := unit.value()
	unit.choices = r.unitChoices()
	unit.chosen = max(0, slices.Index(unit.choices, was))
	r.Open(r.draft)
	return nil
}

func (r *roundsScreen) roundForm() *form {
	var versions, names, coders []string
	for _, v := range slices.Backward(r.over.Versions) {
		versions = append(versions, v.Label())
	}
	for _, t := range r.over.Transcripts {
		names = append(names, t.Name)
	}
	for _, c := range r.over.Coders {
		coders = append(coders, c.Name)
	}
	standards := []string{"no"}
	for _, row := range r.team.rows {
		if !row.Round.Open {
			standards = append(standards, row.Round.Name)
		}
	}
	attributes := r.attributes
	how := func(f *form) string { return f.field("transcripts").value() }
	drawn := func(f *form) bool { return how(f) == drawnFromAll || how(f) == drawnFromEach }
	unless := func(test func(f *form) bool) func(*form) bool { return func(f *form) bool { return !test(f) } }
	f := &form{title: "new round", send: "open the round", kept: true, enter: r.openRound}
	add := func(x *field, when func(f *form) bool) *field {
		if when != nil {
			x.hidden = unless(when)
		}
		f.fields = append(f.fields, x)
		return x
	}
	add(textField("name", fmt.Sprintf("round %d", len(r.team.rows)+1), "as people call it"), nil)
	if len(versions) > 0 {
		add(choiceField("codebook", 0, versions...), nil).warn = func(*form) string {
			if r.over.Changed {
				return "The codebook was changed since " + versions[0] + "; what is not saved is in no round."
			}
			return ""
		}
	}
	add(choiceField("training", 0, standards...), func(*form) bool { return len(standards) > 1 }).apply = func(f *form) {
		x := f.field("transcripts")
		x.choices, x.chosen = []string{chosenByName, drawnFromAll, drawnFromEach}, 0
		if f.field("training").chosen > 0 {
			x.choices = append([]string{asInStandard}, x.choices...)
		}
	}
	add(choiceField("transcripts", 0, chosenByName, drawnFromAll, drawnFromEach), nil)
	add(ticksField("which", "none yet: Space opens the list", names), func(f *form) bool { return how(f) == chosenByName })
	add(textField("how many", "2", ""), drawn)
	if len(attributes) > 0 {
		add(choiceField("of each", 0, attributes...), func(f *form) bool { return how(f) == drawnFromEach })
	}
	add(choiceField("from", 0, "all transcripts", "those in no earlier round"), drawn)
	add(textField("seed", fmt.Sprint(r.now().UnixMilli()%100000), "the same seed draws the same"), drawn)
	add(ticksField("coders", "all "+fmt.Sprint(len(coders)), coders), nil)
	add(textField("coders each", "", "all of them; or how many code each transcript, balanced"), nil)
	add(choiceField("unit", 0, r.unitChoices()...), func(f *form) bool { return f.field("training").chosen == 0 })
	segment := func(f *form) bool {
		return f.field("training").chosen == 0 && f.field("unit").value() == string(reconcile.UnitSegment)
	}
	add(textField("words", "", "of a segment; or a pattern below"), segment)
	add(textField("pattern", "", "a regular expression of what stands between two segments"), segment)
	add(choiceField("others", 0, "blind", "open"), nil).warn = func(f *form) string {
		if f.field("others").chosen == 0 {
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
func (r *roundsScreen) unitChoices() []string {
	out := unitNames()
	for _, c := range r.cuts {
		out = append(out, segmentsOf(c))
	}
	return out
}

// segmentsOf is a segmentation as a unit.
func segmentsOf(c codebook.Segmentation) string { return "segments of “" + c.Name + "”" }

// openRound opens the round that a form describes.
func (r *roundsScreen) openRound(f *form) (tea.Cmd, error) {
	plan := study.RoundPlan{Name: f.field("name").value(), Rules: reconcile.DefaultRules, Blind: f.field("others").chosen == 0}
	if v := f.field("codebook"); v != nil {
		plan.Version = v.value()
	}
	var err error
	number := func(name, empty string, least int) int {
		text := firstOf(f.field(name).value(), empty)
		n, bad := strconv.Atoi(text)
		if err == nil && (bad != nil || n < least || n >= 1<<31) {
			err = fmt.Errorf("“%s” is %q, which is no number from %d on", name, text, least)
		}
		return n
	}
	if x := f.field("training"); x.chosen > 0 {
		plan.Standard = x.value()
	} else {
		plan.Rules.Unit = reconcile.UnitKind(f.field("unit").value())
		for _, c := range r.cuts {
			if f.field("unit").value() == segmentsOf(c) {
				plan.Rules.Unit, plan.Rules.Segmentation = reconcile.UnitSegment, c.Name
			}
		}
		if plan.Rules.Unit == reconcile.UnitSegment && plan.Rules.Segmentation == "" {
			plan.Rules.Words, plan.Rules.Pattern = number("words", "0", 0), f.field("pattern").value()
		}
		if bad := plan.Rules.Check(); err == nil && bad != nil {
			err = bad
		}
	}
	switch how := f.field("transcripts").value(); how {
	case chosenByName:
		for i, on := range f.field("which").ticked {
			if on {
				plan.Transcripts = append(plan.Transcripts, r.over.Transcripts[i].ID.String())
			}
		}
		if err == nil && len(plan.Transcripts) == 0 {
			err = fmt.Errorf("no transcript is ticked")
		}
	case drawnFromAll, drawnFromEach:
		plan.Random, plan.Seed = number("how many", "", 1), uint64(number("seed", "1", 0))
		plan.Fresh = f.field("from").chosen == 1
		if how == drawnFromEach {
			x := f.field("of each")
			if x == nil {
				return nil, fmt.Errorf("no transcript or case has an attribute to draw by")
			}
			plan.Stratify = x.value()
		}
	}
	for i, on := range f.field("coders").ticked {
		if on {
			plan.Coders = append(plan.Coders, r.over.Coders[i].ID.String())
		}
	}
	plan.Each = number("coders each", "0", 0)
	if err != nil {
		return nil, err
	}
	return r.Do(&job{what: "new round " + plan.Name, run: func(ctx context.Context, st *study.Study) (string, error) {
		round, err := st.NewRound(ctx, plan)
		return fmt.Sprintf("%s is open: %s", round.Name, round.How), err
	}, after: func() tea.Cmd {
		r.draft, r.wanted = nil, plan.Name
		return nil
	}}), nil
}
