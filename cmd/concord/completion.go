package main

import (
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"concord/store/study"
)

// completedArgs says what the arguments of a verb name, for the completion of
// the shell; the last kind holds for all that follow.
var completedArgs = map[string][]study.Kind{
	"show":                  {study.KindTranscript},
	"complete":              {study.KindTranscript},
	"code add":              {study.KindTranscript, study.KindNone, study.KindNone, study.KindCode},
	"code auto":             {study.KindNone, study.KindCode},
	"codebook show":         {study.KindVersion},
	"codebook diff":         {study.KindVersion},
	"codebook blame":        {study.KindCode},
	"codebook rename":       {study.KindCode, study.KindNone},
	"codebook redefine":     {study.KindCode},
	"codebook describe":     {study.KindCode},
	"codebook move":         {study.KindCode},
	"codebook merge":        {study.KindCode},
	"codebook split":        {study.KindCode},
	"codebook retire":       {study.KindCode},
	"codebook restore":      {study.KindCode},
	"codebook accept":       {study.KindCode},
	"codebook decline":      {study.KindCode},
	"codebook theme add":    {study.KindNone, study.KindCode},
	"codebook theme change": {study.KindTheme},
	"codebook theme remove": {study.KindTheme},
	"coder choose":          {study.KindCoder},
	"coder lead":            {study.KindCoder},
	"coder join":            {study.KindCoder},
	"round status":          {study.KindRound},
	"round why":             {study.KindRound},
	"round close":           {study.KindRound},
	"round reopen":          {study.KindRound},
	"segments export":       {study.KindSegmentation},
	"segments rename":       {study.KindSegmentation, study.KindNone},
	"segments remove":       {study.KindSegmentation},
}

// completedFlags says what the value of a flag names, whatever the verb; a name
// with the verb before it wins.
var completedFlags = map[string]study.Kind{
	"transcript":   study.KindTranscript,
	"transcripts":  study.KindTranscript,
	"in":           study.KindTranscript,
	"code":         study.KindCode,
	"parent":       study.KindCode,
	"coder":        study.KindCoder,
	"coders":       study.KindCoder,
	"for":          study.KindCoder,
	"round":        study.KindRound,
	"standard":     study.KindRound,
	"version":      study.KindVersion,
	"segmentation": study.KindSegmentation,

	"log by":                     study.KindCoder,
	"round why by":               study.KindCoder,
	"codings import complete":    study.KindTranscript,
	"codebook theme change add":  study.KindCode,
	"codebook theme change drop": study.KindCode,
	"reconcile pair":             study.KindCoder,
	"reconcile decide present":   study.KindCoder,
	"reconcile accept present":   study.KindCoder,
}

// completeNames lets the shell complete the names in the project.
func (g *globals) completeNames(root *cobra.Command) {
	for _, cmd := range root.Commands() {
		g.completeNames(cmd)
	}
	path := verbPath(root)
	if kinds, ok := completedArgs[path]; ok {
		root.ValidArgsFunction = func(cmd *cobra.Command, a []string, begun string) ([]string, cobra.ShellCompDirective) {
			return g.names(cmd, kinds[min(len(a), len(kinds)-1)], begun)
		}
	}
	root.LocalFlags().VisitAll(func(f *pflag.Flag) {
		kind, ok := completedFlags[path+" "+f.Name]
		if !ok {
			kind, ok = completedFlags[f.Name]
		}
		if !ok || f.Value.Type() == "bool" {
			return
		}
		_ = root.RegisterFlagCompletionFunc(f.Name, func(cmd *cobra.Command, _ []string, begun string) ([]string, cobra.ShellCompDirective) {
			return g.names(cmd, kind, begun)
		})
	})
}

// names lists what of a kind begins so. The shell is told nothing where there is
// no project.
func (g *globals) names(cmd *cobra.Command, kind study.Kind, begun string) ([]string, cobra.ShellCompDirective) {
	s, err := g.open(cmd.Context())
	if err != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	all, err := s.Names(cmd.Context(), kind)
	if err != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	var out []string
	for _, name := range all {
		if strings.HasPrefix(strings.ToLower(name), strings.ToLower(begun)) {
			out = append(out, name)
		}
	}
	return out, cobra.ShellCompDirectiveNoFileComp
}

// verbPath is how a verb is called, without the program's name.
func verbPath(cmd *cobra.Command) string {
	return strings.TrimPrefix(strings.TrimPrefix(cmd.CommandPath(), cmd.Root().Name()), " ")
}
