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
 * PUTs or DELETEs in one step. An interrupt waits for the running step, so it lasts seconds; and the pool of
 * requests runs dry at its end only, so it is not shorter.
 */
export const REQUEST_STEP_SIZE = 100;
