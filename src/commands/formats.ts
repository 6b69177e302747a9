import type { ApplyFormat } from "../reporting/apply-reporters.ts";
import type { PlanFormat } from "../reporting/plan-reporters.ts";
import type { ValidationFormat } from "../reporting/validation-reporters.ts";

// The names only, so that help and usage errors load no reporter.

/** What `validate --format` can be. */
export const VALIDATE_FORMATS: readonly ValidationFormat[] = ["text", "json"];

/** What `plan --format` can be. */
export const PLAN_FORMATS: readonly PlanFormat[] = ["text", "json"];

/** What `apply --format` can be. */
export const APPLY_FORMATS: readonly ApplyFormat[] = ["text", "json"];
