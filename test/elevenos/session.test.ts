import { describe, expect, test } from "vitest";
import { createSession } from "../../src/elevenos/session.ts";
import { FIELDS, failure, LOGIN, type Reply, SITE, startWorld, wireResident } from "./support.ts";

const GOOD: Reply = { json: { Error: null, Residents: [wireResident()], job_id: "j1" } };
const isToken = (path: string) => path.endsWith("/oauth/token");
/** Takes these tokens only. */
const accepting =
  (...tokens: string[]) =>
  ({
    path,
    headers,
  }: {
    path: string;
    headers: { authorization?: string | undefined };
  }): Reply | undefined => {
    if (isToken(path)) return undefined;
    return tokens.some((token) => headers.authorization === `Bearer ${token}`) ? GOOD : { status: 401 };
  };
const tenLists = (client: { listResidents: (site: typeof SITE) => Promise<unknown> }) =>
  Promise.all(Array.from({ length: 10 }, () => client.listResidents(SITE)));

describe("the token", () => {
  test("is got with the Base64 of e-mail and password, once, when it is first needed", async () => {
    const world = await startWorld(accepting("token-1"));
    const client = world.client();
    expect(world.seen).toEqual([]);
    await tenLists(client);
    expect(world.tokenCalls()).toBe(1);
    const authorization = world.seen[0]?.headers.authorization ?? "";
    expect(authorization).toMatch(/^Password /);
    expect(Buffer.from(authorization.slice(9), "base64").toString("utf8")).toBe(
      `${LOGIN.email}:${LOGIN.password}`,
    );
  });

  test("is renewed once for many that are rejected together", async () => {
    const world = await startWorld(accepting("token-2"));
    await tenLists(world.client());
    expect(world.tokenCalls()).toBe(2);
  });

  test("is renewed once also where the server gives the same text again", async () => {
    let given = 0;
    const world = await startWorld(({ path }) => {
      if (!isToken(path)) return given < 2 ? { status: 401 } : GOOD;
      given += 1;
      return { json: { access_token: "same" } };
    });
    await tenLists(world.client());
    expect(world.tokenCalls()).toBe(2);
  });

  test("is renewed at a submission too, because a 401 says that nothing was done", async () => {
    const world = await startWorld(accepting("token-2"));
    expect(await world.client().submitImport(SITE, [FIELDS])).toBe("j1");
    expect(world.calls()).toHaveLength(2);
  });

  test("that is rejected when it is new is the end", async () => {
    const world = await startWorld(accepting());
    const error = await failure(world.client().listTeams());
    expect(error).toMatchObject({ kind: "unauthorized", outcome: "not-done", status: 401 });
    expect([world.calls().length, world.tokenCalls()]).toEqual([2, 2]);
  });

  test("of the environment is used first, and renewed with the password", async () => {
    const world = await startWorld(accepting("token-1"));
    await world.client({ credentials: { token: "old", login: LOGIN } }).listResidents(SITE);
    expect(world.seen.map((one) => one.headers.authorization?.split(" ")[0])).toEqual([
      "Bearer",
      "Password",
      "Bearer",
    ]);
    expect(world.seen[0]?.headers.authorization).toBe("Bearer old");
  });

  test("of the environment alone cannot be renewed", async () => {
    const world = await startWorld(accepting());
    const client = world.client({ credentials: { token: "old", login: null } });
    const error = await failure(client.listResidents(SITE));
    expect(error).toMatchObject({ kind: "unauthorized", outcome: "not-done" });
    expect(error.message).toMatch(/the token in ELEVENOS_TOKEN: it has expired or is not valid/);
    await failure(client.listResidents(SITE));
    expect(world.calls()).toHaveLength(1);
  });
});

