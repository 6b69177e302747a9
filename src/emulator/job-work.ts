import { emailKey } from "../domain/email.ts";
import { BULK_RULES } from "./bulk-actions.ts";
import { commit, send } from "./commit.ts";
import { isWorkDone, type Job, type JobEntry, type JobTask, sizeOf } from "./job.ts";
import { wireResident } from "./listing.ts";
import { type Decision, type ResidentRecord, refuse } from "./records.ts";
import { IMPORT_PHONE, isObject, readResidentObject } from "./resident-object.ts";
import { addResident } from "./saving.ts";
import type { Scene } from "./scene.ts";
import { statusAt } from "./status.ts";
import { passTime } from "./time.ts";
import type { SiteStore, World } from "./world.ts";

/** The two clocks (epoch milliseconds) and the source of new ids. */
export interface Moment {
  readonly now: number;
  readonly real: number;
  readonly newId: () => string;
}

/**
 * Brings the state up to the moment: what time does to residents, and the entries of running jobs that are through
 * by now. Jobs on the emulator's clock do their entries in the order of time, between the other events.
 */
export function settle(world: World, moment: Moment): void {
  for (let due = nextEntryDue(world); due !== null && due.at <= moment.now; due = nextEntryDue(world)) {
    passTime(world, due.at);
    workOn(world, due.job, due.job.done + 1, { ...moment, now: due.at });
  }
  passTime(world, moment.now);
  for (const job of world.unfinished) {
    if (job.pace.clock === "real") workOn(world, job, throughBy(job, moment.real), moment);
  }
}

/** Takes a job in; where it takes no time, its work is done at once. */
export function submit(world: World, job: Job, moment: Moment): void {
  world.jobs.set(job.jobId, job);
  world.unfinished.add(job);
  workOn(world, job, throughBy(job, job.submittedAt), moment);
}

/** How many entries are through at an instant of the job's clock. */
function throughBy(job: Job, at: number): number {
  const { milliseconds } = job.pace;
  const share = milliseconds === 0 ? 1 : Math.min(1, (at - job.submittedAt) / milliseconds);
  return Math.min(Math.floor(sizeOf(job) * share), job.fault.stuckAfter ?? Number.POSITIVE_INFINITY);
}

function nextEntryDue(world: World): { readonly job: Job; readonly at: number } | null {
  let next: { readonly job: Job; readonly at: number } | null = null;
  for (const job of world.unfinished) {
    if (job.pace.clock === "real" || job.done >= (job.fault.stuckAfter ?? sizeOf(job))) continue;
    const at = job.submittedAt + Math.ceil((job.pace.milliseconds * (job.done + 1)) / sizeOf(job));
    if (next === null || at < next.at) next = { job, at };
  }
  return next;
}

function workOn(world: World, job: Job, through: number, moment: Moment): void {
  const site = world.sites.get(job.siteId);
  while (site !== undefined && job.done < through) {
    const outcome = perform(job.task, job.done, job, { world, site, now: moment.now }, moment.newId);
    commit(world, site, outcome.decision, moment.now);
    if (outcome.decision.refusal === null) job.success.push(outcome.entry());
    else job.failed.push(outcome.entry());
    job.done += 1;
  }
  if (!isWorkDone(job)) return;
  world.unfinished.delete(job);
  const { account: to, siteId, jobId } = job;
  send(world, { kind: "operator-report", to, siteId, residentId: null, jobId }, moment.now);
}

interface Outcome {
  readonly decision: Decision;
  /** The line of the result, asked for after the decision was made true. */
  readonly entry: () => JobEntry;
}

function perform(task: JobTask, index: number, job: Job, scene: Scene, newId: () => string): Outcome {
  switch (task.kind) {
    case "import":
      return importOne(task.residents[index], job, scene, newId);
    case "bulkaction":
      return actOn(task.residentIds[index] ?? "", task, job, scene);
  }
}

function importOne(sent: unknown, job: Job, scene: Scene, newId: () => string): Outcome {
  const ids = { residentId: newId(), uuid: newId() };
  const decision = decideImport(sent, job, scene, ids);
  const entry = () => {
    const added = scene.site.residents.get(ids.residentId);
    if (added !== undefined) return { ...wireResident(scene.site, added, scene.now) };
    return { ...(isObject(sent) ? sent : { value: sent }), error: decision.refusal };
  };
  return { decision, entry };
}

function decideImport(
  sent: unknown,
  job: Job,
  scene: Scene,
  ids: { readonly residentId: string; readonly uuid: string },
): Decision {
  const read = readResidentObject(sent, IMPORT_PHONE);
  if ("refusal" in read) return refuse(read.refusal, read.violations);
  const decision = isToFail(job, read.fields.email) ? failure() : addResident(scene, read.fields, ids);
  return { ...decision, violations: [...read.violations, ...decision.violations] };
}

function actOn(
  residentId: string,
  task: Extract<JobTask, { kind: "bulkaction" }>,
  job: Job,
  scene: Scene,
): Outcome {
  const resident = scene.site.residents.get(residentId);
  if (resident === undefined) {
    const result = `Resident ${residentId} was not found.`;
    return { decision: refuse(result), entry: () => ({ ResidentId: residentId, result }) };
  }
  const rule = BULK_RULES[task.action];
  const status = statusAt(resident, scene.now);
  const isQualified = rule.qualifying.includes(status);
  const decision = isToFail(job, resident.email)
    ? failure()
    : isQualified || rule.isSilent
      ? rule.act(scene, resident)
      : refuse(`Not possible for a resident in status ${status}.`);
  const result = decision.refusal ?? (isQualified ? rule.result : "Unchanged");
  return { decision, entry: () => bulkEntry(scene.site, resident, result) };
}

function bulkEntry(site: SiteStore, resident: ResidentRecord, result: string): JobEntry {
  const { residentId, email, firstName, lastName, building, floor, unit } = resident;
  return {
    ResidentId: residentId,
    Email: email,
    FirstName: firstName,
    LastName: lastName,
    Building: building,
    Floor: floor,
    Unit: unit,
    SiteId: site.facts.siteId,
    result,
  };
}

function isToFail({ fault }: Job, email: string): boolean {
  return (fault.failEmails ?? []).some((failing) => emailKey(failing) === emailKey(email));
}

function failure(): Decision {
  return refuse("The network controller did not answer.");
}
