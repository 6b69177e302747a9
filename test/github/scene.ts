import { onTestFinished } from "vitest";
import type { Timing } from "../../src/domain/timing.ts";
import { parseApiUrl } from "../../src/github/api-url.ts";
import { createGitHub, type GitHub } from "../../src/github/client.ts";
import { openRepository, type Repository } from "../../src/github/repository.ts";
import { type GitHubServer, type ServerOptions, startGitHub } from "./server.ts";

/** A server, a client of it, and a clock that moves only when somebody sleeps. */
export interface Scene {
  readonly server: GitHubServer;
  readonly github: GitHub;
  readonly repository: Repository;
  readonly slept: number[];
}

export const ACTIONS = "github-actions[bot]";
export const T0 = Date.parse("2026-11-23T17:00:00Z");

/** Starts a server with pull request 1 and a client of it; both are gone after the test. */
export async function scene(
  options: ServerOptions = {},
  client: { readonly token?: string; readonly requestTime?: number } = {},
): Promise<Scene> {
  const server = await startGitHub(options);
  const slept: number[] = [];
  let now = T0;
  const timing: Timing = {
    now: () => now,
    random: () => 0,
    sleep: async (milliseconds) => {
      slept.push(milliseconds);
      now += milliseconds;
    },
  };
  const github = createGitHub({
    apiUrl: parseApiUrl(server.url),
    token: "the-token",
    timing,
    userAgent: "residentctl/test",
    ...client,
  });
  server.issues.push({ number: 1, login: "ada", isPull: true, title: "Move Ada", body: "", state: "open" });
  onTestFinished(async () => {
    await github.close();
    await server.close();
  });
  return { server, github, repository: openRepository(github, "o/r"), slept };
}

/** What a promise is rejected with: message and way out. */
export async function failureOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof Error && "remedy" in error) return `${error.message} ${error.remedy}`;
    throw error;
  }
  throw new Error("it did not fail");
}
