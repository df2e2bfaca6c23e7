// Package study puts a project's parts together for the people who work with
// it: it reads foreign files into the project, keeps the search index in step,
// lines coders up, and gathers what exports draw on. The screen and the command
// line both stand on it, so that a verb and a key do the same thing.
//
// Start with Open. Package store below it keeps the data; packages importer,
// exporter, search and reconcile do the work and know no project.
package study
