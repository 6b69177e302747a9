import type { JobFault, JobPace } from "./job.ts";
import type { Moment } from "./job-work.ts";
import type { Account } from "./records.ts";
import type { World } from "./world.ts";

/** What a fault asks of the state itself. */
export interface Hints {
  /** A list of residents ends after so many; null: it does not. */
  readonly first: number | null;
  /** What is to go wrong with a job submitted by this call. */
  readonly job: JobFault;
}

/** A call of a signed-in account, its route known. */
export interface Request {
  readonly world: World;
  readonly moment: Moment;
  readonly account: Account;
  /** The names in braces of the route. */
  readonly params: Readonly<Record<string, string>>;
  /** The body. */
  readonly text: string;
  readonly pace: JobPace;
  readonly hints: Hints;
}
