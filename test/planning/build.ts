import { Temporal } from "temporal-polyfill";
import { expect } from "vitest";
import { type DeclaredDate, parseDeclaredDate } from "../../src/domain/declared-date.ts";
import { emailKey } from "../../src/domain/email.ts";
import { formatUtc } from "../../src/domain/live-date.ts";
import type {
  DeclaredResident,
  DeclaredSite,
  LimitedKind,
  LiveResident,
  LiveSite,
  Mapping,
  Policy,
} from "../../src/domain/site.ts";
import { parseStatus } from "../../src/domain/status.ts";
import type { Unit } from "../../src/domain/unit.ts";
import { zoneOf } from "../../src/domain/zone.ts";
import { planDigest } from "../../src/planning/digest.ts";
import { makePlan } from "../../src/planning/make-plan.ts";
import type { Action, Plan, Refusal, SitePlan } from "../../src/planning/plan.ts";

/** Mid-morning of 2026-11-23 in Los Angeles. */
const NOW = "2026-11-23T18:00:00Z";

const ZONE = "America/Los_Angeles";

/** The floor and the building never matter but where a test says so: `unit("105")` is Hudson/1/105. */
export function unit(name: string, building = "Hudson", floor = "1"): Unit {
  return { building, floor, unit: name };
}

/** A date as it is written in a file. */
export function date(text: string, zone = ZONE): DeclaredDate {
  const parsed = parseDeclaredDate(text, zone);
  if (typeof parsed === "string") throw new Error(`${text}: ${parsed}`);
  return parsed;
}

type DeclaredWish = Partial<
  Omit<DeclaredResident, "accessStart" | "accessEnd" | "unit" | "email" | "source">
> & {
  readonly unit?: string | Unit | undefined;
  readonly accessStart?: string;
  readonly accessEnd?: string | null;
  readonly file?: string;
  readonly line?: number;
};

/** An active entry named after the e-mail's local part, in unit 105 unless it says otherwise. */
export function declared(email: string, wish: DeclaredWish = {}): DeclaredResident {
  const { unit: place = "105", accessStart, accessEnd, file = "sites/a.yaml", line = 10, ...rest } = wish;
  return {
    email,
    firstName: nameOf(email),
    lastName: "Example",
    phone: undefined,
    unit: typeof place === "string" ? unit(place) : place,
    accessStart: accessStart === undefined ? undefined : date(accessStart),
    accessEnd: accessEnd === undefined || accessEnd === null ? accessEnd : date(accessEnd),
    state: "active",
    isProtected: false,
    id: undefined,
    replaces: undefined,
    transferFrom: undefined,
    ...rest,
    source: { file, line, column: 5 },
  };
}

/** An entry that holds nothing but its e-mail and a state. */
export function tombstone(email: string, state: "terminated" | "purged"): DeclaredResident {
  return { ...declared(email, { state }), firstName: undefined, lastName: undefined, unit: undefined };
}

type LiveWish = Partial<Omit<LiveResident, "status" | "unit">> & {
  readonly unit?: string | Unit;
  /** The status words, with spaces between. */
  readonly status?: string;
  readonly zone?: string;
  /** Site-local date-times (`2021-11-05T14:10:22`), or null. */
  readonly start?: string | null;
  readonly end?: string | null;
};

/** A current resident who agrees with `declared(email)`, with access since 2025-01-01 and no end. */
export function live(email: string, wish: LiveWish = {}): LiveResident {
  const {
    unit: place = "105",
    status = "current",
    zone = ZONE,
    start = "2025-01-01T00:00:00",
    end = null,
  } = wish;
  const { unit: _u, status: _s, zone: _z, start: _a, end: _e, ...rest } = wish;
  return {
    residentId: `id-${emailKey(email)}`,
    email,
    firstName: nameOf(email),
    lastName: "Example",
    phone: null,
    ...(typeof place === "string" ? unit(place) : place),
    activationDate: start,
    activationDateUTC: start === null ? null : utc(start, zone),
    deactivationDate: end,
    deactivationDateUTC: end === null ? null : utc(end, zone),
    onboardedAt: "2025-01-02T00:00:00",
    status: parseStatus(status.split(" ")),
    ...rest,
  };
}

/** `2021-11-05T14:10:22` at a site as the API writes it in UTC. */
export function utc(local: string, zone = ZONE): string {
  return formatUtc(zoneOf(zone).instantOf({ form: "local", text: local }, "00:00"));
}

function nameOf(email: string): string {
  return email.slice(0, email.indexOf("@")).toLowerCase();
}

type SiteWish = Partial<Omit<DeclaredSite, "policy" | "accept">> & {
  readonly undeclared?: Policy["undeclared"];
  /** `25%` or `3`. */
  readonly limits?: Partial<Record<LimitedKind, string>>;
  readonly accept?: readonly string[];
};

