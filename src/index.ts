/**
 * residentctl from code: what its commands are made of. The types are the contract; what is not exported here may
 * change with any version.
 *
 * @module
 */

import { type Declarations, loadDeclarations } from "./declarations/load.ts";
import { workingTree } from "./declarations/working-tree.ts";

export { Temporal } from "temporal-polyfill";
export { type ApplyRequest, applyPlan as apply, type JournalPlace } from "./applying/apply-plan.ts";
export type { ApplyReport } from "./applying/apply-report.ts";
export type { ApplyEvent } from "./applying/events.ts";
export { nodeJournalFiles } from "./applying/journal-files.ts";
export { lockJournal } from "./applying/journal-lock.ts";
export { type ApplySettings, DEFAULT_SETTINGS } from "./applying/settings.ts";
export { type LiveSites, readLiveSites } from "./commands/read-live.ts";
export { systemTiming } from "./commands/system-timing.ts";
export type { Declarations } from "./declarations/load.ts";
export type { Problem, ProblemRule } from "./declarations/problem.ts";
export { ExpectedError } from "./domain/exit.ts";
export type { DeclaredResident, DeclaredSite, LiveResident, LiveSite } from "./domain/site.ts";
export type { Timing } from "./domain/timing.ts";
export type { ElevenOS } from "./elevenos/api.ts";
export { ApiError } from "./elevenos/api-error.ts";
export { parseBaseUrl } from "./elevenos/base-url.ts";
export { type ClientOptions, createClient } from "./elevenos/client.ts";
export { type Credentials, readCredentials } from "./elevenos/credentials.ts";
export { makePlan as plan, type PlanInput } from "./planning/make-plan.ts";
export type { Action, Plan, Refusal, Rule, SitePlan } from "./planning/plan.ts";

/**
 * Reads and checks all declarations of a directory, as `residentctl validate` does: offline, every problem at once.
 * With any error there are no sites. `paths` select sites in `selected`; a path that names nothing is an
 * `ExpectedError`.
 */
export function validate(directory: string, paths: readonly string[] = []): Declarations {
  return loadDeclarations(workingTree(directory), { paths });
}
