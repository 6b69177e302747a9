import type { Problem } from "../declarations/problem.ts";
import { visibleJson } from "../domain/visible-json.ts";
import { validationAnnotations } from "./github-annotations.ts";
import { validationSarif } from "./sarif.ts";
import { count } from "./words.ts";

/** What `validate` found. */
export interface Validation {
  /** Sorted by place. */
  readonly problems: readonly Problem[];
  /** How many sites and residents could be read. */
  readonly sites: number;
  readonly residents: number;
}

/** Renders a validation for stdout; `isRedacted`: what was written in the files is left out. */
export type ValidationReporter = (validation: Validation, isRedacted: boolean) => string;

/** True where nothing is worse than a warning. */
export function isValid({ problems }: Pick<Validation, "problems">): boolean {
  return problems.every(({ severity }) => severity !== "error");
}

/** A verdict; the problems themselves are diagnostics, and go to stderr. */
function validationText(validation: Validation): string {
  if (!isValid(validation)) return "";
  return `Valid: ${count(validation.sites, "site")}, ${count(validation.residents, "resident")}.\n`;
}

/** One JSON document (`schemas/validate.schema.json`). */
function validationJson(validation: Validation, isRedacted: boolean): string {
  const problems = validation.problems.map(({ severity, position, rule, message, remedy, value }) => ({
    severity,
    ...position,
    rule,
    message,
    remedy,
    ...(value === undefined || isRedacted ? {} : { value }),
  }));
  const { sites, residents } = validation;
  return `${visibleJson({ valid: isValid(validation), problems, sites, residents }, 2)}\n`;
}

/** What `validate --format` can be. */
export const VALIDATION_REPORTERS = {
  text: validationText,
  json: validationJson,
  github: validationAnnotations,
  sarif: validationSarif,
} as const satisfies Readonly<Record<string, ValidationReporter>>;

/** The name of a format. */
export type ValidationFormat = keyof typeof VALIDATION_REPORTERS;
