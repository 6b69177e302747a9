import { validateSeed } from "built:validators/emulator-seed";
import type { ErrorObject } from "ajv/dist/2020.js";
import { emailKey } from "../domain/email.ts";
import { ExpectedError } from "../domain/exit.ts";
import { formatUnit, unitKey } from "../domain/unit.ts";
import { visibleText } from "../domain/visible-text.ts";
import { parseJson } from "./json.ts";
import type { EmulatorSeed, SeedResident, SeedSite } from "./seed.ts";

/** More than these are counted instead of listed. */
const SHOWN_PROBLEMS = 20;

/**
 * Reads a seed or a saved state. Rejects with an `ExpectedError` that lists what is wrong, each with its place in
 * the file (`/teams/0/sites/1/residents/7/email`): not JSON, not the schema's shape, an unknown key, an id or an
 * e-mail address twice, a unit that is not among the site's mappings, facts that contradict each other.
 */
export function loadSeed(text: string, fileName: string): EmulatorSeed {
  const parsed = parseJson(text);
  if ("problem" in parsed) throw seedError(fileName, [`not JSON: ${visibleText(parsed.problem, 200)}`]);
  const seed = parsed.value;
  if (!isSeed(seed)) throw seedError(fileName, (validateSeed.errors ?? []).map(describe));
  const problems = contradictions(seed);
  if (problems.length > 0) throw seedError(fileName, problems);
  return seed;
}

function seedError(fileName: string, problems: readonly string[]): ExpectedError {
  const shown = problems.slice(0, SHOWN_PROBLEMS).map((problem) => `  ${problem}`);
  const rest = problems.length - shown.length;
  if (rest > 0) shown.push(`  … and ${rest} more`);
  return new ExpectedError(
    4,
    `${visibleText(fileName)} is not a seed for the emulator:\n${shown.join("\n")}`,
    "The format is described in schemas/emulator-seed.schema.json.",
  );
}

function isSeed(value: unknown): value is EmulatorSeed {
  return validateSeed(value);
}

function describe(error: ErrorObject): string {
  const place = error.instancePath === "" ? "/" : error.instancePath;
  switch (error.keyword) {
    case "additionalProperties":
      return `${place}: unknown key "${visibleText(String(error.params.additionalProperty), 60)}"`;
    case "format":
      return error.params.format === "timezone"
        ? `${place}: not an IANA time zone such as America/Los_Angeles`
        : `${place}: not an instant such as 2026-11-23T17:00:00Z`;
    case "pattern":
      return `${place}: not an e-mail address`;
    case "enum":
      return `${place}: must be one of ${error.params.allowedValues.join(", ")}`;
    default:
      return `${place}: ${error.message}`;
  }
}

/** What a schema cannot say. */
function contradictions(seed: EmulatorSeed): string[] {
  const seen = new Map<string, string>();
  const problems: string[] = [];
  const once = (kind: string, key: string, place: string) => {
    const earlier = seen.get(`${kind} ${key}`);
    if (earlier === undefined) seen.set(`${kind} ${key}`, place);
    else problems.push(`${place}: the same ${kind} as ${earlier}`);
  };
  if (seed.account !== undefined && seed.accounts !== undefined) {
    problems.push("/accounts: give either account or accounts");
  }
  for (const [t, team] of seed.teams.entries()) {
    once("teamId", team.teamId, `/teams/${t}`);
    for (const [s, site] of team.sites.entries()) {
      const place = `/teams/${t}/sites/${s}`;
      once("siteId", site.siteId, place);
      const units = unitsOf(site, place, problems);
      for (const [r, resident] of site.residents.entries()) {
        const here = `${place}/residents/${r}`;
        once("email", emailKey(resident.email), here);
        if (resident.residentId !== undefined) once("residentId", resident.residentId, here);
        problems.push(...residentProblems(resident, units).map((problem) => `${here}: ${problem}`));
      }
    }
  }
  return problems;
}

function unitsOf(site: SeedSite, place: string, problems: string[]): ReadonlySet<string> {
  const units = new Set<string>();
  for (const [m, mapping] of site.mappings.entries()) {
    const key = unitKey(mapping);
    if (units.has(key))
      problems.push(`${place}/mappings/${m}: ${visibleText(formatUnit(mapping))} is there twice`);
    units.add(key);
  }
  return units;
}

function residentProblems(resident: SeedResident, units: ReadonlySet<string>): string[] {
  const problems: string[] = [];
  if (!units.has(unitKey(resident))) {
    problems.push(`${visibleText(formatUnit(resident))} is not among the site's mappings`);
  }
  if (resident.suspended === true && (resident.onboardedAt ?? null) === null) {
    problems.push("suspended needs onboardedAt: a resident who is still pending cannot be suspended");
  }
  return problems;
}
