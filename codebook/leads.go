package codebook

// Leads begin the paragraphs of a code where a format has one field of prose for
// all of them, such as the description of a REFI-QDA code.
const (
	LeadInclude  = "Use when: "
	LeadExclude  = "Not when: "
	LeadExample  = "Example: "
	LeadNearMiss = "Near miss: "
	LeadAliases  = "Also called: "
	LeadSource   = ", from "
)
