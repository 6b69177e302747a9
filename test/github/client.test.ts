import { describe, expect, onTestFinished, test } from "vitest";
import { parseApiUrl } from "../../src/github/api-url.ts";
import { createGitHub } from "../../src/github/client.ts";
import { nextLink } from "../../src/github/link-header.ts";
import { openRepository } from "../../src/github/repository.ts";
import { failureOf, scene, T0 } from "./scene.ts";
import { type Fault, startGitHub } from "./server.ts";

describe("GITHUB_API_URL", () => {
  test.each([
    ["", "https://api.github.com/"],
    ["https://ghe.example.com/api/v3/", "https://ghe.example.com/api/v3"],
    ["http://127.0.0.1:8080", "http://127.0.0.1:8080/"],
    ["http://localhost:1", "http://localhost:1/"],
  ])("%j is %s", (text, href) => {
    expect(parseApiUrl(text).href).toBe(href);
  });

  test.each([
    ["not a url", "is not a URL"],
    ["http://api.example.com", "is neither https nor http on loopback"],
    ["https://user:secret@api.example.com", "holds more than"],
    ["https://api.example.com/?a=b", "holds more than"],
    ["https://api.example.com/#a", "holds more than"],
  ])("%j is refused", (text, words) => {
    expect(() => parseApiUrl(text)).toThrow(words);
    expect(() => parseApiUrl(text)).not.toThrow("secret");
  });
});

describe("the next page", () => {
  test.each([
    [undefined, null],
    ["", null],
    ['<https://x/?page=2>; rel="next", <https://x/?page=9>; rel="last"', "https://x/?page=2"],
    ['<https://x/?page=1>; rel="prev"', null],
    ['<https://x/?page=2>; title="a"; rel=next', "https://x/?page=2"],
    [['<https://x/?page=1>; rel="prev"', '<https://x/?page=3>; rel="next"'], "https://x/?page=3"],
    ['<https://x/?page=1>; rel="nextish"', null],
  ])("of %j is %s", (header, expected) => {
    expect(nextLink(header)).toBe(expected);
  });
});

describe("requests", () => {
  test("carry the token in one header, and say who asks", async () => {
    const { server, github } = await scene();
    await github.call("GET", "/user");
    expect(server.seen[0]?.headers).toMatchObject({
      authorization: "Bearer the-token",
      accept: "application/vnd.github+json",
      "user-agent": "residentctl/test",
    });
  });

  test("keep the path of an Enterprise server's API, also from page to page", async () => {
    const server = await startGitHub({
      fault: ({ path }) => {
        const next = `${server.url}/api/v3/repos/o/r/issues/1/comments?page=2`;
        const link = path.endsWith("page=2") ? {} : { link: `<${next}>; rel="next"` };
        return { status: 200, text: path.endsWith("page=2") ? "[]" : '[{"id":1}]', headers: link };
      },
    });
    const github = createGitHub({
      apiUrl: parseApiUrl(`${server.url}/api/v3/`),
      token: "the-token",
      timing: { now: () => T0, random: () => 0, sleep: async () => {} },
      userAgent: "residentctl/test",
    });
    onTestFinished(async () => {
      await github.close();
      await server.close();
    });
    expect(await openRepository(github, "o/r").comments(1)).toEqual([{ id: 1, author: "", body: "" }]);
    expect(server.calls()).toEqual(Array(2).fill("GET /api/v3/repos/o/r/issues/1/comments"));
  });

  test("whose answer is empty are answered all the same", async () => {
    const { github } = await scene({ fault: () => ({ status: 204, text: "" }) });
    expect(await github.call("PATCH", "/repos/o/r/issues/1", {})).toMatchObject({ status: 204, body: null });
  });

  test("follow the pages of a list", async () => {
    const { server, repository } = await scene({ pageSize: 2 });
    for (let id = 1; id <= 5; id += 1) server.comments.push({ id, number: 1, login: "ada", body: `${id}` });
    expect((await repository.comments(1)).map(({ id }) => id)).toEqual([1, 2, 3, 4, 5]);
    expect(server.calls()).toHaveLength(3);
  });

  test("never take the token to another origin", async () => {
    const { server, repository } = await scene({
      fault: () => ({
        status: 200,
        text: "[]",
        headers: { link: '<https://evil.example.com/>; rel="next"' },
      }),
    });
    expect(await failureOf(repository.comments(1))).toContain("names a next page that is not its own");
    expect(server.calls()).toHaveLength(1);
  });

  test("do not follow pages for ever", async () => {
    const { server, repository } = await scene({
      fault: ({ headers }) => ({
        status: 200,
        text: "[]",
        headers: { link: `<http://${headers.host}/again>; rel="next"` },
      }),
    });
    expect(await failureOf(repository.comments(1))).toContain("more than 100 pages");
    expect(server.calls()).toHaveLength(100);
  });

  test.each([
    [{ status: 200, text: "{}" }, "with no list"],
    [{ status: 200, text: "<html>" }, "with no list"],
    [{ status: 200, text: "[{}]" }, "has no id"],
  ] satisfies [Fault, string][])("tell of an answer %j that is of no use", async (fault, words) => {
    const { repository } = await scene({ fault: () => fault });
    expect(await failureOf(repository.comments(1))).toContain(words);
  });

  test.each([
    [401, "check GITHUB_TOKEN"],
    [403, "pull request from a fork can only read"],
    [404, "check GITHUB_REPOSITORY"],
    [410, "Issues are switched off"],
    [422, "a text that is too long"],
    [418, "418: no"],
  ])("tell of %d, with a way out and without the token", async (status, words) => {
    const { repository } = await scene({ fault: () => ({ status, message: "no\u001b" }) });
    const text = await failureOf(repository.addComment(1, "x"));
    expect(text).toContain(`GitHub answered POST /repos/o/r/issues/1/comments with ${status}: no\\u{1b}`);
    expect(text).toContain(words.replace("418: no", "null"));
    expect(text).not.toContain("the-token");
  });
});

