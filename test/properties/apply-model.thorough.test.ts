import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { run } from "../../src/cli.ts";
import { ApiError } from "../../src/elevenos/api-error.ts";
import { parseBaseUrl } from "../../src/elevenos/base-url.ts";
import { createClient } from "../../src/elevenos/client.ts";
import type { Fault } from "../../src/emulator/faults.ts";
import type { LoggedRequest } from "../../src/emulator/request-log.ts";
import type { Plan } from "../../src/planning/plan.ts";
import { credentialsFor, OPERATOR } from "../acceptance/every-request.ts";
import { type Applied, startVirtualServer, type VirtualServer } from "../acceptance/virtual-server.ts";
import { entry, fakeProcess, live, MAPLE, seedOf, siteFile, TEAM, writeFiles } from "../commands/scene.ts";

// Takes longer than all the rest, and is not what is tested.
vi.mock(import("../../src/commands/git-source.ts"), () => ({
  gitSource: async () => ({ commit: null, dirty: null }),
}));

const RUNS = Number(process.env.RESIDENTCTL_RUNS ?? "12");
const PEOPLE = ["Ada", "Bob", "Cid", "Dan", "Eve", "Fay", "Gus"];
const SITE = { teamId: TEAM, siteId: MAPLE };

type State = "active" | "suspended" | "later" | "terminated" | "purged";

/** What a site file says of somebody; null: nothing. */
interface Declared {
  readonly state: State;
  readonly isMoved: boolean;
  readonly phone: string | null;
  readonly isProtected: boolean;
}

/** What happens before an apply, or while it runs. */
type Step =
  | { readonly do: "declare"; readonly who: number; readonly as: Declared | null }
  | { readonly do: "onboard"; readonly who: number }
  | { readonly do: "time"; readonly hours: number }
  | { readonly do: "fault"; readonly fault: Fault }
  | {
      readonly do: "write";
      readonly who: number;
      readonly what: "suspend" | "unsuspend" | "terminate" | "phone" | "add";
      readonly isMeanwhile: boolean;
    };

const who = fc.nat({ max: PEOPLE.length - 1 });

const declared: fc.Arbitrary<Declared> = fc.record({
  state: fc.constantFrom("active", "active", "active", "suspended", "later", "terminated", "purged"),
  isMoved: fc.boolean(),
  phone: fc.constantFrom(null, "543-678-9012"),
  isProtected: fc.constantFrom(false, false, true),
});

const what: fc.Arbitrary<Fault> = fc.oneof(
  fc.constantFrom<Fault>(
    { kind: "status", status: 500 },
    { kind: "status", status: 500, acts: true },
    { kind: "status", status: 429, retryAfter: 5 },
    { kind: "status", status: 401 },
    { kind: "drop" },
    { kind: "drop", acts: true },
    { kind: "truncated" },
    { kind: "html", acts: true },
    { kind: "expire-tokens" },
    { kind: "list", first: 0 },
    { kind: "list", first: 3 },
    { kind: "job", stuckAfter: 1 },
    { kind: "job", counts: { success: 7 } },
    { kind: "job", entries: "without-ids", nesting: "pair" },
  ),
  fc.constantFrom(...PEOPLE).map((name): Fault => ({ kind: "job", failEmails: [emailOf(name)] })),
);

const fault: fc.Arbitrary<Fault> = fc
  .record({
    what,
    where: fc.constantFrom(
      { method: "POST", path: "**/import" },
      { method: "POST", path: "**/bulkaction" },
      { method: "PUT" },
      { method: "DELETE" },
      { method: "GET", path: "**/resident" },
      {},
    ),
    nth: fc.integer({ min: 1, max: 4 }),
    times: fc.integer({ min: 1, max: 6 }),
  })
  .map(({ what: kind, where, nth, times }) => ({ ...kind, ...where, nth, times }));

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant("declare"), who, as: fc.option(declared) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("onboard"), who }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant("time"), hours: fc.constantFrom(1, 24, 24 * 32) }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("fault"), fault }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("write"),
      who,
      what: fc.constantFrom("suspend", "unsuspend", "terminate", "phone", "add"),
      isMeanwhile: fc.boolean(),
    }),
  },
);

/** The site as it is at first: five people, of whom one is suspended and one has not onboarded yet. */
const { now: _running, ...seed } = seedOf([
  live("Ada", "101"),
  live("Bob", "102"),
  live("Cid", "103", { suspended: true }),
  live("Dan", "104", { onboardedAt: null }),
  live("Eve", "105"),
]);

/** A life of a site. */
interface Scenario {
  readonly rounds: readonly (readonly Step[])[];
  readonly undeclared: "report" | "terminate";
  readonly mayPurge: boolean;
}

