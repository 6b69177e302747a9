import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { findReviewed } from "../../src/github/approval.ts";
import { upsertDriftIssue } from "../../src/github/drift-issue.ts";
import { readPullRequestEvent } from "../../src/github/event.ts";
import { formatMarker, type Marker, readMarker } from "../../src/github/marker.ts";
import { openRepository } from "../../src/github/repository.ts";
import { upsertComment } from "../../src/github/sticky-comment.ts";
import { ACTIONS, failureOf, scene } from "./scene.ts";

const marker = (digest: string, changes: Partial<Marker> = {}): Marker => ({
  kind: "plan",
  digest,
  state: "",
  ...changes,
});
const A = "a".repeat(64);
const B = "b".repeat(64);

describe("a marker", () => {
  test.each([marker(A), marker(A, { state: "0123", kind: "drift" }), marker("", { kind: "check-failed" })])(
    "%j is read back",
    (one) => {
      expect(readMarker(`${formatMarker(one)}\r\ntext`)).toEqual(one);
    },
  );

  test.each([
    "",
    "text",
    ` ${formatMarker(marker(A))}`,
    "<!-- residentctl:other digest= state= -->",
    `> ${formatMarker(marker(A))}`,
  ])("is not in %j", (text) => {
    expect(readMarker(text)).toBeNull();
  });
});

describe("who we are", () => {
  test("is the token's user", async () => {
    const { repository } = await scene({ isApp: false, login: "octo-ops" });
    expect(await repository.login()).toBe("octo-ops");
  });

  test("is the Actions bot where the token may not ask", async () => {
    const { repository } = await scene();
    expect(await repository.login()).toBe(ACTIONS);
  });

  test("must be in the answer", async () => {
    const { repository } = await scene({ fault: () => ({ status: 200, text: "{}" }) });
    expect(await failureOf(repository.login())).toContain("without a login");
  });

  test.each(["", "o", "o/r/x", "o/..", "o/r?x", "../r"])(
    "is not asked of the repository %j",
    async (name) => {
      const { github } = await scene();
      expect(() => openRepository(github, name)).toThrow("is not owner/name");
    },
  );
});

describe("the sticky comment", () => {
  test("is created, kept while its digest is the same, and replaced when it changes", async () => {
    const { server, repository } = await scene();
    const write = (one: Marker, text: string) => upsertComment(repository, ACTIONS, 1, one, text);
    expect(await write(marker(A), "one")).toEqual({ did: "created", id: 1000 });
    expect(await write(marker(A), "two")).toEqual({ did: "kept", id: 1000 });
    expect(server.comments[0]?.body).toBe(`${formatMarker(marker(A))}\none`);
    expect(await write(marker(B), "three")).toEqual({ did: "replaced", id: 1000 });
    expect(await write(marker(B, { state: "12" }), "refused no more")).toEqual({ did: "replaced", id: 1000 });
    expect(server.comments).toHaveLength(1);
    expect(server.comments[0]?.body).toContain("refused no more");
  });

  test("is found on a later page, and not mistaken for another's with the same marker", async () => {
    const { server, repository } = await scene({ pageSize: 2 });
    const post = (id: number, login: string, body: string) =>
      server.comments.push({ id, number: 1, login, body });
    post(1, "mallory", `${formatMarker(marker(A))}\nfake`);
    post(2, ACTIONS, "another workflow's");
    post(3, ACTIONS, `${formatMarker(marker(A, { kind: "apply" }))}\nan outcome`);
    post(4, ACTIONS, `${formatMarker(marker(B))}\nours`);
    await upsertComment(repository, ACTIONS, 1, marker(A), "new");
    expect(server.comments.map(({ body }) => body.split("\n")[1] ?? body)).toEqual([
      "fake",
      "another workflow's",
      "an outcome",
      "new",
    ]);
  });

  test("cannot be written for a pull request from a fork", async () => {
    const { repository } = await scene({ isReadOnly: true });
    expect(await failureOf(upsertComment(repository, ACTIONS, 1, marker(A), "x"))).toContain(
      "from a fork can only read",
    );
  });

  test("is not written to a pull request that is not there", async () => {
    const { repository } = await scene();
    expect(await failureOf(upsertComment(repository, ACTIONS, 7, marker(A), "x"))).toContain("with 404");
  });
});

