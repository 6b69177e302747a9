import { Agent } from "undici";
import { ExpectedError } from "../domain/exit.ts";
import type { Timing } from "../domain/timing.ts";
import { visibleText } from "../domain/visible-text.ts";
import { type Answer, requireSuccess } from "./answer.ts";
import { nextLink } from "./link-header.ts";
import { rateLimitWait } from "./rate-limit.ts";

/** What the API is spoken to with. */
export interface GitHubOptions {
  /** From `parseApiUrl`. */
  readonly apiUrl: URL;
  readonly token: string;
  readonly timing: Timing;
  readonly userAgent: string;
  /** Milliseconds for one request, from connecting to the last byte; default 30 s. */
  readonly requestTime?: number;
}

type Method = "GET" | "POST" | "PATCH";

/** GitHub's REST API, one request at a time, as it asks for. */
export interface GitHub {
  /**
   * Sends a request and returns the answer, whatever its status. Waits out rate limits for two minutes in all. GET and
   * PATCH are sent again after a 5xx or without an answer; POST is not, because it may have been done. Rejects with an
   * `ExpectedError` (exit code 1) where there is no answer in the end.
   */
  readonly call: (method: Method, path: string, body?: object) => Promise<Answer>;
  /** All items of a list, over all its pages. */
  readonly list: (path: string) => Promise<readonly unknown[]>;
  readonly close: () => Promise<void>;
}

/** No wait for a rate limit may end later than this after the first: a job is paid by the minute. */
const LONGEST_WAIT = 120_000;

const TRIES = 4;

/** Milliseconds before the second try; it doubles with each. */
const FIRST_PAUSE = 1_000;

/** 100 items each. Nothing that this program looks for is older than that. */
const MOST_PAGES = 100;

const MOST_BYTES = 32 * 1024 * 1024;

/** Makes a client; nothing is sent yet. The token goes to the origin of `apiUrl` and nowhere else. */
export function createGitHub(options: GitHubOptions): GitHub {
  const { apiUrl, token, timing, requestTime = 30_000 } = options;
  const basePath = apiUrl.pathname === "/" ? "" : apiUrl.pathname;
  const agent = new Agent({ connect: { timeout: 10_000 }, maxResponseSize: MOST_BYTES });
  const headers = {
    accept: "application/vnd.github+json",
    authorization: `Bearer ${token}`,
    "content-type": "application/json",
    "user-agent": options.userAgent,
    "x-github-api-version": "2022-11-28",
  };

  async function tryOnce(method: Method, url: string, name: string, body?: object): Promise<Answer | string> {
    try {
      const { origin, pathname, search } = new URL(url);
      const answer = await agent.request({
        origin,
        path: pathname + search,
        method,
        headers,
        signal: AbortSignal.timeout(requestTime),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await answer.body.text();
      return { request: name, status: answer.statusCode, headers: answer.headers, body: parse(text) };
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      if (error.name === "TimeoutError") return `no answer within ${requestTime / 1000} s`;
      return "code" in error && typeof error.code === "string" ? error.code : visibleText(error.message, 200);
    }
  }

  async function callUrl(method: Method, url: string, name: string, body?: object): Promise<Answer> {
    const started = timing.now();
    for (let attempt = 1; ; attempt += 1) {
      const result = await tryOnce(method, url, name, body);
      const mayRepeat = method !== "POST" && attempt < TRIES;
      if (typeof result === "string") {
        if (!mayRepeat) throw unanswered(method, name, result);
      } else {
        const wait = rateLimitWait(result, timing.now());
        if (wait !== null) {
          if (attempt >= TRIES || timing.now() - started + wait > LONGEST_WAIT) {
            throw limited(name, wait);
          }
          await timing.sleep(wait + timing.random() * FIRST_PAUSE);
          continue;
        }
        if (result.status < 500 || !mayRepeat) return result;
      }
      await timing.sleep(FIRST_PAUSE * 2 ** (attempt - 1));
    }
  }

  const call: GitHub["call"] = (method, path, body) =>
    callUrl(method, `${apiUrl.origin}${basePath}${path}`, `${method} ${path.replace(/\?.*/, "")}`, body);

  return {
    call,
    list: async (path) => {
      const name = `GET ${path.replace(/\?.*/, "")}`;
      const items: unknown[] = [];
      let url: string | null = `${apiUrl.origin}${basePath}${path}`;
      for (let page = 1; url !== null; page += 1) {
        const answer: Answer = requireSuccess(await callUrl("GET", url, name));
        if (!Array.isArray(answer.body)) throw new ExpectedError(1, `GitHub answered ${name} with no list.`);
        items.push(...answer.body);
        url = nextPage(answer, apiUrl);
        if (url !== null && page >= MOST_PAGES) {
          throw new ExpectedError(1, `${name} has more than ${MOST_PAGES} pages.`, "Ask for a shorter list.");
        }
      }
      return items;
    },
    close: () => agent.close(),
  };
}

/** The next page, where it is one of the same API: the token must not go anywhere else. */
function nextPage(answer: Answer, apiUrl: URL): string | null {
  const link = nextLink(answer.headers.link);
  if (link === null) return null;
  if (!URL.canParse(link) || new URL(link).origin !== apiUrl.origin) {
    throw new ExpectedError(1, `GitHub's answer to ${answer.request} names a next page that is not its own.`);
  }
  return link;
}

function parse(text: string): unknown {
  if (text === "") return null;
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON: a proxy's page of HTML. The status says the rest.
    return null;
  }
}

function unanswered(method: Method, name: string, why: string): ExpectedError {
  const isUncertain = method === "POST" ? " It may have been done all the same." : "";
  return new ExpectedError(1, `GitHub did not answer ${name} (${why}).${isUncertain}`, "Run the job again.");
}

function limited(name: string, wait: number): ExpectedError {
  return new ExpectedError(
    1,
    `GitHub's rate limit: it does not take ${name} for another ${Math.ceil(wait / 1000)} s.`,
    "Run the job again later.",
  );
}
