import type { AddressInfo } from "node:net";
import { createServer, type Socket } from "node:net";
import { Pool } from "undici";
import { afterEach, describe, expect, test } from "vitest";
import { exchange, NoAnswer } from "../../src/elevenos/exchange.ts";
import { fillPath } from "../../src/elevenos/path.ts";
import { ROUTES } from "../../src/elevenos/wire.ts";

const LIMITS = { milliseconds: 2_000, bytes: 1_000 };
const POST = { method: "POST", path: "/jobs", headers: {}, body: "{}" } as const;

const cleanUps: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

/** A server that is handed the bare connections, and a pool of one connection to it. */
async function bareServer(onConnection: (socket: Socket) => void, scheme = "http"): Promise<Pool> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on("error", () => undefined);
    onConnection(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const pool = new Pool(`${scheme}://127.0.0.1:${port}`, { connections: 1, connect: { timeout: 50 } });
  cleanUps.push(async () => {
    await pool.destroy();
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return pool;
}

async function noAnswer(promise: Promise<unknown>): Promise<NoAnswer> {
  const error: unknown = await promise.catch((reason: unknown) => reason);
  if (error instanceof NoAnswer) return error;
  throw error;
}

describe("one exchange", () => {
  test("a connection that is reset", async () => {
    const pool = await bareServer((socket) => socket.once("data", () => socket.resetAndDestroy()));
    expect(await noAnswer(exchange(pool, POST, LIMITS))).toMatchObject({
      kind: "network",
      outcome: "unknown",
    });
  });

  test("an answer that is not HTTP: nothing of it is kept", async () => {
    const pool = await bareServer((socket) =>
      socket.once("data", () => socket.end("Passphrase: hunter2\r\n\r\n")),
    );
    const error = await noAnswer(exchange(pool, POST, LIMITS));
    expect(error).toMatchObject({
      kind: "malformed",
      outcome: "unknown",
      message: "the server's answer is not HTTP",
    });
    expect(error.cause).toBeUndefined();
  });

  test("a server that never finishes the TLS handshake: nothing was sent", async () => {
    const pool = await bareServer(() => undefined, "https");
    expect(await noAnswer(exchange(pool, POST, LIMITS))).toMatchObject({
      kind: "timeout",
      outcome: "not-done",
    });
  });

  test("the limit also holds while the answer drips", async () => {
    const pool = await bareServer((socket) => {
      socket.once("data", () => socket.write("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n"));
      const drip = setInterval(() => socket.write("x"), 10);
      socket.on("close", () => clearInterval(drip));
    });
    const error = await noAnswer(exchange(pool, POST, { ...LIMITS, milliseconds: 200 }));
    expect(error).toMatchObject({ kind: "timeout", outcome: "unknown" });
  });

  test("what is given up while it waits for a connection is not sent, then or later", async () => {
    let received = "";
    const pool = await bareServer((socket) => socket.on("data", (data) => (received += data.toString())));
    const first = noAnswer(exchange(pool, { ...POST, path: "/first" }, { ...LIMITS, milliseconds: 300 }));
    const second = noAnswer(exchange(pool, { ...POST, path: "/second" }, { ...LIMITS, milliseconds: 150 }));
    expect(await second).toMatchObject({ kind: "timeout", outcome: "not-done" });
    expect(await first).toMatchObject({ kind: "timeout", outcome: "unknown" });
    await expect.poll(() => pool.stats.queued + pool.stats.pending + pool.stats.running).toBe(0);
    expect(received).toContain("POST /first");
    expect(received).not.toContain("/second");
  });

  test("nothing is sent for a signal that was aborted before", async () => {
    let connections = 0;
    const pool = await bareServer(() => (connections += 1));
    const signal = AbortSignal.abort(new Error("Ctrl-C"));
    await expect(exchange(pool, POST, LIMITS, signal)).rejects.toThrowError("Ctrl-C");
    expect(connections).toBe(0);
  });
});

describe("a path is filled in whole or not at all", () => {
  test("a value that is missing", () => {
    expect(() => fillPath(ROUTES.sites, {})).toThrowError(
      "GET /team/{TeamId}/site was not sent: TeamId is not usable in a URL.",
    );
  });
});
