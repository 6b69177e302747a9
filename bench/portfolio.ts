import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

/** The instant of every portfolio: the emulator's clock stands there, and the program plans as of it. */
export const NOW = "2026-11-23T17:00:00Z";

/** The account of every seed. It opens nothing but an emulator. */
export const ACCOUNT = { email: "operator@example.com", password: "emulator" };

/** What a portfolio looks like. The same shape is the same bytes, always. */
export interface Shape {
  readonly sites: number;
  readonly perSite: number;
  /** Of this many residents in a row, `changes.length` differ from what is live: these, in turn. */
  readonly every: number;
  readonly changes: readonly Change[];
  /** Names and buildings in other scripts, some 50 to 140 characters long. */
  readonly isUnicode?: boolean;
}

/** How the declaration of a resident differs from what is live. */
export type Change = "phone" | "new" | "terminated";

/** 2 % changed, of every kind, in sites of about 1,000. */
export function portfolioOf(residents: number): Shape {
  const perSite = Math.min(1000, residents);
  return {
    sites: residents / perSite,
    perSite,
    every: 200,
    changes: ["phone", "new", "phone", "terminated"],
  };
}

/** Residents of one building, and so of one file. */
const PER_BUILDING = 250;
const PER_FLOOR = 25;

const FIRST_NAMES = ["Chris", "Dana", "Kim", "Zoë", "Orlando", "Anneliese", "Tamsin", "Barnaby"];
const LAST_NAMES = ["Wilson", "Moss", "Ortega", "Abernathy", "Nakagawa", "Rourke"];
const UNICODE_NAMES = ["Þórgerður Ǻsa ", "Нгуен Александра ", "山田 花子 ", "אביגיל ", "𝔊𝔯𝔢𝔱𝔢 "].map((name) =>
  name.repeat(8).trim(),
);

interface Person {
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly phone: string;
  readonly building: string;
  readonly floor: string;
  readonly unit: string;
}

/** Writes the declarations to `DIRECTORY/sites`, and the live side to `DIRECTORY/seed.json`. */
export function writePortfolio(directory: string, shape: Shape): void {
  const sites = Array.from({ length: shape.sites }, (_, site) => writeSite(directory, shape, site));
  const seed = { now: NOW, account: ACCOUNT, teams: [{ teamId: "team-1", name: "Example Homes", sites }] };
  writeFileSync(path.join(directory, "seed.json"), JSON.stringify(seed));
}

/** Writes a site's files; gives its part of the seed. */
function writeSite(directory: string, shape: Shape, site: number): unknown {
  const folder = path.join(directory, "sites", `site-${site}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, "site.yaml"), siteFile(site));
  const people = Array.from({ length: shape.perSite }, (_, index) => personOf(shape, site, index));
  const changes = people.map((_, index) => changeOf(shape, site * shape.perSite + index));
  for (let first = 0; first < people.length; first += PER_BUILDING) {
    const entries = people
      .slice(first, first + PER_BUILDING)
      .map((person, index) => residentEntry(person, changes[first + index] ?? null));
    const { building = "" } = people[first] ?? {};
    const file = path.join(folder, `building-${first / PER_BUILDING}.yaml`);
    writeFileSync(file, `${residentsHead(site, building)}${entries.join("")}`);
  }
  return {
    siteId: `site-id-${site}`,
    name: `Site ${site}`,
    timezone: "America/Denver",
    siteType: "PPK-C",
    mappings: people.map(({ building, floor, unit }) => ({
      building,
      floor,
      unit,
      ssid: building,
      vlan: unit,
    })),
    residents: people.filter((_, index) => changes[index] !== "new").map(seedResident),
  };
}

/** How the resident that is `index`-th of the whole portfolio differs; null: not at all. */
function changeOf({ every, changes }: Shape, index: number): Change | null {
  return changes[index % every] ?? null;
}

function personOf({ isUnicode = false }: Shape, site: number, index: number): Person {
  const floor = String(1 + Math.floor((index % PER_BUILDING) / PER_FLOOR));
  const building = Math.floor(index / PER_BUILDING);
  const firstNames = isUnicode ? UNICODE_NAMES : FIRST_NAMES;
  const lastNames = isUnicode ? UNICODE_NAMES : LAST_NAMES;
  return {
    email: `resident.${site}.${index}@example.com`,
    firstName: firstNames[index % firstNames.length] ?? "",
    lastName: lastNames[(index * 7) % lastNames.length] ?? "",
    phone: `303-555-${String(index).padStart(4, "0")}`,
    building: isUnicode ? `Žižkov 東棟 ${building}` : `Building ${building}`,
    floor,
    unit: `${floor}${String(index % PER_FLOOR).padStart(2, "0")}`,
  };
}

function siteFile(site: number): string {
  return `apiVersion: residentctl/v1
kind: Site
name: site-${site}
teamId: team-1
siteId: site-id-${site}
timezone: America/Denver
policy: { limits: { create: 100%, update: 100%, terminate: 100% } }
`;
}

function residentsHead(site: number, building: string): string {
  return `apiVersion: residentctl/v1
kind: Residents
site: site-${site}
defaults: { building: ${building} }
residents:
`;
}

function residentEntry(person: Person, change: Change | null): string {
  return `  - email: ${person.email}
    firstName: ${person.firstName}
    lastName: ${person.lastName}
    phone: ${change === "phone" ? "303-555-9999" : person.phone}
    floor: "${person.floor}"
    unit: "${person.unit}"
    accessStart: 2025-11-05
    accessEnd: 2027-11-04
${change === "terminated" ? "    state: terminated\n" : ""}`;
}

function seedResident(person: Person): unknown {
  return {
    ...person,
    activation: "2025-11-05T07:00:00Z",
    deactivation: "2027-11-05T05:59:00Z",
    onboardedAt: "2025-11-06T07:00:00Z",
  };
}
