/** How wide and how patient an apply is. Times are in milliseconds. */
export interface ApplySettings {
  /** Sites at work side by side. */
  readonly sites: number;
  /** PUTs and DELETEs side by side, over all sites, where the server keeps up. */
  readonly requests: number;
  /** How long a job is waited for. After that, live state decides. */
  readonly jobTime: number;
  /** How long live state is watched for the effect of a submission whose answer was lost. */
  readonly patience: number;
}

/**
 * A job of 500 residents should take minutes at the worst; one that takes longer is stuck. A submission that
 * reached the server shows in live state within seconds; half a minute allows for a busy one.
 */
export const DEFAULT_SETTINGS: ApplySettings = {
  sites: 4,
  requests: 8,
  jobTime: 15 * 60_000,
  patience: 30_000,
};

/**
 * Residents in one job. Large enough that a site of 1,000 units is two jobs, small enough that a lost or stuck
 * one concerns few, that an interrupt does not wait long, and that its body stays around 100 kB. A job costs a quarter
 * of a second where a request takes 50 ms, whatever its size: 2,000 creates took 4.2 s (beyond planning) in jobs of 125,
 * 2.5 s of 250, 1.8 s of 500 and 1.3 s of 1,000 or 2,000.
 */
export const JOB_SIZE = 500;

/**
 * PUTs or DELETEs in one step. An interrupt waits for the running step, so it lasts seconds; and the pool of
 * requests runs dry at its end only, so it is not shorter.
 */
export const REQUEST_STEP_SIZE = 100;