describe("an answer that did not come", () => {
  test("is asked for again, where asking changes nothing", async () => {
    const { server, repository, slept } = await scene({ fault: (_, nth) => (nth < 3 ? "drop" : undefined) });
    expect(await repository.comments(1)).toEqual([]);
    expect(server.calls()).toHaveLength(3);
    expect(slept).toEqual([1_000, 2_000]);
  });

  test("is given up after four tries", async () => {
    const { server, repository } = await scene({ fault: () => ({ status: 502, text: "<html>" }) });
    expect(await failureOf(repository.comments(1))).toContain("with 502. GitHub has a problem of its own");
    expect(server.calls()).toHaveLength(4);
  });

  test.each([
    ["drop" as const, "It may have been done all the same."],
    [{ status: 500, message: "oops" }, "500: oops"],
  ])("to what creates something is never asked for again: %j", async (fault, words) => {
    const { server, repository } = await scene({ fault: () => fault });
    expect(await failureOf(repository.addComment(1, "x"))).toContain(words);
    expect(server.calls()).toHaveLength(1);
  });

  test("is not waited for without end", async () => {
    const { github } = await scene({ fault: () => "hang" }, { requestTime: 50 });
    expect(await failureOf(github.call("POST", "/user"))).toContain("(no answer within 0.05 s)");
  });

  test("because nobody listens is an error as well", async () => {
    const { github, server } = await scene();
    await server.close();
    expect(await failureOf(github.call("GET", "/user"))).toContain("(ECONNREFUSED)");
  });

  test("whole is an error as well", async () => {
    const { github } = await scene({
      fault: () => ({ status: 200, text: "x", headers: { "content-length": "2", connection: "close" } }),
    });
    expect(await failureOf(github.call("POST", "/user"))).toContain("GitHub did not answer POST /user");
  });
});

describe("a rate limit", () => {
  const once = (fault: Fault) => (_: unknown, nth: number) => (nth === 1 ? fault : undefined);

  test.each([
    ["Retry-After", { status: 429, headers: { "retry-after": "7" } }, 7_000],
    ["a secondary limit", { status: 403, message: "You have exceeded a secondary rate limit." }, 60_000],
    ["429 without a word", { status: 429 }, 60_000],
    [
      "the reset of the primary limit",
      { status: 403, headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": `${T0 / 1000 + 30}` } },
      30_000,
    ],
    [
      "a reset that is over",
      { status: 403, headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": `${T0 / 1000 - 30}` } },
      0,
    ],
  ] satisfies [string, Fault, number][])("by %s is waited out, for a comment too", async (_, fault, wait) => {
    const { repository, slept, server } = await scene({ fault: once(fault) });
    await repository.addComment(1, "x");
    expect(slept).toEqual([wait]);
    expect(server.comments).toHaveLength(1);
  });

  test("that lasts longer than two minutes is an error at once", async () => {
    const { repository, slept } = await scene({
      fault: () => ({ status: 403, headers: { "retry-after": "3600" } }),
    });
    expect(await failureOf(repository.comments(1))).toContain(
      "does not take GET /repos/o/r/issues/1/comments for another 3600 s",
    );
    expect(slept).toEqual([]);
  });

  test("that does not end is an error after four tries", async () => {
    const { repository, slept } = await scene({
      fault: () => ({ status: 429, headers: { "retry-after": "1" } }),
    });
    expect(await failureOf(repository.comments(1))).toContain("rate limit");
    expect(slept).toEqual([1_000, 1_000, 1_000]);
  });

  test("is not what every 403 is", async () => {
    const { repository, slept } = await scene({ isReadOnly: true });
    expect(await failureOf(repository.addComment(1, "x"))).toContain(
      "Resource not accessible by integration",
    );
    expect(slept).toEqual([]);
  });
});
