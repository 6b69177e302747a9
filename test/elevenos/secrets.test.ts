import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import type { ElevenOS } from "../../src/elevenos/api.ts";
import { ApiError } from "../../src/elevenos/api-error.ts";
import type { RequestEvent } from "../../src/elevenos/caller.ts";
import { compactJson, createScrubber } from "../../src/elevenos/scrub.ts";
import { FIELDS, LOGIN, type Reply, type Seen, SITE, startWorld } from "./support.ts";

const PASSPHRASE = "hunter2-of-unit-105";
const BASE64 = Buffer.from(`${LOGIN.email}:${LOGIN.password}`).toString("base64");
const SECRETS = [LOGIN.password, BASE64, LOGIN.email, "token-1", "token-2", "token-0", PASSPHRASE];

/** Servers that send back whatever they were sent, and a passphrase with it. */
const ECHOES: Record<string, (seen: Seen) => Reply> = {
  "an HTML error page": ({ headers }) => ({
    status: 500,
    text: `<html>${headers.authorization} passphrase: ${PASSPHRASE}`,
  }),
  "HTML with status 200": ({ headers }) => ({ text: `${headers.authorization} Passphrase="${PASSPHRASE}"` }),
  "a JSON error": ({ headers }) => ({
    status: 400,
    json: { message: { sent: headers.authorization, Passphrase: PASSPHRASE } },
  }),
  "a refusal": ({ headers }) => ({
    json: { Error: `${headers.authorization} of ${LOGIN.email}, ${LOGIN.password}` },
  }),
  "a rejection": ({ headers }) => ({ status: 401, json: { Error: headers.authorization } }),
  "truncated JSON": ({ headers }) => ({
    text: `{"sent":"${headers.authorization}","Mappings":[{"Passphrase":"${PASSPHRASE}`,
  }),
  "a redirect": ({ headers }) => ({
    status: 302,
    headers: { location: `/${headers.authorization?.split(" ")[1]}?p=${PASSPHRASE}` },
  }),
  "something that is not HTTP, but nearly": ({ headers }) => ({
    headers: { "content-length": "5" },
    text: `${headers.authorization}${PASSPHRASE}`,
  }),
  "the wrong shape": ({ headers }) => ({
    json: {
      Error: null,
      Teams: headers.authorization,
      Residents: [{ ResidentId: "r1", Email: { Passphrase: PASSPHRASE } }],
      Mappings: [
        { Building: "Hudson", Floor: "1", Unit: "105", SSID: null, Vlan: null, Passphrase: PASSPHRASE },
      ],
      job_id: { Passphrase: PASSPHRASE },
      status: "finished",
      result: { failed: [{ Email: "a@example.com", Passphrase: PASSPHRASE, note: headers.authorization }] },
    },
  }),
};

const CALLS: ((api: ElevenOS) => Promise<unknown>)[] = [
  (api) => api.listTeams(),
  (api) => api.listMappings(SITE),
  (api) => api.listResidents(SITE),
  (api) => api.updateResident(SITE, "r1", FIELDS),
  (api) => api.submitImport(SITE, [FIELDS]),
  (api) => api.bulkActionJob(SITE, "j1"),
];

/** Everything that can be found on a value, hidden properties, causes and stacks too. */
const everythingOn = (value: unknown) =>
  inspect(value, { depth: 20, showHidden: true, maxStringLength: null });

describe("no secret is in any error, event or value", () => {
  test.each(Object.keys(ECHOES))("a server that echoes in %s", async (name) => {
    for (const withToken of [true, false]) {
      const events: RequestEvent[] = [];
      const world = await startWorld((seen) =>
        seen.path.endsWith("/token") && withToken ? undefined : ECHOES[name]?.(seen),
      );
      for (const call of CALLS) {
        const client = world.client({
          onRequest: (event) => events.push(event),
          ...(withToken ? {} : { credentials: { token: "token-0", login: LOGIN } }),
        });
        const outcome: unknown = await call(client).catch((error: unknown) => error);
        for (const secret of SECRETS) expect(everythingOn([outcome, events])).not.toContain(secret);
      }
    }
  });
});

describe("a token that comes as it should not", () => {
  const TOKEN = "eyJ0b2tlbiI6MX0.of-nobody";

  test.each<[string, Reply]>([
    ["bare", { text: TOKEN }],
    ["as a form", { text: `access_token=${TOKEN}&token_type=bearer` }],
    ["with status 201, bare", { status: 201, text: TOKEN }],
    ["with status 201, in JSON", { status: 201, json: { access_token: TOKEN } }],
    ["in truncated JSON", { text: `{"access_token":"${TOKEN}` }],
    ["in a page", { text: `<pre>access_token: ${TOKEN}</pre>` }],
    ["in a list", { text: JSON.stringify([{ access_token: TOKEN }]) }],
  ])("%s: is not shown", async (_how, reply) => {
    const world = await startWorld(() => reply);
    const outcome: unknown = await world
      .client()
      .listTeams()
      .catch((error: unknown) => error);
    expect(outcome).toBeInstanceOf(ApiError);
    expect(everythingOn(outcome)).not.toContain("eyJ0");
  });
});

describe("scrubbing", () => {
  test("takes out whole secrets, also where one is a part of another, and as JSON writes them", () => {
    const scrubber = createScrubber();
    for (const secret of ["abc", "abcdef", 'q"q']) scrubber.add(secret);
    expect(scrubber.scrub('abcdef abc q"q q\\"q x')).toBe("[secret] [secret] [secret] [secret] x");
  });

  test.each([
    ["Passphrase: open sesame", "Passphrase: [secret] sesame"],
    ['{"Passphrase":"open \\" sesame","a":1}', '{"Passphrase":[secret],"a":1}'],
    ['{"Passphrase":"cut o', '{"Passphrase":[secret]'],
    ["passphrase='open sesame'", "passphrase=[secret]"],
    ["access_token=abc.def&x=1", "access_token=[secret]"],
    ["the passphrase is missing", "the passphrase is missing"],
  ])("%s", (text, scrubbed) => {
    expect(createScrubber().scrub(text)).toBe(scrubbed);
  });

  test("compact JSON leaves passphrases out at any depth", () => {
    expect(compactJson([{ a: { PASSPHRASE: "x", b: 1 }, wifi_passphrase: "y" }])).toBe('[{"a":{"b":1}}]');
    expect(compactJson(undefined)).toBe("");
  });
});
