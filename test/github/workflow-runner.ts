import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { type Contexts, evaluate, type Functions, interpolate, isTrue } from "./expression.ts";

interface Step {
  readonly id?: string;
  readonly name?: string;
  readonly if?: string | boolean;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, string | number | boolean>>;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly "continue-on-error"?: boolean;
}

interface Job {
  readonly needs?: string | readonly string[];
  readonly if?: string;
  readonly environment?: string;
  readonly permissions: Readonly<Record<string, "read" | "write">>;
  readonly outputs?: Readonly<Record<string, string>>;
  readonly strategy?: { readonly matrix: string };
  readonly steps: readonly Step[];
}

interface Workflow {
  readonly on: {
    readonly workflow_call: { readonly inputs: Readonly<Record<string, { readonly default: unknown }>> };
  };
  readonly jobs: Readonly<Record<string, Job>>;
}

type Result = "success" | "failure" | "cancelled" | "skipped";

/** How a job ended, and what its steps wrote to the log, one after the other. */
export interface JobRun {
  readonly result: Result;
  readonly log: string;
  readonly outputs: Readonly<Record<string, string>>;
}

/** A run of a workflow. */
export interface WorkflowRun {
  /** By the job's id; of a matrix, all its jobs together. */
  readonly jobs: Readonly<Record<string, JobRun>>;
  readonly summary: string;
  /** Folders of what was kept, by name. */
  readonly artifacts: ReadonlyMap<string, string>;
}

export interface RunOptions {
  readonly file: string;
  readonly inputs?: Readonly<Record<string, string>>;
  /** The event's name and payload. */
  readonly event: { readonly name: string; readonly payload: object };
  /** Copied for every job: what actions/checkout gives it. */
  readonly repository: string;
  readonly commit: string;
  /** Secrets of the environments. A job without one has none. */
  readonly environments: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly apiUrl: string;
  /** An empty folder for this run. */
  readonly folder: string;
  /** Puts `npm` on the path. */
  readonly bin: string;
  /** Called with the process of each step. */
  readonly onStep?: (name: string, child: ChildProcess) => void;
}

/**
 * Runs a reusable workflow as Actions does, in as far as the workflows here rely on it: needs, conditions, matrices,
 * outputs, artifacts; `run:` steps by bash. A token that may write is only for jobs that ask for one.
 */
