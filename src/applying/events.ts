import type { ActionKind } from "../domain/action-kind.ts";
import type { Attempt } from "./attempt.ts";
import type { StepWork } from "./steps.ts";

/** A step, as events name it. */
export interface StepInfo {
  readonly id: string;
  readonly site: string;
  readonly wave: number;
  readonly work: StepWork;
  /** How many residents it concerns. */
  readonly size: number;
}

/** What happens while an apply runs, for whoever shows it. `site` is the site's name. */
export type ApplyEvent =
  | { readonly type: "site-started"; readonly site: string; readonly actions: number }
  | { readonly type: "wave-started"; readonly site: string; readonly wave: number }
  | { readonly type: "step-started"; readonly step: StepInfo }
  | { readonly type: "job-submitted"; readonly step: StepInfo; readonly jobId: string }
  | {
      readonly type: "job-progress";
      readonly step: StepInfo;
      readonly jobId: string;
      readonly done: number;
      readonly total: number;
    }
  | {
      /** How one resident's action went, as far as is known before the last re-read. */
      readonly type: "outcome";
      readonly step: StepInfo;
      readonly actionId: string;
      readonly kind: ActionKind;
      readonly email: string;
      readonly attempt: Attempt;
    }
  | { readonly type: "step-finished"; readonly step: StepInfo; readonly succeeded: number }
  /** A wait, a lost answer, a poll that failed: nothing that decides anything. */
  | {
      readonly type: "notice";
      readonly site: string;
      readonly message: string;
      /** The server's words: may hold personal data. */
      readonly detail: string | null;
    }
  | { readonly type: "site-finished"; readonly site: string }
  | { readonly type: "verification-started" }
  /** `remaining`: actions of the new plan; null where live state could not be read. */
  | { readonly type: "verification-finished"; readonly remaining: number | null };
