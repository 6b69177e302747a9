/** What a check can come to. */
export type Verdict = "ok" | "warning" | "failure";

/** The checks, in the order in which they are shown. */
export const CHECKS = [
  "credentials",
  "declarations",
  "token",
  "teams",
  "site",
  "time-zone",
  "statuses",
  "units",
  "answers",
  "git",
  "workflows",
] as const;

/** The name of a check. */
export type CheckName = (typeof CHECKS)[number];

/** One line of `doctor`. */
export interface Finding {
  readonly check: CheckName;
  readonly verdict: Verdict;
  /** The declared name of the site concerned. */
  readonly site: string | null;
  /** What was found; safe to show, and free of personal data. */
  readonly message: string;
  /** What to do; null where nothing is to be done. */
  readonly remedy: string | null;
}

/** A finding that all is well. */
export function ok(check: CheckName, message: string, site: string | null = null): Finding {
  return { check, verdict: "ok", site, message, remedy: null };
}

/** A finding that something may become a trouble. */
export function warning(
  check: CheckName,
  message: string,
  remedy: string,
  site: string | null = null,
): Finding {
  return { check, verdict: "warning", site, message, remedy };
}

/** A finding that something does not work. */
export function failure(
  check: CheckName,
  message: string,
  remedy: string | null,
  site: string | null = null,
): Finding {
  return { check, verdict: "failure", site, message, remedy };
}