export async function runWorkflow(options: RunOptions): Promise<WorkflowRun> {
  const workflow: Workflow = parse(readFileSync(options.file, "utf8"));
  const artifacts = new Map<string, string>();
  const summary = path.join(options.folder, "summary.md");
  writeFileSync(summary, "");
  const eventFile = path.join(options.folder, "event.json");
  writeFileSync(eventFile, JSON.stringify(options.event.payload));
  const defaults = Object.entries(workflow.on.workflow_call.inputs).map(([name, input]) => [
    name,
    input.default,
  ]);
  const inputs = { ...Object.fromEntries(defaults), ...options.inputs };
  const jobs: Record<string, JobRun> = {};
  let isCancelled = false;

  const githubOf = (job: Job) => ({
    event: options.event.payload,
    event_name: options.event.name,
    repository: "o/r",
    run_attempt: 1,
    token: Object.values(job.permissions).includes("write") ? "the-token" : "a-token-that-reads",
  });

  async function runJob(id: string, job: Job): Promise<JobRun> {
    const needs = [job.needs ?? []].flat();
    const needed = Object.fromEntries(needs.map((name) => [name, jobs[name]]));
    const functions: Functions = {
      always: () => true,
      cancelled: () => isCancelled,
      fromJSON: (text) => JSON.parse(`${text}`),
    };
    const contexts: Contexts = { github: githubOf(job), inputs, needs: needed };
    const isFine = needs.every((name) => jobs[name]?.result === "success");
    const condition = job.if?.replace(/^\$\{\{(.*)\}\}$/s, "$1") ?? "";
    const knowsBetter = /\b(always|cancelled|failure)\(/.test(condition);
    if (
      (!isFine && !knowsBetter) ||
      (condition !== "" && !isTrue(evaluate(condition, contexts, functions)))
    ) {
      return { result: "skipped", log: "", outputs: {} };
    }
    const matrix = job.strategy?.matrix;
    const { include } =
      matrix === undefined
        ? { include: [{}] }
        : JSON.parse(
            JSON.stringify(evaluate(matrix.replace(/^\$\{\{(.*)\}\}$/s, "$1"), contexts, functions)),
          );
    const runs: JobRun[] = [];
    for (const entry of include) {
      runs.push(await runSteps(`${id}-${runs.length + 1}`, job, { ...contexts, matrix: entry }, functions));
    }
    const worst = (["cancelled", "failure"] as const).find((one) =>
      runs.some(({ result }) => result === one),
    );
    return {
      result: worst ?? "success",
      log: runs.map(({ log }) => log).join(""),
      outputs: Object.assign({}, ...runs.map(({ outputs }) => outputs)),
    };
  }

  async function runSteps(name: string, job: Job, given: Contexts, functions: Functions): Promise<JobRun> {
    const workspace = path.join(options.folder, name, "workspace");
    const temp = path.join(options.folder, name, "temp");
    mkdirSync(workspace, { recursive: true });
    mkdirSync(temp, { recursive: true });
    const steps: Record<string, { outputs: Record<string, string> }> = {};
    const secrets = job.environment === undefined ? {} : (options.environments[job.environment] ?? {});
    const contexts = { ...given, runner: { temp }, steps, secrets };
    const added: string[] = [];
    let result: Result = "success";
    let log = "";
    for (const step of job.steps) {
      const condition = `${step.if ?? ""}`;
      if (result !== "success" && !condition.includes("always()")) continue;
      if (condition !== "" && !isTrue(evaluate(condition, contexts, functions))) continue;
      if (step.uses !== undefined) {
        useAction(step.uses, withOf(step, contexts, functions), { workspace, commit: options.commit });
        continue;
      }
      const files = { output: path.join(temp, "output"), path: path.join(temp, "path") };
      for (const file of Object.values(files)) writeFileSync(file, "");
      const env = Object.fromEntries(
        Object.entries(step.env ?? {}).map(([key, value]) => [key, interpolate(value, contexts, functions)]),
      );
      const ended = await bash(step, workspace, {
        ...env,
        PATH: [...added, options.bin, process.env.PATH].join(":"),
        HOME: temp,
        CI: "true",
        NO_COLOR: "1",
        GITHUB_OUTPUT: files.output,
        GITHUB_PATH: files.path,
        GITHUB_STEP_SUMMARY: summary,
        GITHUB_EVENT_PATH: eventFile,
        GITHUB_WORKSPACE: workspace,
        GITHUB_REPOSITORY: "o/r",
        GITHUB_SERVER_URL: "https://github.com",
        GITHUB_API_URL: options.apiUrl,
        GITHUB_SHA: options.commit,
        GITHUB_RUN_ID: "42",
        RUNNER_TEMP: temp,
      });
      log += ended.log;
      added.unshift(
        ...readFileSync(files.path, "utf8")
          .split("\n")
          .filter((line) => line !== ""),
      );
      if (step.id !== undefined) steps[step.id] = { outputs: readOutputs(files.output) };
      if (ended.wasInterrupted) isCancelled = true;
      if (ended.code !== 0 && step["continue-on-error"] !== true) {
        result = ended.wasInterrupted ? "cancelled" : "failure";
      }
    }
    const outputs = Object.fromEntries(
      Object.entries(job.outputs ?? {}).map(([key, value]) => [key, interpolate(value, contexts, functions)]),
    );
    return { result, log, outputs };
  }

  function withOf(step: Step, contexts: Contexts, functions: Functions): Readonly<Record<string, string>> {
    return Object.fromEntries(
      Object.entries(step.with ?? {}).map(([key, value]) => [
        key,
        interpolate(`${value}`, contexts, functions),
      ]),
    );
  }

  function useAction(
    uses: string,
    given: Readonly<Record<string, string>>,
    { workspace }: { readonly workspace: string; readonly commit: string },
  ): void {
    const target = path.resolve(workspace, given.path ?? ".");
    switch (uses.split("@")[0]) {
      case "actions/checkout":
        cpSync(options.repository, workspace, { recursive: true });
        return;
      case "actions/setup-node":
        return;
      case "actions/upload-artifact": {
        const name = given.name ?? "";
        if (!existsSync(target)) return;
        const kept = path.join(options.folder, "artifacts", name);
        rmSync(kept, { recursive: true, force: true });
        cpSync(target, kept, { recursive: true });
        artifacts.set(name, kept);
        return;
      }
      case "actions/download-artifact": {
        mkdirSync(target, { recursive: true });
        const { name, pattern = "" } = given;
        for (const [key, kept] of artifacts) {
          if (key === name) cpSync(kept, target, { recursive: true });
          if (name === undefined && key.startsWith(pattern.replace("*", ""))) {
            cpSync(kept, path.join(target, key), { recursive: true });
          }
        }
        return;
      }
      default:
        throw new Error(`no stand-in for ${uses}`);
    }
  }

  function bash(
    step: Step,
    cwd: string,
    env: Readonly<Record<string, string>>,
  ): Promise<{ readonly code: number | null; readonly log: string; readonly wasInterrupted: boolean }> {
    const script = path.join(env.RUNNER_TEMP ?? "", "step.sh");
    if (/\$\{\{/.test(step.run ?? "")) throw new Error(`an expression in the script of ${step.name}`);
    writeFileSync(script, step.run ?? "");
    const child = spawn("bash", ["--noprofile", "--norc", "-eo", "pipefail", script], { cwd, env });
    let log = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (chunk: string) => {
        log += chunk;
      });
    }
    let wasInterrupted = false;
    const kill = child.kill.bind(child);
    child.kill = (signal) => {
      wasInterrupted = true;
      return kill(signal);
    };
    options.onStep?.(step.name ?? "", child);
    return new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code) => resolve({ code, log, wasInterrupted }));
    });
  }

  for (const [id, job] of Object.entries(workflow.jobs)) jobs[id] = await runJob(id, job);
  return { jobs, summary: readFileSync(summary, "utf8"), artifacts };
}

function readOutputs(file: string): Record<string, string> {
  const lines = readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line.includes("="));
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
  );
}
