import type { JobFault } from "./job.ts";
import type { Hints } from "./request.ts";

/** Which requests a fault befalls: all of them where nothing is said. */
export interface FaultMatch {
  /** `GET`, `POST`, … */
  readonly method?: string;
  /** Below the base URL. `*` stands for anything within a segment, `**` for anything. */
  readonly path?: string;
  /** The first matching request to befall, counted from 1 since the fault was set; without it, every one. */
  readonly nth?: number;
  /** How many from then on: 1 where `nth` is given, else all. */
  readonly times?: number;
}

/** What takes the place of the answer. `acts`: whether the server does as it was asked before that. */
export type EndingFault =
  /** Any status; with 200 and a body, any answer. */
  | {
      readonly kind: "status";
      readonly status: number;
      readonly retryAfter?: number | string;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
      readonly acts?: boolean;
    }
  /** The connection is dropped without an answer. */
  | { readonly kind: "drop"; readonly acts?: boolean }
  /** The server acts; half of its answer arrives, as if it were whole. */
  | { readonly kind: "truncated" }
  /** A web page instead of JSON. */
  | { readonly kind: "html"; readonly status?: number; readonly acts?: boolean }
  /** No answer: the connection is dropped after so many seconds, or stays open until somebody closes it. */
  | { readonly kind: "hang"; readonly seconds?: number; readonly acts?: boolean }
  /** Every token given out so far is worth nothing any more. */
  | { readonly kind: "expire-tokens" };

/** What changes an answer, or when it comes. */
export type ShapingFault =
  | { readonly kind: "slow"; readonly seconds: number }
  /** A list of residents ends after the first so many; 0: nobody. */
  | { readonly kind: "list"; readonly first: number }
  /** The job that the request submits goes wrong. */
  | ({ readonly kind: "job" } & JobFault);

/** A fault that was asked for. */
export type Fault = FaultMatch & (EndingFault | ShapingFault);

/** All faults at once. `latencyMs`: how long every answer takes. */
export interface FaultPlan {
  readonly latencyMs?: number;
  readonly faults?: readonly Fault[];
}

/** What befalls one request. */
export interface Verdict {
  readonly ending: EndingFault | null;
  readonly hints: Hints;
  /** Before the server acts. */
  readonly delayMs: number;
}

/** Counts the requests that each fault of a plan matches, and says what befalls the next one. */
export function makeFaults(plan: FaultPlan): (method: string, path: string) => Verdict {
  const armed = (plan.faults ?? []).map((fault) => ({ fault, pattern: patternOf(fault.path), seen: 0 }));
  return (method, path) => {
    let verdict: Verdict = {
      ending: null,
      hints: { first: null, job: {} },
      delayMs: plan.latencyMs ?? 0,
    };
    for (const entry of armed) {
      if ((entry.fault.method ?? method) !== method || !entry.pattern.test(path)) continue;
      entry.seen += 1;
      if (isDue(entry.fault, entry.seen)) verdict = withFault(verdict, entry.fault);
    }
    return verdict;
  };
}

function isDue({ nth, times }: FaultMatch, occurrence: number): boolean {
  const first = nth ?? 1;
  const count = times ?? (nth === undefined ? Number.POSITIVE_INFINITY : 1);
  return occurrence >= first && occurrence < first + count;
}

/** Faults that shape an answer add up; of those that take its place the first one does. */
function withFault(verdict: Verdict, fault: Fault): Verdict {
  const { hints, delayMs } = verdict;
  switch (fault.kind) {
    case "slow":
      return { ...verdict, delayMs: delayMs + fault.seconds * 1000 };
    case "list":
      return { ...verdict, hints: { ...hints, first: fault.first } };
    case "job":
      return { ...verdict, hints: { ...hints, job: { ...hints.job, ...fault } } };
    default:
      return { ...verdict, ending: verdict.ending ?? fault };
  }
}

function patternOf(path = "**"): RegExp {
  const source = path
    .split(/(\*\*|\*)/)
    .map((part) =>
      part === "**" ? ".*" : part === "*" ? "[^/]*" : part.replaceAll(/[\\^$.|?+()[\]{}]/g, "\\$&"),
    );
  return new RegExp(`^${source.join("")}$`);
}
