import { once } from "node:events";
import { existsSync, linkSync, readdirSync, readFileSync, statSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { SeedResident } from "../../src/emulator/seed.ts";
import { emulatorWith, entry, LIVING, live, MAPLE, seedOf, siteFile, writeFiles } from "../commands/scene.ts";
import { credentialsFor, OPERATOR } from "./every-request.ts";
import { MAIN, runNode, temporaryDirectory } from "./residentctl.ts";

const TOKEN = "eyJhbGciOiJub25lIn0.c2VjcmV0";
const ENCODED = Buffer.from(`${OPERATOR.email}:${OPERATOR.password}`).toString("base64");

/** Whatever a terminal may act on, but for line breaks. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

function unsafeIn(text: string): readonly string[] {
  return text.split("\n").filter((line) => UNSAFE.test(line));
}

function repository(...entries: readonly string[]): string {
  const cwd = temporaryDirectory();
  writeFiles(cwd, { "sites/maple.yaml": siteFile("maple", MAPLE, entries) });
  return cwd;
}

/** A server; gives its base URL and what it was asked. */
async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const seen: { readonly path: string; readonly authorization: string | undefined }[] = [];
  const server = createServer((request, response) => {
    seen.push({ path: request.url ?? "", authorization: request.headers.authorization });
    answer(request, response);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v2`, seen };
}

/** Gives out a token, and lets `answer` do the rest. */
function signedIn(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  return serve((request, response) => {
    if (request.url === "/v2/oauth/token") response.end(JSON.stringify({ access_token: TOKEN }));
    else answer(request, response);
  });
}

async function plan(url: string, ...args: readonly string[]) {
  const ended = await runNode(
    [MAIN, "plan", "-v", ...args],
    repository(entry("Ada", "101")),
    credentialsFor(url),
  );
  const text = `${ended.stdout}${ended.stderr}`;
  for (const secret of [OPERATOR.password, ENCODED, TOKEN]) expect(text).not.toContain(secret);
  return ended;
}

test("a sign-in that fails betrays nothing, also where the server sends back what it got", async () => {
  const { url, seen } = await serve((request, response) => {
    response.statusCode = 401;
    response.end(JSON.stringify({ Error: `no: ${request.headers.authorization}, ${OPERATOR.password}` }));
  });
  const { code, stderr } = await plan(url);
  expect(stderr).toContain("POST /oauth/token 401");
  expect(stderr).toContain("does not accept the e-mail address and password in ELEVENOS_EMAIL");
  expect(seen).toEqual([{ path: "/v2/oauth/token", authorization: `Password ${ENCODED}` }]);
  expect(code).toBe(1);
});

test("a redirect is not followed, so no other server gets the token", async () => {
  const other = await serve((_request, response) => response.end("{}"));
  const { url } = await signedIn((_request, response) => {
    response.writeHead(307, { location: `${other.url}/team?token=${TOKEN}` });
    response.end();
  });
  const { code, stderr } = await plan(url);
  expect(stderr).toMatch(
    /^error: .*a redirect to http:\/\/127\.0\.0\.1:\d+\/v2\/team that is not followed\.$/m,
  );
  expect(other.seen).toEqual([]);
  expect(code).toBe(1);
});

test("an answer too large or too deep is an error, and not read to its end", async () => {
  let sent = 0;
  const large = await signedIn((_request, response) => {
    const chunk = Buffer.alloc(1024 * 1024, "x");
    response.write('{"Error":null,"Teams":["');
    const more = (): void => {
      while (sent < 1024 && !response.destroyed) {
        sent += 1;
        if (!response.write(chunk)) {
          response.once("drain", more);
          return;
        }
      }
    };
    more();
  });
  const deep = await signedIn((_request, response) => {
    response.end(`{"Error":null,"Teams":${"[".repeat(200_000)}${"]".repeat(200_000)}}`);
  });
  const [tooLarge, tooDeep] = await Promise.all([plan(large.url), plan(deep.url)]);
  expect(tooLarge.stderr).toContain("error: GET /team: the answer is larger than 67108864 bytes");
  expect(sent).toBeLessThan(200);
  expect(tooDeep.stderr).toContain("error: GET /team: the answer nests deeper than 64 levels");
  expect([tooLarge.code, tooDeep.code]).toEqual([1, 1]);
});

const ESCAPES = "\u001b[2J\u001b]0;owned\u0007\u202e\u200b\u009b1m";

test("terminal escapes from the server are made visible, in a plan, an apply and its errors", async () => {
  const hostile: SeedResident = live(`Mallory`, "109", { firstName: `${ESCAPES}M`, lastName: ESCAPES });
  const ada: SeedResident = live("Ada", "101", { lastName: `Old${ESCAPES}`, phone: ESCAPES });
  const emulator = await emulatorWith({ ...seedOf([ada, ...LIVING.slice(1), hostile]), account: OPERATOR });
  emulator.setFaults({
    faults: [
      { method: "PUT", kind: "status", status: 200, body: JSON.stringify({ Error: `refused ${ESCAPES}` }) },
    ],
  });
  const cwd = repository(entry("Ada", "101", "phone: 543-678-9012"));
  const { code, stdout, stderr } = await runNode(
    [MAIN, "apply", "--yes", "-v", "--color", "never"],
    cwd,
    credentialsFor(emulator.url),
  );
  expect(code).toBe(1);
  expect(stdout).toMatch(/lastName +Old\S*\\u\{?0*1b/i);
  expect(stdout).toMatch(/refused \S*\\u\{?0*1b/i);
  expect([...unsafeIn(stdout), ...unsafeIn(stderr)]).toEqual([]);
});

test("what is written is whole, and its owner's alone; no secret is an argument or a file", async () => {
  const emulator = await emulatorWith({ ...seedOf(LIVING), account: OPERATOR });
  const cwd = repository(entry("Ada", "101", "phone: 543-678-9012"), entry("Gus", "107"));
  const env = { ...credentialsFor(emulator.url), RESIDENTCTL_PSEUDONYM_KEY: "a key of one's own" };
  writeFiles(cwd, { "plan.json": "an earlier plan" });
  linkSync(path.join(cwd, "plan.json"), path.join(cwd, "earlier.json"));
  const planned = await runNode([MAIN, "plan", "--out", "plan.json", "-q"], cwd, env);
  expect(planned.code).toBe(0);
  // Another file took its place: whoever reads the old one reads all of it.
  expect(readFileSync(path.join(cwd, "earlier.json"), "utf8")).toBe("an earlier plan");
  expect(JSON.parse(readFileSync(path.join(cwd, "plan.json"), "utf8"))).toHaveProperty("digest");

  // The journal is looked at, and the command line, while the apply waits for an answer.
  emulator.setFaults({ faults: [{ method: "POST", path: "**/import", kind: "slow", seconds: 0.4 }] });
  const ended = runNode([MAIN, "apply", "plan.json", "--yes", "-q"], cwd, env);
  const journal = path.join(cwd, ".residentctl", "journal");
  while (!emulator.requests().some(({ path: called }) => called.endsWith("/import"))) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  const lock = readdirSync(journal).find((name) => name.startsWith("lock-"));
  const commandLine = `/proc/${lock?.split("-")[1]}/cmdline`;
  if (existsSync("/proc/self/cmdline")) {
    const argv = readFileSync(commandLine, "utf8");
    expect(argv).toContain("plan.json");
    expect(argv).not.toMatch(/battery|operator@/);
  }
  expect((await ended).code).toBe(0);
  const written = readdirSync(journal).map((name) => path.join(".residentctl", "journal", name));
  expect(written).toHaveLength(1);
  for (const file of ["plan.json", ...written]) {
    expect([file, statSync(path.join(cwd, file)).mode & 0o777]).toEqual([file, 0o600]);
    const text = readFileSync(path.join(cwd, file), "utf8");
    for (const secret of [OPERATOR.password, ENCODED, "a key of one's own"])
      expect(text).not.toContain(secret);
  }
  expect(statSync(journal).mode & 0o777).toBe(0o700);
  expect(readdirSync(cwd).sort()).toEqual([".residentctl", "earlier.json", "plan.json", "sites"]);
});

test("credentials go to https, or to this machine", async () => {
  const { code, stdout, stderr } = await plan("http://127.0.0.1:1", "--base-url", "http://example.org/v2");
  expect(stderr).toMatch(/^error: .*https/);
  expect(stdout).toBe("");
  expect(code).toBe(4);
});
