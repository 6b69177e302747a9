import path from "node:path";
import { ExpectedError } from "../domain/exit.ts";
import { parseApiUrl } from "../github/api-url.ts";
import { createGitHub } from "../github/client.ts";
import { readPullRequestEvent } from "../github/event.ts";
import { openRepository, type Repository } from "../github/repository.ts";
import type { SourceLinks } from "../reporting/markdown-source.ts";
import { redactPlan } from "../reporting/redact.ts";
import type { ShownPlan } from "../reporting/shown-plan.ts";
import { createContext } from "./context.ts";
import type { CommonFlags } from "./flags.ts";
import { folderInRepository } from "./git-source.ts";
import { readPlanToShow } from "./plan-to-show.ts";
import { toolVersion } from "./tool-version.ts";
import type { World } from "./world.ts";

/** The repository, and who we are in it. */
export interface GitHubSession {
  readonly repository: Repository;
  /** Whose texts are ours. */
  readonly author: string;
}

/**
 * Opens GITHUB_REPOSITORY with GITHUB_TOKEN, does something with it, and closes the connections. What is missing or
 * not usable is an `ExpectedError` with exit code 4.
 */
export async function withGitHub<T>(world: World, work: (session: GitHubSession) => Promise<T>): Promise<T> {
  const github = createGitHub({
    apiUrl: parseApiUrl(world.env.GITHUB_API_URL ?? ""),
    token: requireVariable(world, "GITHUB_TOKEN"),
    timing: world.timing,
    userAgent: `residentctl/${toolVersion()}`,
  });
  try {
    const repository = openRepository(github, requireVariable(world, "GITHUB_REPOSITORY"));
    return await work({ repository, author: await repository.login() });
  } finally {
    await github.close();
  }
}

/** A variable that a workflow's step has, or an `ExpectedError` with exit code 4. */
export function requireVariable(world: World, name: string): string {
  const value = world.env[name] ?? "";
  if (value !== "") return value;
  throw new ExpectedError(
    4,
    `${name} is not set.`,
    name === "GITHUB_TOKEN" ? "Give it to the step: env: GITHUB_TOKEN: $" + "{{ github.token }}" : null,
  );
}

/** The pull request that the event is about; null for other events, and outside a workflow. */
export function pullRequestOf(world: World): ReturnType<typeof readPullRequestEvent> {
  const file = world.env.GITHUB_EVENT_PATH ?? "";
  return file === "" ? null : readPullRequestEvent(file);
}

/** Where this run can be looked at, or null outside a workflow. */
export function runUrl(world: World): string | null {
  const url = repositoryUrl(world);
  const id = world.env.GITHUB_RUN_ID ?? "";
  return url === null || !/^\d+$/.test(id) ? null : `${url}/actions/runs/${id}`;
}

function repositoryUrl({ env }: World): string | null {
  const repository = env.GITHUB_REPOSITORY ?? "";
  const server = env.GITHUB_SERVER_URL ?? "";
  return repository === "" ? null : `${server === "" ? "https://github.com" : server}/${repository}`;
}

/** A saved plan, without personal data whatever the flags say: GitHub shows it to others. */
export async function readPublicPlan(file: string, flags: CommonFlags, world: World): Promise<ShownPlan> {
  if (flags.redact === "off") {
    throw new ExpectedError(4, "What goes to GitHub is always redacted.", "Leave out --redact off.");
  }
  const plan = await readPlanToShow(file, world);
  const { pseudonym } = createContext({ ...flags, redact: "on" }, world);
  return plan.redacted === true || pseudonym === null ? plan : redactPlan(plan, pseudonym);
}

/**
 * Links to the lines of the planned commit; null where there is none, or it had local changes, or the declarations
 * are in no repository here.
 */
export async function sourceLinks(
  plan: ShownPlan,
  flags: CommonFlags,
  world: World,
): Promise<SourceLinks | null> {
  const url = repositoryUrl(world);
  const { commit, dirty } = plan.source;
  if (url === null || commit === null || dirty !== false) return null;
  const folder = await folderInRepository(path.resolve(world.cwd, flags.directory ?? "."));
  return folder === null ? null : { repositoryUrl: url, commit, folder };
}
