/** Where the example of a problem stands: the whole file, or keys of a Project, of a Site, of one resident, or a list of residents. */
export type ExampleLevel = "file" | "project" | "site" | "resident" | "residents";

/** A rule in full sentences. */
export interface RuleText {
  /** When it trips: what the program saw. */
  readonly trips: string;
  /** What is at stake. */
  readonly why: string;
  readonly wayOut: string;
}

/** A refusal: a plan that may not be applied as it is. */
export interface RefusalText extends RuleText {
  /** What the rule holds, in a few words. */
  readonly summary: string;
  /** What a line in `accept:` agrees to; null where the declaration has to change instead. */
  readonly consent: string | null;
  /** As `plan` prints it. */
  readonly example: string;
}

/** A problem of the declarations. What the rule holds stands in `PROBLEM_RULES`. No problem can be consented to. */
export interface ProblemText extends RuleText {
  /** YAML that breaks the rule; null where no YAML does. */
  readonly example: { readonly at: ExampleLevel; readonly yaml: string } | null;
}
