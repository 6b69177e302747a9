import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** A comment as the server keeps it. */
export interface ServerComment {
  readonly id: number;
  /** The issue or pull request. */
  readonly number: number;
  readonly login: string;
  body: string;
}

/** An issue or a pull request. */
export interface ServerIssue {
  readonly number: number;
  readonly login: string;
  readonly isPull: boolean;
  title: string;
  body: string;
  state: "open" | "closed";
}

/** A request as the server saw it. */
export interface SeenRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: Readonly<Record<string, unknown>>;
}

/** What a test wants answered instead, or `drop` for a closed connection, or `hang`. */
export type Fault =
  | {
      readonly status: number;
      readonly message?: string;
      readonly headers?: Readonly<Record<string, string>>;
      readonly text?: string;
    }
  | "drop"
  | "hang";

/** A server that answers like GitHub's REST API, in as far as this program asks it. */
export interface GitHubServer {
  readonly url: string;
  readonly comments: ServerComment[];
  readonly issues: ServerIssue[];
  /** Numbers of merged and unmerged pull requests, by commit. */
  readonly pulls: Map<string, { readonly number: number; readonly merged: boolean }[]>;
  readonly seen: SeenRequest[];
  /** `POST /repos/o/r/issues` and so on, without the query. */
  readonly calls: () => string[];
  readonly close: () => Promise<void>;
}

export interface ServerOptions {
  readonly repository?: string;
  /** Who the token is. */
  readonly login?: string;
  /** An installation's token: GET /user is not for it. */
  readonly isApp?: boolean;
  /** The token of a pull request from a fork. */
  readonly isReadOnly?: boolean;
  readonly pageSize?: number;
  /** Asked before every answer; `nth` counts this method and path, from 1. */
  readonly fault?: (request: SeenRequest, nth: number) => Fault | undefined;
}

const MAX_BODY = 65_536;