const scenario: fc.Arbitrary<Scenario> = fc.record({
  /** Several things may happen before each apply. */
  rounds: fc.array(fc.array(step, { minLength: 1, maxLength: 4 }), { minLength: 2, maxLength: 5 }),
  undeclared: fc.constantFrom("report", "terminate"),
  mayPurge: fc.boolean(),
});

function emailOf(name: string): string {
  return `${name.toLowerCase()}@example.com`;
}

function entryOf(index: number, { state, isMoved, phone, isProtected }: Declared): string {
  const name = PEOPLE[index] ?? "";
  if (state === "terminated" || state === "purged") {
    return `  - { email: ${emailOf(name)}, state: ${state}, protected: ${isProtected} }\n`;
  }
  return entry(
    name,
    String((isMoved ? 111 : 101) + index),
    `phone: ${phone}`,
    `protected: ${isProtected}`,
    ...(state === "suspended" ? ["state: suspended"] : []),
    ...(state === "later" ? ["accessStart: 2026-12-24"] : []),
  );
}

/** What is declared now, by the index of the person. */
type Declarations = ReadonlyMap<number, Declared>;

function writeDeclarations(server: VirtualServer, declarations: Declarations, head: string): void {
  const entries = [...declarations].map(([index, as]) => entryOf(index, as));
  writeFiles(server.cwd, { "sites/maple.yaml": siteFile("maple", MAPLE, entries, head) });
}

/** Somebody else who writes: staff in the web UI, or another system. What is refused there is not our matter. */
async function writeAsOther(
  server: VirtualServer,
  name: string,
  what: Extract<Step, { do: "write" }>["what"],
): Promise<void> {
  const api = createClient({
    baseUrl: parseBaseUrl(server.emulator.url),
    credentials: { token: null, login: OPERATOR },
    timing: server.clock,
  });
  try {
    const id = (await api.listResidents(SITE)).find(({ email }) => email === emailOf(name))?.residentId;
    if (what === "add") await api.addResident(SITE, fieldsOf(name));
    else if (id === undefined) return;
    else if (what === "suspend") await api.setStatus(SITE, id, "Disabled");
    else if (what === "unsuspend") await api.setStatus(SITE, id, "Active");
    else if (what === "terminate") await api.terminateResident(SITE, id);
    else await api.updateResident(SITE, id, { ...fieldsOf(name), phone: "543-000-0000" });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
  } finally {
    await api.close();
  }
}

function fieldsOf(name: string) {
  return {
    email: emailOf(name),
    firstName: name,
    lastName: "Tenant",
    phone: null,
    building: "Hudson",
    floor: "1",
    unit: String(101 + PEOPLE.indexOf(name)),
    activationDateUTC: "2026-01-01T08:00:00+00:00",
    deactivationDateUTC: null,
  };
}

/** The ResidentIds that a request ends, and how; nobody else ends by a bulk action or a purge. */
function endsIn({ method, path, body }: LoggedRequest): {
  readonly how: string;
  readonly ids: readonly string[];
} {
  const single = /\/resident\/([^/]+)(\/purge)?$/.exec(path);
  if (method === "DELETE" && single !== null) {
    return { how: single[2] === undefined ? "terminate" : "purge", ids: [single[1] ?? ""] };
  }
  if (method !== "POST" || !path.endsWith("/bulkaction")) return { how: "nothing", ids: [] };
  const { Action: action, Residents: ids } = JSON.parse(body) as { Action: string; Residents: string[] };
  return { how: action === "terminate-purge" ? "purge" : action, ids };
}

