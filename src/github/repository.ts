import { ExpectedError } from "../domain/exit.ts";
import { visibleText } from "../domain/visible-text.ts";
import { type Answer, fieldOf, requireSuccess } from "./answer.ts";
import type { GitHub } from "./client.ts";

/** A text of ours or of others: a comment, or an issue. */
export interface Post {
  /** A comment's id, or an issue's number. */
  readonly id: number;
  /** The login; empty where the account is gone. */
  readonly author: string;
  readonly body: string;
}

/** The calls that are made of one repository. All reject with an `ExpectedError` where GitHub refuses. */
export interface Repository {
  /** Who the token is. The token of Actions may not ask: it is `github-actions[bot]`. */
  readonly login: () => Promise<string>;
  /** The comments of an issue or pull request, oldest first. */
  readonly comments: (number: number) => Promise<readonly Post[]>;
  readonly addComment: (number: number, body: string) => Promise<number>;
  readonly changeComment: (id: number, body: string) => Promise<void>;
  /** Open issues (no pull requests) of one author, oldest first. */
  readonly openIssues: (author: string) => Promise<readonly Post[]>;
  readonly openIssue: (title: string, body: string) => Promise<number>;
  readonly changeIssue: (
    number: number,
    changes: { readonly body?: string; readonly state?: "closed" },
  ) => Promise<void>;
  /** The numbers of the merged pull requests that brought a commit, or whose merge it is. */
  readonly mergedPulls: (commit: string) => Promise<readonly number[]>;
}

const ACTIONS_LOGIN = "github-actions[bot]";

/** The repository `owner/name`; anything else is an `ExpectedError` with exit code 4. */
export function openRepository(github: GitHub, fullName: string): Repository {
  if (!/^[A-Za-z0-9_.-]+\/[A-Za-z0-9_.-]+$/.test(fullName) || /(^|\/)\.{1,2}(\/|$)/.test(fullName)) {
    throw new ExpectedError(
      4,
      `GITHUB_REPOSITORY "${visibleText(fullName, 100)}" is not owner/name.`,
      "In a workflow GitHub sets it; elsewhere set it yourself.",
    );
  }
  const root = `/repos/${fullName}`;
  return {
    login: async () => {
      const answer = await github.call("GET", "/user");
      // "Resource not accessible by integration".
      if (answer.status === 403 || answer.status === 404) return ACTIONS_LOGIN;
      const login = fieldOf(requireSuccess(answer).body, "login");
      if (typeof login !== "string") throw unreadable(answer, "login");
      return login;
    },
    comments: async (number) =>
      (await github.list(`${root}/issues/${number}/comments?per_page=100`)).map((item) =>
        readPost(item, "id"),
      ),
    addComment: async (number, body) => {
      const answer = requireSuccess(await github.call("POST", `${root}/issues/${number}/comments`, { body }));
      return readPost(answer.body, "id").id;
    },
    changeComment: async (id, body) => {
      requireSuccess(await github.call("PATCH", `${root}/issues/comments/${id}`, { body }));
    },
    openIssues: async (author) => {
      const query = new URLSearchParams({
        state: "open",
        creator: author,
        sort: "created",
        direction: "asc",
        per_page: "100",
      });
      const items = await github.list(`${root}/issues?${query}`);
      return items
        .filter((item) => fieldOf(item, "pull_request") === undefined)
        .map((item) => readPost(item, "number"));
    },
    openIssue: async (title, body) => {
      const answer = requireSuccess(await github.call("POST", `${root}/issues`, { title, body }));
      return readPost(answer.body, "number").id;
    },
    changeIssue: async (number, changes) => {
      const reason = changes.state === undefined ? {} : { state_reason: "completed" };
      requireSuccess(await github.call("PATCH", `${root}/issues/${number}`, { ...changes, ...reason }));
    },
    mergedPulls: async (commit) => {
      const answer = await github.call(
        "GET",
        `${root}/commits/${encodeURIComponent(commit)}/pulls?per_page=100`,
      );
      // A commit that GitHub does not know has no pull request.
      if (answer.status === 404 || answer.status === 422) return [];
      const { body } = requireSuccess(answer);
      if (!Array.isArray(body)) throw unreadable(answer, "list");
      return body
        .filter((item: unknown) => typeof fieldOf(item, "merged_at") === "string")
        .map((item: unknown) => readPost(item, "number").id);
    },
  };
}

/** Relies on nothing but the id, the author and the text. */
function readPost(item: unknown, idField: "id" | "number"): Post {
  const id = fieldOf(item, idField);
  if (typeof id !== "number") throw new ExpectedError(1, `An item in GitHub's answer has no ${idField}.`);
  const author = fieldOf(fieldOf(item, "user"), "login");
  const body = fieldOf(item, "body");
  return {
    id,
    author: typeof author === "string" ? author : "",
    body: typeof body === "string" ? body : "",
  };
}

function unreadable(answer: Answer, what: string): ExpectedError {
  return new ExpectedError(1, `GitHub answered ${answer.request} without a ${what}.`);
}
