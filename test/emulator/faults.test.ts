import { createConnection } from "node:net";
import { describe, expect, test } from "vitest";
import type { Fault } from "../../src/emulator/faults.ts";
import {
  HEIGHTS,
  imported,
  NOW,
  objectOf,
  passwordHeader,
  residentObject,
  residentsOf,
  seedOf,
  signIn,
  start,
  startSignedIn,
  steadyTiming,
} from "./harness.ts";

const SUSPEND = [`${HEIGHTS}/id-current/status`, { Status: "Disabled" }] as const;

/** A token and the raw answers to calls with it. */
async function raw(faults: readonly Fault[]) {
  const emulator = await start();
  const token = String((await signIn(emulator)).body.access_token);
  emulator.setFaults({ faults });
  const send = (method: string, path: string, body?: unknown) =>
    fetch(emulator.url + path, {
      method,
      headers: { authorization: `Bearer ${token}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const isSuspended = () =>
    emulator.state().teams[0]?.sites[0]?.residents.find(({ residentId }) => residentId === "id-current")
      ?.suspended === true;
  return { emulator, send, isSuspended };
}

describe("faults that take the place of an answer", () => {
  test.each([
    [{ kind: "status", status: 429, retryAfter: 2 }, 429, "2", false],
    [
      { kind: "status", status: 429, retryAfter: "Mon, 23 Nov 2026 17:01:00 GMT" },
      429,
      "Mon, 23 Nov 2026 17:01:00 GMT",
      false,
    ],
    [{ kind: "status", status: 500 }, 500, null, false],
    [{ kind: "status", status: 503, acts: true }, 503, null, true],
    [{ kind: "status", status: 401 }, 401, null, false],
  ] as const)("%j", async (fault, status, retryAfter, acted) => {
    const { emulator, send, isSuspended } = await raw([fault]);
    const response = await send("PATCH", ...SUSPEND);
    expect([response.status, response.headers.get("retry-after")]).toEqual([status, retryAfter]);
    expect(await response.json()).toEqual({ Error: `The emulator was asked for a ${status}.` });
    expect(isSuspended()).toBe(acted);
    expect(emulator.requests().at(-1)).toMatchObject({ status, fault: "status" });
  });

  test("any headers and body", async () => {
    const headers = { location: "http://127.0.0.1:9/", "content-type": "text/plain" };
    const { send } = await raw([{ kind: "status", status: 200, headers, body: '{"Error":"\\u001b[31m"}' }]);
    const response = await send("GET", "/team");
    expect([response.headers.get("location"), response.headers.get("content-type")]).toEqual(
      Object.values(headers),
    );
    expect(await response.json()).toEqual({ Error: "\u001b[31m" });
  });

  test.each([false, true])("a dropped connection, acts: %s", async (acts) => {
    const { emulator, send, isSuspended } = await raw([{ kind: "drop", acts }]);
    await expect(send("PATCH", ...SUSPEND)).rejects.toThrow("fetch failed");
    expect(isSuspended()).toBe(acts);
    expect(emulator.requests().at(-1)).toMatchObject({ status: null, fault: "drop" });
  });

  test("truncated JSON: the server acts", async () => {
    const { send, isSuspended } = await raw([{ kind: "truncated" }]);
    const response = await send("PATCH", ...SUSPEND);
    const text = await response.text();
    expect([response.status, isSuspended()]).toEqual([200, true]);
    expect(() => JSON.parse(text)).toThrow(SyntaxError);
  });

  test.each([
    [{ kind: "html" }, 200, false],
    [{ kind: "html", status: 502, acts: true }, 502, true],
  ] as const)("a web page instead of JSON: %j", async (fault, status, acted) => {
    const { send, isSuspended } = await raw([fault]);
    const response = await send("PATCH", ...SUSPEND);
    expect([response.status, response.headers.get("content-type")]).toEqual([
      status,
      "text/html; charset=utf-8",
    ]);
    expect(await response.text()).toMatch(/^<!DOCTYPE html>/);
    expect(isSuspended()).toBe(acted);
  });

  test("tokens expire at any request; a new one works", async () => {
    const { emulator, send, isSuspended } = await raw([{ kind: "expire-tokens", method: "PATCH", nth: 1 }]);
    expect((await send("GET", "/team")).status).toBe(200);
    expect((await send("PATCH", ...SUSPEND)).status).toBe(401);
    expect((await send("GET", "/team")).status).toBe(401);
    expect(isSuspended()).toBe(false);
    expect((await signIn(emulator)).status).toBe(200);
  });

  test("a hang for some seconds ends in a dropped connection", async () => {
    const { send, isSuspended } = await raw([{ kind: "hang", seconds: 30, acts: true }]);
    await expect(send("PATCH", ...SUSPEND)).rejects.toThrow("fetch failed");
    expect(isSuspended()).toBe(true);
  });

  test("a hang without end lasts until the emulator closes, and closing is quick", async () => {
    const { emulator, send } = await raw([{ kind: "hang" }]);
    const answer = send("GET", "/team").catch((error: Error) => error.message);
    while (emulator.requests().length < 2) await new Promise(setImmediate);
    await emulator.close();
    expect(await answer).toBe("fetch failed");
  });

  test.each<Fault>([
    { kind: "slow", seconds: 3600 },
    { kind: "hang", seconds: 3600 },
  ])("closing interrupts %j", async (fault) => {
    const timing = {
      ...steadyTiming(),
      sleep: (_: number, signal?: AbortSignal) =>
        new Promise<void>((_resolve, reject) => {
          signal?.addEventListener("abort", () => reject(signal.reason));
        }),
    };
    const emulator = await start({ timing, faults: { faults: [fault] } });
    const answer = fetch(`${emulator.url}/team`).catch((error: Error) => error.message);
    while (emulator.requests().length < 1) await new Promise(setImmediate);
    await emulator.close();
    expect(await answer).toBe("fetch failed");
  });
});

describe("faults that shape an answer", () => {
  test("slow answers, and a latency for all of them", async () => {
    const slept: number[] = [];
    const sleep = (milliseconds: number) => {
      slept.push(milliseconds);
      return Promise.resolve();
    };
    const faults = { latencyMs: 50, faults: [{ kind: "slow", seconds: 2, path: HEIGHTS } as const] };
    const { call } = await startSignedIn({ timing: { ...steadyTiming(), sleep }, faults });
    await call("GET", "/team");
    await call("GET", HEIGHTS);
    expect(slept).toEqual([50, 50, 2050]);
  });

  test.each([
    [0, []],
    [2, ["scheduled", "pending"]],
    [9, ["scheduled", "pending", "current", "suspended", "expired"]],
  ])("a list that ends after %s residents looks whole", async (first, names) => {
    const { emulator, call, list } = await startSignedIn();
    emulator.setFaults({ faults: [{ kind: "list", first, path: HEIGHTS, nth: 1 }] });
    expect([...(await list()).keys()]).toEqual(names);
    expect((await list()).size).toBe(5);
    expect((await call("GET", HEIGHTS)).body.Error).toBeNull();
  });
});

describe("which requests a fault befalls", () => {
  const counts: readonly (readonly [Partial<Fault>, number[]])[] = [
    [{}, [500, 500, 500, 500]],
    [{ nth: 2 }, [200, 500, 200, 200]],
    [{ nth: 2, times: 2 }, [200, 500, 500, 200]],
    [{ times: 3 }, [500, 500, 500, 200]],
    [{ method: "GET" }, [500, 500, 500, 500]],
    [{ method: "PUT" }, [200, 200, 200, 200]],
    [{ path: "/team/*/site" }, [200, 200, 200, 200]],
    [{ path: "/team/*/site/*/resident" }, [500, 500, 500, 500]],
    [{ path: "/team/**" }, [500, 500, 500, 500]],
    [{ path: "/team.*" }, [200, 200, 200, 200]],
  ];

  test.each(counts)("%j", async (match, expected) => {
    const { emulator, call } = await startSignedIn();
    emulator.setFaults({ faults: [{ kind: "status", status: 500, ...match } as Fault] });
    const statuses = [];
    for (let n = 0; n < 4; n += 1) statuses.push((await call("GET", HEIGHTS)).status);
    expect(statuses).toEqual(expected);
  });

  test("of two that match, the first takes the answer's place; both count", async () => {
    const { emulator, call } = await startSignedIn();
    emulator.setFaults({
      faults: [
        { kind: "status", status: 500, nth: 1 },
        { kind: "status", status: 429, nth: 1, times: 2 },
      ],
    });
    const statuses = [];
    for (let n = 0; n < 3; n += 1) statuses.push((await call("GET", "/team")).status);
    expect(statuses).toEqual([500, 429, 200]);
  });
});

describe("the server", () => {
  test("listens on 127.0.0.1 only, on any free port", async () => {
    const emulator = await start();
    expect(emulator.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/v2$/);
  });

  test("refuses a port that is taken", async () => {
    const port = Number(new URL((await start()).url).port);
    await expect(start({ port })).rejects.toThrow("EADDRINUSE");
  });

  test("answers with and without the API's version in the path, and ignores a query", async () => {
    const emulator = await start();
    const { origin } = new URL(emulator.url);
    const headers = { authorization: passwordHeader() };
    for (const path of ["/oauth/token", "/v2/oauth/token?x=1"]) {
      expect((await fetch(origin + path, { method: "POST", headers })).status).toBe(200);
    }
    expect(emulator.requests().map(({ path }) => path)).toEqual(["/oauth/token", "/oauth/token"]);
  });

  test("keeps connections alive", async () => {
    const { emulator } = await startSignedIn();
    const response = await fetch(`${emulator.url}/team`);
    expect(response.headers.get("connection")).toBe("keep-alive");
  });

  test("refuses a request under another host's name", async () => {
    const emulator = await start();
    const { port } = new URL(emulator.url);
    const answer = await exchange(Number(port), "GET /v2/team HTTP/1.1\r\nHost: example.com\r\n\r\n");
    expect(answer).toMatch(/^HTTP\/1\.1 403 /);
  });

  test("refuses a body that is too large, and goes on", async () => {
    const { emulator, call } = await startSignedIn();
    const body = Buffer.alloc(33 * 1024 * 1024, " ");
    const response = await fetch(emulator.url + HEIGHTS, { method: "POST", body });
    expect([response.status, response.headers.get("connection")]).toEqual([413, "close"]);
    expect((await call("GET", "/team")).status).toBe(200);
  });

  test("survives a client that goes away in the middle of its body", async () => {
    const { emulator, call } = await startSignedIn();
    const { port } = new URL(emulator.url);
    const socket = createConnection(Number(port), "127.0.0.1");
    const half = `POST /v2${HEIGHTS} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\n{`;
    await new Promise<void>((resolve) => socket.write(half, () => resolve()));
    await new Promise<void>((resolve) => {
      socket.once("close", () => resolve());
      socket.resetAndDestroy();
    });
    expect((await call("GET", "/team")).status).toBe(200);
    expect(emulator.requests().map(({ path }) => path)).toEqual(["/oauth/token", "/team"]);
  });

  test("a sleep that fails for another reason than closing is not swallowed", async () => {
    const failures: unknown[] = [];
    const listeners = process.listeners("unhandledRejection");
    process.removeAllListeners("unhandledRejection");
    process.on("unhandledRejection", (reason) => failures.push(reason));
    try {
      const sleep = () => Promise.reject(new Error("no sleep"));
      const emulator = await start({ timing: { ...steadyTiming(), sleep }, faults: { latencyMs: 1 } });
      const answer = fetch(`${emulator.url}/team`).catch(() => null);
      while (failures.length === 0) await new Promise(setImmediate);
      await emulator.close();
      await answer;
    } finally {
      process.removeAllListeners("unhandledRejection");
      for (const listener of listeners) process.on("unhandledRejection", listener);
    }
    expect(failures).toEqual([new Error("no sleep")]);
  });

  test("the request log holds what was sent, and no token and no password", async () => {
    const { emulator, call, list } = await startSignedIn();
    const object = objectOf((await list()).get("current"), { FirstName: "Eve" });
    await call("PUT", `${HEIGHTS}/id-current`, object);
    const log = emulator.requests();
    expect(log.map(({ number, method, path, status }) => [number, method, path, status])).toEqual([
      [1, "POST", "/oauth/token", 200],
      [2, "GET", HEIGHTS, 200],
      [3, "PUT", `${HEIGHTS}/id-current`, 200],
    ]);
    expect(JSON.parse(log[2]?.body ?? "")).toEqual(object);
    expect(log[2]?.at).toBe("2026-11-23T17:00:00+00:00");
    expect(JSON.stringify(log)).not.toMatch(/bearer|password|authorization/i);
  });

  test("the same seed and chance give the same ids", async () => {
    const ids = [];
    for (let n = 0; n < 2; n += 1) {
      const { call } = await startSignedIn({ seed: seedOf([]) });
      ids.push(residentsOf((await call("POST", HEIGHTS, residentObject())).body)[0]?.ResidentId);
    }
    expect(ids[0]).toBe(ids[1]);
  });

  test("a site of 20,000 residents is imported and listed fast", async () => {
    const [team] = seedOf().teams;
    const units = Array.from({ length: 20_000 }, (_, index) => `u${index}`);
    const mappings = units.map((unit) => ({ building: "B", floor: "1", unit, ssid: null, vlan: null }));
    const sites = (team?.sites ?? []).map((site) => ({ ...site, mappings, residents: [] }));
    const teams = team === undefined ? [] : [{ ...team, sites }];
    const { call, job } = await startSignedIn({ seed: { now: NOW, teams } });
    const began = performance.now();
    const Residents = units.map((Unit) => imported({ Email: `${Unit}@example.com`, Building: "B", Unit }));
    expect(await job(`${HEIGHTS}/import`, { Residents })).toMatchObject({ success: 20_000, failed: 0 });
    const first = await call("GET", HEIGHTS);
    expect(await call("GET", HEIGHTS)).toEqual(first);
    expect(residentsOf(first.body)).toHaveLength(20_000);
    // Quadratic work would take minutes; this leaves a slow machine plenty of room.
    expect(performance.now() - began).toBeLessThan(10_000);
  });
});

/** Sends bytes, and gives what comes back until the first of it is there. */
function exchange(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(port, "127.0.0.1", () => socket.write(text));
    socket.once("data", (chunk) => {
      socket.destroy();
      resolve(chunk.toString("utf8"));
    });
    socket.once("error", reject);
  });
}