describe("the drift issue", () => {
  const drift = (digest: string, markdown: string) =>
    ({ is: "drift", marker: marker(digest, { kind: "drift" }), markdown }) as const;

  test("opens, is kept, is updated and closes, and is only ever one", async () => {
    const { server, repository } = await scene();
    const run = (check: Parameters<typeof upsertDriftIssue>[2]) =>
      upsertDriftIssue(repository, ACTIONS, check);
    expect(await run({ is: "clean" })).toEqual({ did: "nothing", issue: null });
    expect(await run(drift(A, "one"))).toEqual({ did: "opened", issue: 2 });
    expect(await run(drift(A, "one"))).toEqual({ did: "kept", issue: 2 });
    expect(await run(drift(B, "two"))).toEqual({ did: "updated", issue: 2 });
    expect(server.issues[1]?.body).toBe(`${formatMarker(marker(B, { kind: "drift" }))}\ntwo`);
    expect(await run({ is: "clean" })).toEqual({ did: "closed", issue: 2 });
    expect(server.issues[1]?.state).toBe("closed");
    expect(server.comments.map(({ body }) => body)).toEqual(["Live state is as declared again."]);
    expect(await run(drift(A, "again"))).toEqual({ did: "opened", issue: 3 });
  });

  test("is left as it is by a check that failed, but for one comment", async () => {
    const { server, repository } = await scene();
    const failed = (words: string) => upsertDriftIssue(repository, ACTIONS, { is: "failed", words });
    expect(await failed("down")).toEqual({ did: "nothing", issue: null });
    await upsertDriftIssue(repository, ACTIONS, drift(A, "one"));
    const before = { ...server.issues[1] };
    expect(await failed("down")).toEqual({ did: "noted", issue: 2 });
    expect(await failed("still down")).toEqual({ did: "noted", issue: 2 });
    expect(server.issues[1]).toEqual(before);
    expect(server.comments.map(({ body }) => body.split("\n")[1])).toEqual(["still down"]);
  });

  test("is not a pull request, another's issue, or a closed one", async () => {
    const { server, repository } = await scene({ pageSize: 1 });
    const body = `${formatMarker(marker(A, { kind: "drift" }))}\nx`;
    server.issues.push(
      { number: 2, login: ACTIONS, isPull: true, title: "", body, state: "open" },
      { number: 3, login: "mallory", isPull: false, title: "", body, state: "open" },
      { number: 4, login: ACTIONS, isPull: false, title: "", body, state: "closed" },
      { number: 5, login: ACTIONS, isPull: false, title: "other", body: "x", state: "open" },
    );
    expect(await upsertDriftIssue(repository, ACTIONS, drift(B, "y"))).toEqual({ did: "opened", issue: 6 });
  });

  test("is not opened where issues are switched off", async () => {
    const { repository } = await scene({
      fault: ({ method }) =>
        method === "POST" ? { status: 410, message: "Issues are disabled" } : undefined,
    });
    expect(await failureOf(upsertDriftIssue(repository, ACTIONS, drift(A, "x")))).toContain(
      "Issues are switched off",
    );
  });
});

describe("the plan that was reviewed", () => {
  test("is in our comment on the pull request that was merged last", async () => {
    const { server, repository } = await scene();
    server.issues.push({ number: 8, login: "ada", isPull: true, title: "", body: "", state: "closed" });
    server.pulls.set("c0ffee", [
      { number: 1, merged: true },
      { number: 8, merged: true },
      { number: 9, merged: false },
    ]);
    server.comments.push(
      { id: 1, number: 8, login: "mallory", body: formatMarker(marker(B)) },
      { id: 2, number: 8, login: ACTIONS, body: `${formatMarker(marker(A))}\nplan` },
    );
    expect(await findReviewed(repository, ACTIONS, "c0ffee")).toEqual({ pullRequest: 8, digest: A });
  });

  test.each([
    ["a commit that was pushed", [], { pullRequest: null, digest: null }],
    ["a pull request without a plan", [{ number: 1, merged: true }], { pullRequest: 1, digest: null }],
  ])("is not there for %s", async (_, pulls, expected) => {
    const { server, repository } = await scene();
    server.pulls.set("c0ffee", pulls);
    expect(await findReviewed(repository, ACTIONS, "c0ffee")).toEqual(expected);
  });

  test("is not there for a plan that failed, or an unknown commit", async () => {
    const { server, repository } = await scene();
    expect(await findReviewed(repository, ACTIONS, "dead")).toEqual({ pullRequest: null, digest: null });
    server.pulls.set("c0ffee", [{ number: 1, merged: true }]);
    server.comments.push({ id: 1, number: 1, login: ACTIONS, body: formatMarker(marker("")) });
    expect(await findReviewed(repository, ACTIONS, "c0ffee")).toEqual({ pullRequest: 1, digest: null });
  });

  test("must be a list", async () => {
    const { repository } = await scene({ fault: () => ({ status: 200, text: "{}" }) });
    expect(await failureOf(findReviewed(repository, ACTIONS, "c"))).toContain("without a list");
  });
});

describe("the event", () => {
  function eventFile(text: string): string {
    const directory = mkdtempSync(path.join(tmpdir(), "residentctl-event-"));
    onTestFinished(() => rmSync(directory, { recursive: true }));
    const file = path.join(directory, "event.json");
    writeFileSync(file, text);
    return file;
  }
  const head = "0123456789abcdef0123456789abcdef01234567";

  test.each([
    [
      { number: 3, pull_request: { number: 3, head: { sha: head } } },
      { number: 3, head },
    ],
    [{ number: 3 }, { number: 3, head: null }],
    [{ pull_request: { number: 3, head: { sha: "main; rm -rf" } } }, { number: 3, head: null }],
    [{ ref: "refs/heads/main" }, null],
    [{ number: -1 }, null],
    [[], null],
  ])("%j is about %j", (event, expected) => {
    expect(readPullRequestEvent(eventFile(JSON.stringify(event)))).toEqual(expected);
  });

  test("must be readable", () => {
    expect(() => readPullRequestEvent(eventFile("{"))).toThrow("it is not JSON");
    expect(() => readPullRequestEvent("/does/not/exist")).toThrow("ENOENT");
  });
});