/** A declared site with the default policy. */
export function site(residents: readonly DeclaredResident[], wish: SiteWish = {}): DeclaredSite {
  const { undeclared = "report", limits = {}, accept = [], ...rest } = wish;
  const name = rest.name ?? "a";
  return {
    name,
    siteId: `site-${name}`,
    teamId: "team",
    timezone: ZONE,
    times: { start: "00:00", end: "23:59" },
    residents,
    source: { file: `sites/${name}.yaml`, line: 3, column: 7 },
    ...rest,
    policy: {
      undeclared,
      limits: {
        create: limit(limits.create ?? "25%"),
        update: limit(limits.update ?? "30%"),
        suspend: limit(limits.suspend ?? "10%"),
        terminate: limit(limits.terminate ?? "10%"),
        purge: limit(limits.purge ?? "0"),
      },
    },
    accept: accept.map((token, index) => ({
      token,
      source: { file: `sites/${name}.yaml`, line: 20 + index, column: 5 },
    })),
  };
}

function limit(text: string) {
  return text.endsWith("%")
    ? { unit: "percent" as const, value: Number(text.slice(0, -1)) }
    : { unit: "count" as const, value: Number(text) };
}

/** A unit of the site and its network. */
export function mapping(
  place: string | Unit,
  ssid: string | null = "Home",
  vlan: string | null = "1",
): Mapping {
  return { ...(typeof place === "string" ? unit(place) : place), ssid, vlan };
}

/** Units 101 to 199 of Hudson, floor 1, all in one network. */
const MAPPINGS: readonly Mapping[] = Array.from({ length: 99 }, (_, index) => mapping(String(101 + index)));

/** What the API says of a site. */
export function liveSite(residents: readonly LiveResident[], wish: Partial<LiveSite> = {}): LiveSite {
  return { siteId: "site", teamId: "team", residents, mappings: MAPPINGS, ...wish };
}

/** A site, and what is live there. */
export interface Pair {
  readonly declared: DeclaredSite;
  readonly live: readonly LiveResident[] | LiveSite | null;
}

interface Circumstances {
  readonly now?: string;
  readonly selected?: ReadonlySet<string> | null;
  readonly base?: readonly DeclaredSite[] | null;
}

/** Plans some sites at NOW. The digest of every plan is that of its actions, as they are read from a file. */
export function planSites(
  pairs: readonly Pair[],
  { now = NOW, base = null, selected = null }: Circumstances = {},
): Plan {
  const plan = makePlan({
    now: Temporal.Instant.from(now),
    declared: pairs.map((pair) => pair.declared),
    live: new Map(
      pairs.flatMap(({ declared: wanted, live: there }) => {
        if (there === null) return [];
        return [[wanted.name, "mappings" in there ? there : liveSite(there)] as const];
      }),
    ),
    base,
    selected,
    source: { commit: null, dirty: null, digest: "0".repeat(64) },
    toolVersion: "0.0.0",
  });
  expect(planDigest(plan.sites)).toBe(plan.digest);
  return plan;
}

/** Plans one site at NOW. */
export function planSite(
  wanted: DeclaredSite,
  there: readonly LiveResident[] | LiveSite,
  circumstances: Circumstances = {},
): SitePlan {
  return siteOf(planSites([{ declared: wanted, live: there }], circumstances), wanted.name);
}

/** A site's part of a plan. */
export function siteOf(plan: Plan, name: string): SitePlan {
  const found = plan.sites.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`no site ${name} in the plan`);
  return found;
}

/** `update cwilson@example.com`, in the plan's order. */
export function actionLines(plan: SitePlan): readonly string[] {
  return plan.actions.map((action) => `${action.kind} ${action.email}`);
}

/** `2 update cwilson@example.com`: with the wave. */
export function waveLines(plan: SitePlan): readonly string[] {
  return plan.actions.map((action) => `${action.wave} ${action.kind} ${action.email}`);
}

/** The action of a kind on a resident. */
export function actionOf(plan: SitePlan, kind: string, email: string): Action {
  const found = plan.actions.find((action) => action.kind === kind && action.email === email);
  if (found === undefined) throw new Error(`no ${kind} of ${email}: ${actionLines(plan).join(", ")}`);
  return found;
}

/** The rules that refuse a site, in order. */
export function rulesOf(plan: SitePlan): readonly string[] {
  return plan.refusals.map((refusal) => refusal.rule);
}

/** The only refusal by a rule. */
export function refusalOf(plan: SitePlan, rule: string): Refusal {
  const found = plan.refusals.filter((refusal) => refusal.rule === rule);
  const [first] = found;
  if (first === undefined || found.length > 1) {
    throw new Error(`${found.length} refusals by ${rule}: ${rulesOf(plan).join(", ")}`);
  }
  return first;
}

/** The consent tokens that a plan prints. */
export function tokensOf(plan: SitePlan): readonly string[] {
  return plan.refusals.flatMap((refusal) => refusal.consent ?? []);
}

/** So many e-mails, in order: `r01@example.com`, … */
export function emails(count: number, prefix = "r"): readonly string[] {
  return Array.from(
    { length: count },
    (_, index) => `${prefix}${String(index + 1).padStart(2, "0")}@example.com`,
  );
}

/** The unit of the n-th (from 0) of `emails`. */
export function unitName(index: number): string {
  return String(101 + index);
}
