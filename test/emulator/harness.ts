import { afterEach } from "vitest";
import type { EmulatorSeed, SeedResident } from "../../src/emulator/seed.ts";
import { type Emulator, type EmulatorOptions, startEmulator } from "../../src/emulator/start.ts";

/** Where the clock of every test stands: nine in the morning in Los Angeles, six in the evening in Berlin. */
export const NOW = "2026-11-23T17:00:00Z";

export const TEAM = "team-1";
export const HEIGHTS = `/team/${TEAM}/site/heights/resident`;
export const LOFTS = `/team/${TEAM}/site/lofts/resident`;

type Person = Partial<SeedResident> & Pick<SeedResident, "email" | "unit">;

/** A resident of the seed, onboarded and open-ended where nothing else is said; the id is the e-mail's first word. */
export function person(facts: Person): SeedResident {
  return {
    residentId: `id-${facts.email.split("@")[0]}`,
    firstName: "Ada",
    lastName: "Example",
    phone: "213-555-0100",
    building: "Hudson",
    floor: "1",
    activation: "2026-01-05T08:00:00Z",
    deactivation: null,
    onboardedAt: "2026-01-06T08:00:00Z",
    ...facts,
  };
}

/** One resident in each status, in units 101 to 105. */
export const EVERY_STATUS: readonly SeedResident[] = [
  person({
    email: "scheduled@example.com",
    unit: "101",
    activation: "2026-12-01T08:00:00Z",
    onboardedAt: null,
  }),
  person({
    email: "pending@example.com",
    unit: "102",
    activation: "2026-11-20T08:00:00Z",
    onboardedAt: null,
  }),
  person({ email: "current@example.com", unit: "103" }),
  person({ email: "suspended@example.com", unit: "104", suspended: true }),
  person({
    email: "expired@example.com",
    unit: "105",
    deactivation: "2026-11-19T07:59:59Z",
    terminatedAt: "2026-11-20T00:00:00Z",
  }),
];

/** Two sites in two zones, the first of type PPK-C, the second not; units 101 to 110 at each. */
export function seedOf(
  residents: readonly SeedResident[] = EVERY_STATUS,
  lofts: readonly SeedResident[] = [],
): EmulatorSeed {
  const mappings = Array.from({ length: 10 }, (_, index) => ({
    building: "Hudson",
    floor: "1",
    unit: String(101 + index),
    ssid: index < 5 ? "Hudson-A" : "Hudson-B",
    vlan: String(100 + index),
  }));
  return {
    now: NOW,
    teams: [
      {
        teamId: TEAM,
        name: "Example Homes",
        sites: [
          {
            siteId: "heights",
            name: "Heights",
            timezone: "America/Los_Angeles",
            siteType: "PPK-C",
            mappings,
            residents,
          },
          {
            siteId: "lofts",
            name: "Lofts",
            timezone: "Europe/Berlin",
            siteType: "PSK",
            mappings,
            residents: lofts,
          },
        ],
      },
    ],
  };
}

/** An answer's body, as loose as JSON is; a test that reads what is not there fails. */
export interface Body {
  readonly [name: string]: unknown;
}

export interface Reply {
  readonly status: number;
  readonly body: Body;
}

/** A server and a signed-in client. */
export interface Fixture {
  readonly emulator: Emulator;
  readonly call: (method: string, path: string, body?: unknown) => Promise<Reply>;
  /** The listed residents of a site, by the first word of their e-mail address. */
  readonly list: (path?: string) => Promise<ReadonlyMap<string, Body>>;
  /** The listed status words, joined; `absent` where nobody is listed. */
  readonly statusOf: (name: string) => Promise<string>;
  /** Submits a job and polls it to its end. */
  readonly job: (path: string, body: unknown) => Promise<Body>;
  /** Kind and first word of the receiver of every e-mail sent. */
  readonly mails: () => string[];
}

const running: Emulator[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((emulator) => emulator.close()));
});

