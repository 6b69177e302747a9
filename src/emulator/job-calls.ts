import { INFERRED, type WireJobSubmitted } from "../elevenos/wire.ts";
import { type Answer, ok, refused } from "./answer.ts";
import { BULK_RULES, isBulkAction } from "./bulk-actions.ts";
import { commit } from "./commit.ts";
import { type BulkAction, type Job, type JobTask, jobAnswer } from "./job.ts";
import { submit } from "./job-work.ts";
import { UNCHANGED } from "./records.ts";
import type { Request } from "./request.ts";
import { isObject } from "./resident-object.ts";
import type { Scene } from "./scene.ts";
import { statusAt } from "./status.ts";

/** `POST …/resident/import`. */
export function submitImport(request: Request, scene: Scene, body: unknown): Answer {
  const residents = isObject(body) ? body[INFERRED.importResidents] : undefined;
  if (!Array.isArray(residents) || residents.length === 0) {
    return refused(200, `${INFERRED.importResidents} must be a list of at least one resident.`);
  }
  return submitted(request, scene, { kind: "import", residents });
}

/**
 * `POST …/resident/bulkaction`. Without targets it acts on everybody who qualifies, which is how the guide reads at
 * its most dangerous («Terminates all residents in …»); that is recorded as a violation.
 */
export function submitBulkAction(request: Request, scene: Scene, body: unknown): Answer {
  const { Action: action, [INFERRED.bulkActionTargets]: targets = [] } = isObject(body) ? body : {};
  if (!isBulkAction(action)) {
    return refused(
      200,
      `Action ${JSON.stringify(action ?? null)} is not one of ${Object.keys(BULK_RULES).join(", ")}.`,
    );
  }
  if (!Array.isArray(targets) || targets.some((target) => typeof target !== "string")) {
    return refused(200, `${INFERRED.bulkActionTargets} must be a list of ResidentIds.`);
  }
  if (targets.length > 0) {
    return submitted(request, scene, { kind: "bulkaction", action, residentIds: targets });
  }
  const detail = `bulk action ${action} without targets`;
  const violations = [{ kind: "bulk-without-targets", detail }] as const;
  commit(scene.world, scene.site, { ...UNCHANGED, violations }, scene.now);
  return submitted(request, scene, { kind: "bulkaction", action, residentIds: everybodyFor(action, scene) });
}

function everybodyFor(action: BulkAction, { site, now }: Scene): string[] {
  return [...site.residents.values()]
    .filter((resident) => BULK_RULES[action].qualifying.includes(statusAt(resident, now)))
    .map((resident) => resident.residentId);
}

function submitted(request: Request, { world, site, now }: Scene, task: JobTask): Answer {
  const { pace, moment, hints, account } = request;
  const job: Job = {
    jobId: moment.newId(),
    siteId: site.facts.siteId,
    task,
    account: account.email,
    submittedAt: pace.clock === "real" ? moment.real : now,
    pace,
    fault: hints.job,
    done: 0,
    polls: 0,
    success: [],
    failed: [],
  };
  submit(world, job, moment);
  return ok({ job_id: job.jobId } satisfies WireJobSubmitted);
}

/** `GET …/import/{JobId}` and `GET …/bulkaction/{JobId}`. */
export function pollJob({ world, params }: Request, kind: JobTask["kind"]): Answer {
  const job = world.jobs.get(params.JobId);
  if (job === undefined || job.siteId !== params.SiteId || job.task.kind !== kind) {
    return refused(404, "There is no such job.");
  }
  job.polls += 1;
  return ok(jobAnswer(job));
}
