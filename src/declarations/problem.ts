import { compareText } from "../domain/compare-text.ts";
import type { SourcePosition } from "../domain/source.ts";

/**
 * Every rule that a declaration can break, and what it asks for in a few words. The ids are stable: reports,
 * code scanning and scripts refer to them.
 */
export const PROBLEM_RULES = {
  "no-files": "There is at least one site file",
  "file-unreadable": "Every declaration file can be read",
  "file-too-large": "A declaration file is at most 32 MiB",
  "file-encoding": "Files are UTF-8",
  "file-extension": "Declaration files end in .yaml",
  "file-empty": "A declaration file declares something",
  "yaml-syntax": "Files are valid YAML",
  "yaml-depth": "Files are not nested deeper than 20 levels",
  "yaml-documents": "A file holds one document",
  "yaml-anchor": "No anchors",
  "yaml-alias": "No aliases",
  "yaml-merge-key": "No merge keys",
  "yaml-tag": "No tags",
  "duplicate-key": "A key stands once in its mapping",
  "empty-value": "Every key has a value",
  "api-version": "apiVersion is one that this program knows",
  kind: "kind is Project, Site or Residents, in the place it belongs",
  "unknown-key": "Only keys that mean something",
  "missing-key": "Required keys are there",
  "wrong-type": "Lists, mappings and texts where they are expected",
  "invalid-value": "Values are among those allowed",
  text: "Names, phones and units are clean text",
  id: "Ids can stand in a web address",
  email: "E-mail addresses are complete and hide nothing",
  "email-duplicate": "An e-mail address is declared once in the repository",
  "site-duplicate": "Site names and SiteIds are unique",
  "site-unknown": "A site that is referred to is declared",
  "team-missing": "Every Site has a team",
  timezone: "Time zones are IANA names",
  time: "Times are HH:MM",
  date: "Dates exist, and exist once",
  "date-order": "Access does not end before it starts",
  "unit-overlap": "One resident a unit a day",
  replaces: "replaces names an account that may end",
  "transfer-from": "transferFrom names another site of the repository",
  limit: "Limits are counts or percentages",
  consent: "Consents are lines that a refused plan printed",
  "sites-glob": "Site globs stay inside the repository",
} as const satisfies Readonly<Record<string, string>>;

/** The id of a rule. */
export type ProblemRule = keyof typeof PROBLEM_RULES;

/**
 * Something wrong with the declarations. `message` and `remedy` are plain sentences without a resident's e-mail,
 * name, phone or dates; what was written, where it helps, stands in `value`, made visible.
 */
export interface Problem {
  readonly severity: "error" | "warning";
  readonly rule: ProblemRule;
  readonly message: string;
  /** The way out. */
  readonly remedy: string;
  readonly position: SourcePosition;
  /** The other places concerned, such as the first of two that clash. */
  readonly related?: readonly SourcePosition[];
  /** The text concerned. May be personal: left out wherever output is redacted. */
  readonly value?: string;
}

/** By file, line and column; ties by rule. Compared by code units, so that every machine sorts alike. */
export function compareProblems(a: Problem, b: Problem): number {
  return (
    compareText(a.position.file, b.position.file) ||
    a.position.line - b.position.line ||
    a.position.column - b.position.column ||
    compareText(a.rule, b.rule) ||
    compareText(a.message, b.message)
  );
}