/** Starts the server on a free port of loopback. */
export async function startGitHub(options: ServerOptions = {}): Promise<GitHubServer> {
  const { repository = "o/r", login = "github-actions[bot]", isApp = true, pageSize = 30 } = options;
  const comments: ServerComment[] = [];
  const issues: ServerIssue[] = [];
  const pulls: GitHubServer["pulls"] = new Map();
  const seen: SeenRequest[] = [];
  let url = "";

  interface Reply {
    readonly status: number;
    readonly json: unknown;
    readonly headers?: Readonly<Record<string, string>>;
  }
  const error = (status: number, message: string): Reply => ({
    status,
    json: { message, documentation_url: "https://docs.github.com/rest" },
  });
  const user = (name: string) => ({ login: name, type: name.endsWith("[bot]") ? "Bot" : "User" });
  const commentJson = (comment: ServerComment) => ({
    id: comment.id,
    user: user(comment.login),
    body: comment.body,
  });
  const issueJson = (issue: ServerIssue) => ({
    number: issue.number,
    user: user(issue.login),
    title: issue.title,
    body: issue.body,
    state: issue.state,
    ...(issue.isPull ? { pull_request: { url: "…" } } : {}),
  });

  /** A page of a list, with a Link header as GitHub writes it. */
  function page(items: readonly unknown[], target: URL): Reply {
    const size = Math.min(pageSize, Number(target.searchParams.get("per_page") ?? 30));
    const number = Number(target.searchParams.get("page") ?? 1);
    const last = Math.max(1, Math.ceil(items.length / size));
    const at = (to: number) => {
      const link = new URL(target);
      link.searchParams.set("page", `${to}`);
      return link.href;
    };
    const links = [
      ...(number > 1 ? [`<${at(number - 1)}>; rel="prev"`] : []),
      ...(number < last ? [`<${at(number + 1)}>; rel="next"`, `<${at(last)}>; rel="last"`] : []),
    ];
    return {
      status: 200,
      json: items.slice((number - 1) * size, number * size),
      headers: links.length === 0 ? {} : { link: links.join(", ") },
    };
  }

  function answer(request: SeenRequest): Reply {
    const target = new URL(request.path, url);
    if (request.headers.authorization !== "Bearer the-token") return error(401, "Bad credentials");
    if (target.pathname === "/user") {
      return isApp
        ? error(403, "Resource not accessible by integration")
        : { status: 200, json: user(login) };
    }
    const root = `/repos/${repository}`;
    if (!target.pathname.startsWith(`${root}/`)) return error(404, "Not Found");
    const rest = target.pathname.slice(root.length);
    if (request.method !== "GET" && options.isReadOnly === true) {
      return error(403, "Resource not accessible by integration");
    }
    const { body, title, state } = request.body;
    if (typeof body === "string" && [...body].length > MAX_BODY) {
      return error(422, "Validation Failed: body is too long (maximum is 65536 characters)");
    }
    const commentsOf = /^\/issues\/(\d+)\/comments$/.exec(rest)?.[1];
    if (commentsOf !== undefined) {
      const number = Number(commentsOf);
      if (!issues.some((issue) => issue.number === number)) return error(404, "Not Found");
      if (request.method === "GET") {
        return page(comments.filter((comment) => comment.number === number).map(commentJson), target);
      }
      const comment = { id: 1000 + comments.length, number, login, body: String(body) };
      comments.push(comment);
      return { status: 201, json: commentJson(comment) };
    }
    const commentId = /^\/issues\/comments\/(\d+)$/.exec(rest)?.[1];
    if (commentId !== undefined && request.method === "PATCH") {
      const comment = comments.find(({ id }) => id === Number(commentId));
      if (comment === undefined) return error(404, "Not Found");
      comment.body = String(body);
      return { status: 200, json: commentJson(comment) };
    }
    if (rest === "/issues" && request.method === "GET") {
      const creator = target.searchParams.get("creator");
      const wanted = issues.filter(
        (issue) =>
          issue.state === (target.searchParams.get("state") ?? "open") &&
          (creator === null || issue.login === creator),
      );
      return page(wanted.map(issueJson), target);
    }
    if (rest === "/issues" && request.method === "POST") {
      const issue: ServerIssue = {
        number: issues.length + 1,
        login,
        isPull: false,
        title: String(title),
        body: String(body),
        state: "open",
      };
      issues.push(issue);
      return { status: 201, json: issueJson(issue) };
    }
    const issueNumber = /^\/issues\/(\d+)$/.exec(rest)?.[1];
    if (issueNumber !== undefined && request.method === "PATCH") {
      const issue = issues.find(({ number }) => number === Number(issueNumber));
      if (issue === undefined) return error(404, "Not Found");
      if (typeof body === "string") issue.body = body;
      if (typeof title === "string") issue.title = title;
      if (state === "closed" || state === "open") issue.state = state;
      return { status: 200, json: issueJson(issue) };
    }
    const commit = /^\/commits\/([^/]+)\/pulls$/.exec(rest)?.[1];
    if (commit !== undefined) {
      const found = pulls.get(commit);
      if (found === undefined) return error(422, `No commit found for SHA: ${commit}`);
      return {
        status: 200,
        json: found.map(({ number, merged }) => ({
          number,
          merged_at: merged ? "2026-11-23T17:00:00Z" : null,
        })),
      };
    }
    return error(404, "Not Found");
  }

  const server = createServer((incoming, response) => {
    const parts: Buffer[] = [];
    incoming.on("data", (part: Buffer) => parts.push(part));
    incoming.on("end", () => {
      const text = Buffer.concat(parts).toString("utf8");
      const request: SeenRequest = {
        method: incoming.method ?? "",
        path: incoming.url ?? "",
        headers: incoming.headers,
        body: text === "" ? {} : JSON.parse(text),
      };
      seen.push(request);
      const same = (one: SeenRequest) => one.method === request.method && pathOf(one) === pathOf(request);
      const fault = options.fault?.(request, seen.filter(same).length);
      if (fault === "hang") return;
      if (fault === "drop") {
        incoming.socket.destroy();
        return;
      }
      if (fault !== undefined) {
        response.writeHead(fault.status, fault.headers);
        response.end(fault.text ?? JSON.stringify({ message: fault.message ?? "no" }));
        return;
      }
      const reply = answer(request);
      response.writeHead(reply.status, { "content-type": "application/json", ...reply.headers });
      response.end(JSON.stringify(reply.json));
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve());
  });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    comments,
    issues,
    pulls,
    seen,
    calls: () => seen.map((request) => `${request.method} ${pathOf(request)}`),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function pathOf({ path }: SeenRequest): string {
  return path.replace(/\?.*/, "");
}
