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

/** What the names in braces of the route stand for; "" for those that it does not have. */
export type Params = Readonly<Record<"TeamId" | "SiteId" | "ResidentId" | "JobId", string>>;

/** A call of a signed-in account, its route known. */
export interface Request {
  readonly world: World;
  readonly moment: Moment;
  readonly account: Account;
  readonly params: Params;
  /** The body. */
  readonly text: string;
  readonly pace: JobPace;
  readonly hints: Hints;
}