/** Time stands still, sleeping takes no time, and chance is the same every time. */
export function steadyTiming(): EmulatorOptions["timing"] {
  let seed = 7;
  return {
    now: () => Date.parse(NOW),
    sleep: () => Promise.resolve(),
    random: () => {
      seed = (seed * 16807) % 2147483647;
      return (seed - 1) / 2147483646;
    },
  };
}

export async function start(options: Partial<EmulatorOptions> = {}): Promise<Emulator> {
  const emulator = await startEmulator({ seed: seedOf(), timing: steadyTiming(), ...options });
  running.push(emulator);
  return emulator;
}

export function passwordHeader(email = "operator@example.com", password = "emulator"): string {
  return `Password ${Buffer.from(`${email}:${password}`).toString("base64")}`;
}

export async function signIn(emulator: Emulator, authorization = passwordHeader()): Promise<Reply> {
  const response = await fetch(`${emulator.url}/oauth/token`, { method: "POST", headers: { authorization } });
  return { status: response.status, body: (await response.json()) as Body };
}

export async function startSignedIn(options: Partial<EmulatorOptions> = {}): Promise<Fixture> {
  const emulator = await start(options);
  const token = String((await signIn(emulator)).body.access_token);
  const call: Fixture["call"] = async (method, path, body) => {
    const response = await fetch(`${emulator.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Body };
  };
  const list: Fixture["list"] = async (path = HEIGHTS) => {
    const { body } = await call("GET", path);
    return new Map(residentsOf(body).map((one) => [String(one.Email).split("@")[0] ?? "", one]));
  };
  return {
    emulator,
    call,
    list,
    statusOf: async (name) => {
      const words = (await list()).get(name)?.Status;
      return Array.isArray(words) ? words.join("+") : "absent";
    },
    job: async (path, body) => {
      const { job_id } = (await call("POST", path, body)).body;
      for (let polls = 0; polls < 50; polls += 1) {
        const status = (await call("GET", `${path}/${String(job_id)}`)).body;
        if (status.status === "finished") return status;
      }
      throw new Error("the job did not finish");
    },
    mails: () => emulator.outbox().map(({ kind, to }) => `${kind} ${to.split("@")[0]}`),
  };
}

export function residentsOf(body: Body): readonly Body[] {
  if (!Array.isArray(body.Residents)) throw new Error(`no residents in ${JSON.stringify(body)}`);
  return body.Residents as Body[];
}

/** A ResidentObject; `Phone` becomes `PhoneNumber` with `imported`. */
export function residentObject(changes: Body = {}): Body {
  return {
    Email: "new@example.com",
    FirstName: "Nora",
    LastName: "Example",
    Phone: null,
    ActivationDateUTC: null,
    DeactivationDateUTC: null,
    Building: "Hudson",
    Floor: "1",
    Unit: "110",
    ...changes,
  };
}

export function imported(changes: Body = {}): Body {
  const { Phone, ...rest } = residentObject(changes);
  return { ...rest, PhoneNumber: Phone };
}

/** What a client sends to change a listed resident. */
export function objectOf(listed: Body | undefined, changes: Body = {}): Body {
  if (listed === undefined) throw new Error("nobody of that name is listed");
  const { Email, FirstName, LastName, Phone, ActivationDateUTC, DeactivationDateUTC } = listed;
  const { Building, Floor, Unit } = listed;
  const object = { Email, FirstName, LastName, Phone, ActivationDateUTC, DeactivationDateUTC };
  return { ...object, Building, Floor, Unit, ...changes };
}

/** Succeeded and failed entries, whatever the nesting. */
export function entriesOf(result: unknown): {
  readonly success: readonly Body[];
  readonly failed: readonly Body[];
} {
  const parts: Body[] = Array.isArray(result) ? result : [result];
  const of = (name: string) =>
    parts.flatMap((part) => (Array.isArray(part[name]) ? (part[name] as Body[]) : []));
  return { success: of("success"), failed: of("failed") };
}