describe("a sign-in that fails", () => {
  test.each<[string, Reply, RegExp]>([
    ["401", { status: 401 }, /ELEVENOS_EMAIL and ELEVENOS_PASSWORD; the server answered 401/],
    ["403", { status: 403 }, /ELEVENOS_PASSWORD; the server answered 403/],
    [
      "400 (RFC 6749, 5.2)",
      { status: 400, json: { error: "invalid_grant", error_description: "no" } },
      /the server said: no/,
    ],
    ["Error in a 200", { json: { Error: "Wrong password" } }, /the server said: Wrong password/],
  ])(
    "%s names the variables, never a value, and is not tried again: accounts get locked",
    async (_name, reply, message) => {
      const world = await startWorld(({ path }) => (isToken(path) ? reply : GOOD));
      const client = world.client();
      const error = await failure(client.listTeams());
      expect(error).toMatchObject({
        kind: "unauthorized",
        outcome: "not-done",
        request: "POST /oauth/token",
      });
      expect(error.message).toMatch(message);
      await failure(client.listTeams());
      expect([world.calls().length, world.tokenCalls()]).toEqual([0, 1]);
    },
  );

  test.each<[string, Reply, object]>([
    ["500", { status: 500 }, { kind: "http" }],
    ["a dropped connection", "drop", { kind: "network" }],
    ["HTML", { text: "<html>" }, { kind: "malformed" }],
  ])("%s is tried again, and again by the next call", async (_name, reply, facts) => {
    let isWell = false;
    const world = await startWorld(({ path }) =>
      isToken(path) && !isWell ? reply : isToken(path) ? undefined : GOOD,
    );
    const client = world.client();
    const error = await failure(client.submitImport(SITE, [FIELDS]));
    expect(error).toMatchObject({ ...facts, outcome: "not-done", request: "POST /oauth/token" });
    expect(world.tokenCalls()).toBe(5);
    isWell = true;
    expect(await client.submitImport(SITE, [FIELDS])).toBe("j1");
    expect(world.calls()).toHaveLength(1);
  });

  test.each([
    ["no token", {}],
    ["a token that is a number", { access_token: 5 }],
    ["a token that would break the header", { access_token: "a\r\nb" }],
  ])("an answer with %s", async (_name, json) => {
    const world = await startWorld(({ path }) => (isToken(path) ? { json } : GOOD));
    const error = await failure(world.client().listTeams());
    expect(error).toMatchObject({ kind: "malformed", outcome: "not-done" });
    expect(error.message).toMatch(/access_token in the answer is missing or not usable/);
  });

  test("in the midst of a write whose first answer was lost leaves its outcome unknown", async () => {
    const world = await startWorld(({ path }, nth) =>
      isToken(path) ? (nth === 1 ? undefined : { status: 401 }) : nth === 1 ? "drop" : { status: 401 },
    );
    const error = await failure(world.client().updateResident(SITE, "r1", FIELDS));
    expect(error).toMatchObject({ kind: "unauthorized", outcome: "unknown" });
  });
});

describe("a session alone", () => {
  test("rejections in the same instant share one renewal", async () => {
    let signIns = 0;
    const signIn = async () => {
      signIns += 1;
      return `token-${signIns}`;
    };
    const session = createSession(
      { token: "old", login: LOGIN },
      signIn,
      () => false,
      () => new Error("cannot"),
    );
    const old = await session.token();
    const renewed = await Promise.all([session.renew(old), session.renew(old), session.renew(old)]);
    expect(new Set(renewed)).toEqual(new Set([{ text: "token-1" }]));
    expect(signIns).toBe(1);
  });
});

describe("giving up", () => {
  test("while the token is renewed", async () => {
    const abort = new AbortController();
    const world = await startWorld(({ path }) => {
      if (!isToken(path)) return { status: 401 };
      abort.abort(new Error("Ctrl-C"));
      return "drop";
    });
    const client = world.client({ credentials: { token: "old", login: LOGIN }, retries: { attempts: 1 } });
    await expect(client.listResidents(SITE, abort.signal)).rejects.toThrowError("Ctrl-C");
  });

  test("an error of whoever watches the requests is not swallowed", async () => {
    const world = await startWorld(() => GOOD);
    const onRequest = () => {
      throw new RangeError("a bug of ours");
    };
    await expect(world.client({ onRequest }).listTeams()).rejects.toThrowError(RangeError);
  });
});
