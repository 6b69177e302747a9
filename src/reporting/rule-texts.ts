import { PROBLEM_RULES, type ProblemRule } from "../declarations/problem.ts";
import { RULES, type Rule } from "../planning/plan.ts";
import { FILE_PROBLEM_TEXTS } from "./rule-texts/file-problems.ts";
import { REFUSAL_TEXTS } from "./rule-texts/refusals.ts";
import type { ProblemText } from "./rule-texts/rule-text.ts";
import { VALUE_PROBLEM_TEXTS } from "./rule-texts/value-problems.ts";

/** A rule as `explain` and RULES.md have it. */
export interface ExplainedRule {
  readonly id: Rule | ProblemRule;
  /** `plan` and `apply` refuse (exit 3); `validate` finds problems (exit 4). */
  readonly kind: "refusal" | "problem";
  /** What the rule holds, in a few words, without a full stop. */
  readonly summary: string;
  readonly trips: string;
  readonly why: string;
  readonly wayOut: string;
  /** What a line in `accept:` agrees to; null where there is no consent. */
  readonly consent: string | null;
  readonly example: { readonly language: "text" | "yaml"; readonly text: string } | null;
}

const PROBLEM_TEXTS: Readonly<Record<ProblemRule, ProblemText>> = {
  ...FILE_PROBLEM_TEXTS,
  ...VALUE_PROBLEM_TEXTS,
};

/** Every rule: the refusals, then the problems of declarations, each in its own order. */
export const EXPLAINED_RULES: readonly ExplainedRule[] = [
  ...RULES.map(explainedRefusal),
  ...Object.keys(PROBLEM_RULES).filter(isProblemRule).map(explainedProblem),
];

function isProblemRule(id: string): id is ProblemRule {
  return Object.hasOwn(PROBLEM_RULES, id);
}

function explainedRefusal(id: Rule): ExplainedRule {
  const { example, ...text } = REFUSAL_TEXTS[id];
  return { id, kind: "refusal", ...text, example: { language: "text", text: example } };
}

function explainedProblem(id: ProblemRule): ExplainedRule {
  const { example, ...text } = PROBLEM_TEXTS[id];
  const shown = example === null ? null : { language: "yaml" as const, text: example.yaml };
  return { id, kind: "problem", summary: PROBLEM_RULES[id], ...text, consent: null, example: shown };
}

/** The list of all rules, a line each. Ends in a line break. */
export function ruleList(): string {
  const width = Math.max(...EXPLAINED_RULES.map(({ id }) => id.length));
  const linesOf = (kind: ExplainedRule["kind"]): readonly string[] =>
    EXPLAINED_RULES.filter((rule) => rule.kind === kind).map(
      ({ id, summary }) => `  ${id.padEnd(width)}  ${summary}`,
    );
  return [
    "A plan is refused by (exit 3):",
    ...linesOf("refusal"),
    "",
    "Declarations have a problem with (exit 4):",
    ...linesOf("problem"),
    "",
    'More about one: "residentctl explain RULE".',
    "",
  ].join("\n");
}

/** One rule for a terminal. Ends in a line break. */
export function ruleText(rule: ExplainedRule): string {
  const example = rule.example === null ? [] : ["", "Example:", ...indented(rule.example.text)];
  return [
    `${rule.id}: ${rule.summary}.`,
    "",
    `When:     ${rule.trips}`,
    `Why:      ${rule.why}`,
    `Way out:  ${rule.wayOut}`,
    `Consent:  ${consentWords(rule)}`,
    ...example,
    "",
  ].join("\n");
}

function indented(text: string): readonly string[] {
  return text.split("\n").map((line) => `  ${line}`);
}

function consentWords({ kind, consent }: ExplainedRule): string {
  if (consent !== null)
    return `Possible, with the line that the plan prints, in accept: of the site. It agrees to: ${consent}`;
  return kind === "refusal"
    ? "Not possible: the declaration has to say what is meant."
    : "Not possible: declarations are valid or not.";
}

/** RULES.md: every rule in full. Ends in a line break. */
export function rulesMarkdown(): string {
  const sectionOf = (kind: ExplainedRule["kind"]): string =>
    EXPLAINED_RULES.filter((rule) => rule.kind === kind)
      .map(ruleMarkdown)
      .join("\n");
  return `# The rules

Every rule by which a plan is refused, or declarations have a problem. \`residentctl explain RULE\` says the same.

## Refusals: exit 3

${sectionOf("refusal")}
## Problems of declarations: exit 4

No problem can be consented to: declarations are valid or not.

${sectionOf("problem")}`;
}

function ruleMarkdown(rule: ExplainedRule): string {
  const lines = [
    `### ${rule.id}`,
    "",
    `${rule.summary}.`,
    "",
    `- **When:** ${rule.trips}`,
    `- **Why:** ${rule.why}`,
    `- **Way out:** ${rule.wayOut}`,
    ...(rule.kind === "refusal" ? [`- **Consent:** ${consentWords(rule)}`] : []),
    ...(rule.example === null ? [] : ["", `\`\`\`${rule.example.language}`, rule.example.text, "```"]),
    "",
  ];
  return `${lines.join("\n")}`;
}
