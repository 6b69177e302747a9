import { validatePlan } from "built:validators/plan";
import { ExpectedError } from "../domain/exit.ts";
import { visibleText } from "../domain/visible-text.ts";
import { planDigest } from "../planning/digest.ts";
import { PLAN_FORMAT_VERSION, type Plan } from "../planning/plan.ts";
import { isSealIntact } from "../planning/seal.ts";

/**
 * Reads a plan that `plan --out` has saved. Before anything else: its format's major version, its schema, its
 * seal and its digest. Rejects (`ExpectedError`, exit code 4) whatever is not, to the character, a plan that can
 * be applied. No message holds a value of the file.
 */
export function readPlanFile(text: string, fileName: string): Plan {
  const file = visibleText(fileName);
  const saved = parse(text, file);
  requireKnownMajor(saved, file);
  if ("redacted" in saved && saved.redacted !== undefined) {
    throw invalid(file, "is a redacted plan: it is for reading, and does not say what to send");
  }
  if (!isPlan(saved)) throw invalid(file, `is not a plan: ${schemaErrors()}`);
  if (!isSealIntact(saved)) {
    throw invalid(
      file,
      "seal" in saved
        ? "was changed after it was saved: its seal does not match its content"
        : "has no seal: it was not written by plan --out",
    );
  }
  if (planDigest(saved.sites) !== saved.digest) {
    throw invalid(file, "was changed after it was made: its digest does not match its actions");
  }
  return saved;
}

function parse(text: string, file: string): object {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The parser's own message quotes the file, and a plan holds personal data.
    throw invalid(file, "is not JSON");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw invalid(file, "is not a plan: it is not a JSON object");
  }
  return value;
}

function requireKnownMajor(saved: object, file: string): void {
  const version = "formatVersion" in saved ? saved.formatVersion : undefined;
  if (typeof version !== "string" || !/^\d+\.\d+$/.test(version)) {
    throw invalid(file, "is not a plan: it has no formatVersion");
  }
  const [major] = version.split(".");
  const [known] = PLAN_FORMAT_VERSION.split(".");
  if (major !== known) {
    throw invalid(
      file,
      `has format version ${version}, and this program reads ${known}.x`,
      "Apply it with the version of residentctl that made it, or plan again.",
    );
  }
}

function invalid(file: string, what: string, remedy = "Save a plan with plan --out, and apply that.") {
  return new ExpectedError(4, `${file} ${what}.`, remedy);
}

function isPlan(value: unknown): value is Plan {
  return validatePlan(value);
}

const SHOWN_ERRORS = 3;

/** Where the last value that was checked breaks the schema, in words; without the values. */
function schemaErrors(): string {
  const errors = validatePlan.errors ?? [];
  const shown = errors
    .slice(0, SHOWN_ERRORS)
    .map((error) => `${visibleText(error.instancePath || "/", 100)} ${error.message ?? "is not valid"}`);
  const more = errors.length - shown.length;
  return more > 0 ? `${shown.join("; ")}; and ${more} more` : shown.join("; ");
}
