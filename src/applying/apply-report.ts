import type { ActionKind } from "../domain/action-kind.ts";
import type { ExitCode } from "../domain/exit.ts";
import type { Unit } from "../domain/unit.ts";
import type { Plan, Rule } from "../planning/plan.ts";
import type { Ending } from "./attempt.ts";
import type { JobEnd } from "./step-run.ts";
import type { StepWork } from "./steps.ts";

/** How one action ended. */
export interface ActionOutcome {
  readonly actionId: string;
  /** The site's name. */
  readonly site: string;
  readonly kind: ActionKind;
  readonly email: string;
  readonly residentId: string | null;
  readonly unit: Unit;
  readonly ending: Ending;
  /** Why; holds no personal data. null where there is nothing to say. */
  readonly message: string | null;
  /** The server's words, or e-mails: may hold personal data. */
  readonly detail: string | null;
}

/** A job that was submitted. */
export interface JobRecord {
  /** The site's name. */
  readonly site: string;
  readonly jobId: string;
  readonly action: StepWork["action"];
  readonly submitted: number;
  /** `interrupted`: not waited for any longer. The next apply does. */
  readonly end: JobEnd | "interrupted";
  /** The server's counts, where it gave them. */
  readonly success: number | null;
  readonly failed: number | null;
}

/** Something that an operator should know and that is not one resident's. Holds no personal data. */
export interface ApplyProblem {
  /** The site's name, or null. */
  readonly site: string | null;
  readonly message: string;
  /** The server's words, or null. */
  readonly detail: string | null;
}

/** One site, summed up. */
export interface SiteSummary {
  readonly name: string;
  readonly siteId: string;
  /** How many actions ended how. */
  readonly endings: Readonly<Record<Ending, number>>;
  /** The rules it is refused by; nothing was written for it then. */
  readonly refusedBy: readonly Rule[];
  /** True where live state was read again at the end and decided. */
  readonly isVerified: boolean;
  /** Actions that a new plan still holds; null where it could not be made. */
  readonly remaining: number | null;
}

/** What an apply did, as plain data. */
export interface ApplyReport {
  /** One for each action of the plan, in its order. */
  readonly outcomes: readonly ActionOutcome[];
  readonly sites: readonly SiteSummary[];
  readonly jobs: readonly JobRecord[];
  readonly problems: readonly ApplyProblem[];
  /** The new plan; null where it could not be made, or was not asked for because of an interrupt. */
  readonly remaining: Plan | null;
  /** null where there was nothing to send. */
  readonly journalFile: string | null;
  readonly isInterrupted: boolean;
  readonly exitCode: ExitCode;
}
