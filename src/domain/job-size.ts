/**
 * Residents in one job. Large enough that a site of 1,000 units is two jobs, small enough that a lost or stuck
 * one concerns few, that an interrupt does not wait long, and that its body stays around 100 kB. A job costs a quarter
 * of a second where a request takes 50 ms, whatever its size: 2,000 creates took 4.2 s (beyond planning) in jobs of 125,
 * 2.5 s of 250, 1.8 s of 500 and 1.3 s of 1,000 or 2,000.
 */
export const JOB_SIZE = 500;