/** Runs a scenario and says which promises did not hold. */
async function broken({ rounds, undeclared, mayPurge }: Scenario): Promise<readonly string[]> {
  const server = await startVirtualServer({ ...seed, account: OPERATOR }, {});
  const { emulator } = server;
  const limits = `create: 100%, update: 100%, suspend: 100%, terminate: 100%, purge: ${mayPurge ? 100 : 0}`;
  const head = `policy: { undeclared: ${undeclared}, limits: { ${limits} } }`;
  const declarations = new Map<number, Declared>(
    PEOPLE.slice(0, 5).map((_, index) => [
      index,
      { state: "active", isMoved: false, phone: null, isProtected: index === 0 },
    ]),
  );
  const emails = new Map<string, string>();
  const trouble: string[] = [];

  /** The promises that count whatever happens; `from`: the requests before this apply. */
  function checkAlways(from: number, hasOthers: boolean): void {
    for (const site of emulator.state().teams.flatMap((team) => team.sites)) {
      for (const { residentId = "", email } of site.residents) {
        if ((emails.get(residentId) ?? email) !== email) trouble.push(`${residentId} has another e-mail`);
        emails.set(residentId, email);
      }
    }
    const accounts = emulator.outbox().filter(({ kind }) => kind === "invitation");
    const invited = accounts.map(({ residentId }) => residentId);
    if (new Set(invited).size < invited.length) trouble.push("somebody is invited twice");
    for (const violation of emulator.violations()) trouble.push(`violation: ${JSON.stringify(violation)}`);
    for (const request of emulator.requests().slice(from)) {
      const { how, ids } = endsIn(request);
      for (const id of ids) {
        const email = emails.get(id);
        const index = PEOPLE.findIndex((name) => emailOf(name) === email);
        const entryNow = declarations.get(index);
        if (how === "purge" && (entryNow?.state !== "purged" || !mayPurge)) {
          trouble.push(`${email} is purged, and declared ${JSON.stringify(entryNow)}`);
        }
        const isByUs = !(hasOthers && request.method === "DELETE");
        if (isByUs && /^(?:terminate|purge|suspend)$/.test(how) && entryNow?.isProtected === true) {
          trouble.push(`${email} is protected, and ${how} is sent`);
        }
      }
    }
  }

  async function apply(others: readonly Extract<Step, { do: "write" }>[]): Promise<Applied> {
    // Who is live now has to be known before anybody is gone.
    checkAlways(emulator.requests().length, false);
    writeDeclarations(server, declarations, head);
    const from = emulator.requests().length;
    const [applied] = await Promise.all([
      server.apply("--job-timeout", "60"),
      ...others.map((step) => writeAsOther(server, PEOPLE[step.who] ?? "", step.what)),
    ]);
    checkAlways(from, others.length > 0);
    return applied;
  }

  try {
    for (const round of rounds) {
      const meanwhile: Extract<Step, { do: "write" }>[] = [];
      const faults: Fault[] = [];
      for (const one of round) {
        const name = "who" in one ? (PEOPLE[one.who] ?? "") : "";
        switch (one.do) {
          case "declare":
            if (one.as === null) declarations.delete(one.who);
            else declarations.set(one.who, one.as);
            break;
          case "onboard":
            if (server.residents()[emailOf(name)]?.startsWith("pending") === true)
              emulator.onboard(emailOf(name));
            break;
          case "time":
            server.clock.advance(one.hours * 3_600_000);
            break;
          case "fault":
            faults.push(one.fault);
            break;
          case "write":
            if (one.isMeanwhile) meanwhile.push(one);
            else await writeAsOther(server, name, one.what);
        }
      }
      emulator.setFaults({ faults });
      const { code, stderr } = await apply(meanwhile);
      if (![0, 1, 3].includes(code)) trouble.push(`exit ${code}: ${stderr}`);
      emulator.setFaults({});
      const isSure = faults.every(({ kind }) => kind !== "list") && meanwhile.length === 0;
      if (code === 0 && isSure && (await pendingActions(server)) !== 0)
        trouble.push("exit 0, and actions are due");
    }
    // Faults and others have stopped.
    const { code, stderr } = await apply([]);
    if (code !== 0 && code !== 3) trouble.push(`does not converge: exit ${code}: ${stderr}`);
    if ((await pendingActions(server)) !== 0) trouble.push("a new plan is not empty");
    if (server.openJournals().length > 0) trouble.push("a journal is left open");
    ends.set(code, (ends.get(code) ?? 0) + 1);
    return trouble;
  } finally {
    await emulator.close();
  }
}

/** How scenarios ended: exit code to how many. */
const ends = new Map<number, number>();

/** How many actions a new plan holds for sites that are not refused. */
async function pendingActions(server: VirtualServer): Promise<number> {
  const made = fakeProcess({ cwd: server.cwd, env: credentialsFor(server.emulator.url) });
  await run(["plan", "--format", "json", "-q"], { ...made.world, timing: server.clock });
  const { sites }: Plan = JSON.parse(made.stdout());
  return sites.reduce((sum, site) => sum + (site.refusals.length > 0 ? 0 : site.actions.length), 0);
}

test(`whatever happens, and whoever else writes, the promises hold (${RUNS} runs)`, async () => {
  await fc.assert(
    fc.asyncProperty(scenario, async (one) => {
      expect(await broken(one)).toEqual([]);
    }),
    { numRuns: RUNS, endOnFailure: process.env.CI !== undefined },
  );
  console.log(`apply model: ${RUNS} runs, ended with exit code → runs: ${JSON.stringify([...ends])}`);
}, 600_000);
