import type { EmulatorSeed, SeedResident } from "../../src/emulator/seed.ts";
import { entry, live, MAPLE, seedOf, siteFile } from "../commands/scene.ts";

/** Who may sign in: a password that no message would hold by chance. */
export const OPERATOR = { email: "operator@example.com", password: "correct horse, battery: staple" };

/** What the program finds in its environment. */
export function credentialsFor(url: string): Readonly<Record<string, string>> {
  return {
    ELEVENOS_EMAIL: OPERATOR.email,
    ELEVENOS_PASSWORD: OPERATOR.password,
    ELEVENOS_BASE_URL: url,
  };
}

const DAY = 24 * 3_600_000;

function daysAfter(now: number, days: number): string {
  return new Date(now + days * DAY).toISOString();
}

const residentsAt = (now: number): readonly SeedResident[] => [
  live("Same", "101"),
  live("Moved", "102"),
  live("Back", "103", { deactivation: daysAfter(now, -4), terminatedAt: daysAfter(now, -3) }),
  live("Pause", "104"),
  live("Break", "105"),
  live("Resume", "106", { suspended: true }),
  live("Return", "107", { suspended: true }),
  live("End", "108"),
  live("Leave", "109", { onboardedAt: null }),
  live("Endpaused", "110", { suspended: true }),
  live("Gone", "111"),
  live("Erased", "112"),
  live("Gonepaused", "113", { suspended: true }),
];

/**
 * Residents of whom each needs something else, so that an apply makes every kind of request there is. Its clock
 * is the one that the emulator is started with; `now` is about that (epoch milliseconds).
 */
export function everyRequestSeed(now: number): EmulatorSeed {
  const { now: _running, ...seed } = seedOf(residentsAt(now));
  return { ...seed, account: OPERATOR };
}

const tombstone = (name: string, state: string): string =>
  `  - { email: ${name.toLowerCase()}@example.com, state: ${state} }\n`;

/** The files of a repository that declares the end of `everyRequestSeed`. */
export const everyRequestFiles = (now: number): Readonly<Record<string, string>> => ({
  "sites/maple.yaml": siteFile(
    "maple",
    MAPLE,
    [
      entry("Same", "101"),
      entry("Moved", "114", "phone: 543-678-9012"),
      entry("Back", "103"),
      entry("Pause", "104", "state: suspended"),
      entry("Break", "105", "state: suspended"),
      entry("Resume", "106"),
      entry("Return", "107"),
      tombstone("End", "terminated"),
      tombstone("Leave", "terminated"),
      tombstone("Endpaused", "terminated"),
      tombstone("Gone", "purged"),
      tombstone("Erased", "purged"),
      tombstone("Gonepaused", "purged"),
      // Takes the unit of somebody who leaves: a second wave.
      entry("New", "108"),
      entry("Other", "115"),
      entry("Later", "116", `accessStart: ${daysAfter(now, 31).slice(0, 10)}`),
    ],
    "policy: { limits: { create: 100%, update: 100%, suspend: 100%, terminate: 90%, purge: 10 } }",
  ),
});

/** What the site is to be like in the end: e-mail to status and unit. */
export const EVERY_REQUEST_GOAL: Readonly<Record<string, string>> = {
  "same@example.com": "current in 101",
  "moved@example.com": "current in 114, 543-678-9012",
  "back@example.com": "current in 103",
  "pause@example.com": "suspended in 104",
  "break@example.com": "suspended in 105",
  "resume@example.com": "current in 106",
  "return@example.com": "current in 107",
  "end@example.com": "expired in 108",
  "leave@example.com": "expired in 109",
  "endpaused@example.com": "expired in 110",
  "new@example.com": "pending in 108",
  "other@example.com": "pending in 115",
  "later@example.com": "scheduled in 116",
};

/** How many invitations go out on the way there, and not one more. */
export const EVERY_REQUEST_INVITED: Readonly<Record<string, number>> = {
  "new@example.com": 1,
  "other@example.com": 1,
};
