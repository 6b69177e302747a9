import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { run } from "../../src/cli.ts";
import { fakeProcess, LIVING, repository, seedOf, temporaryDirectory, writeFiles } from "./scene.ts";

async function serve(args: readonly string[], cwd: string) {
  const made = fakeProcess({ cwd });
  const ended = run(["emulator", ...args], made.world);
  while (!made.stdout().includes("\n")) await new Promise((resolve) => setImmediate(resolve));
  return { ...made, ended, url: made.stdout().trimEnd() };
}

test("the emulator prints its URL, and where to sign in on stderr; an interrupt ends it: exit 0", async () => {
  const { url, stderr, interrupt, ended } = await serve(["--seed", "seed.json"], repository());
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/v2$/);
  expect(stderr()).toContain("Sign in with the account of the seed");
  expect((await fetch(`${url}/team`)).status).toBe(401);
  interrupt();
  expect(await ended).toBe(0);
  await expect(fetch(`${url}/team`)).rejects.toThrow();
});

test("without a seed there is nothing in it, and -q is quiet", async () => {
  const { stderr, interrupt, ended } = await serve(["-q"], temporaryDirectory());
  expect(stderr()).toBe("");
  interrupt();
  expect(await ended).toBe(0);
});

test("--state is written at the end, and begun with where it is there", async () => {
  const cwd = repository();
  const first = await serve(["--seed", "seed.json", "--state", "state.json"], cwd);
  first.interrupt();
  await first.ended;
  const state = () => JSON.parse(readFileSync(path.join(cwd, "state.json"), "utf8"));
  expect(state().teams[0].sites[0].residents).toHaveLength(LIVING.length);
  writeFiles(cwd, { "state.json": JSON.stringify(seedOf(LIVING.slice(1))) });
  const second = await serve(["--seed", "seed.json", "--state", "state.json"], cwd);
  second.interrupt();
  await second.ended;
  expect(state().teams[0].sites[0].residents).toHaveLength(LIVING.length - 1);
});

test("a port that is taken: exit 1", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const made = fakeProcess({ cwd: temporaryDirectory() });
  expect(await run(["emulator", "--port", String(port)], made.world)).toBe(1);
  expect(made.stderr()).toBe(
    `error: The emulator cannot listen on port ${port} (EADDRINUSE).\n  Give another --port.\n`,
  );
});
