import type { ApplyFormat } from "../reporting/apply-reporters.ts";
import type { PlanFormat } from "../reporting/plan-reporters.ts";
import type { StatusFormat } from "../reporting/status-reporters.ts";
import type { ValidationFormat } from "../reporting/validation-reporters.ts";

// The names only, so that help and usage errors load no reporter.

/** What `validate --format` can be. */
export const VALIDATE_FORMATS: readonly ValidationFormat[] = ["text", "json", "github", "sarif"];

/** What `plan --format` can be. */
export const PLAN_FORMATS: readonly PlanFormat[] = ["text", "json", "markdown", "html", "github"];

/** What `apply --format` can be. */
export const APPLY_FORMATS: readonly ApplyFormat[] = ["text", "json", "markdown"];

/** What `status --format` can be. */
export const STATUS_FORMATS: readonly StatusFormat[] = ["text", "json", "ics", "html"];

/** What `sites --format` can be. */
export const SITES_FORMATS = ["text", "json", "matrix"] as const;

/** The name of a format of `sites`. */
export type SitesFormat = (typeof SITES_FORMATS)[number];
