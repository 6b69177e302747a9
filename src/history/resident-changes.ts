import { groupBy } from "../domain/group-by.ts";
import type { Change } from "../domain/history-event.ts";
import { changedValues, isCreated, isRemoved, saidBefore, type Versions } from "./versions.ts";
import { emailOf, fieldsOf, RESIDENT_FIELDS, unitOf, type WrittenResident } from "./written.ts";

/** A resident, by site and e-mail without case. */
export interface ResidentVersions extends Versions<WrittenResident> {
  readonly site: string;
  readonly key: string;
}

/**
 * What happened to residents, in the order given. Somebody who goes from one site and comes to another in the same
 * commit has moved; where the site itself got another name, nothing happened to its residents.
 */
export function residentChanges(
  residents: readonly ResidentVersions[],
  renames: ReadonlyMap<string, string>,
): readonly Change[] {
  const origins = originsOf(residents, renames);
  const moved = new Set(origins.values());
  return residents.flatMap((resident): readonly Change[] => {
    const { site, after } = resident;
    if (after === undefined) {
      return isRemoved(resident) && !moved.has(resident) ? removal(site, saidBefore(resident)) : [];
    }
    const origin = origins.get(resident);
    if (origin !== undefined) {
      const old = saidBefore(origin);
      const changes = fieldChanges(site, old, after);
      return renames.get(origin.site) === site
        ? changes
        : [...move(site, origin.site, old, after), ...changes];
    }
    if (isCreated(resident)) {
      return [{ type: "resident-created", ...who(site, after), fields: written(after) }];
    }
    return fieldChanges(site, saidBefore(resident), after);
  });
}

/** For those who come to a site: the site where they went, if they went anywhere. */
function originsOf(
  residents: readonly ResidentVersions[],
  renames: ReadonlyMap<string, string>,
): ReadonlyMap<ResidentVersions, ResidentVersions> {
  const gone = new Map(groupBy(residents.filter(isRemoved), ({ key }) => key));
  const origins = new Map<ResidentVersions, ResidentVersions>();
  const come = residents.filter(isCreated);
  // Renamed sites first: whom they keep cannot have moved anywhere else.
  for (const isFitting of [(from: string, to: string) => renames.get(from) === to, () => true]) {
    for (const resident of come) {
      const candidates = gone.get(resident.key) ?? [];
      const origin = candidates.find(({ site }) => isFitting(site, resident.site));
      if (origin === undefined || origins.has(resident)) continue;
      origins.set(resident, origin);
      gone.set(
        resident.key,
        candidates.filter((other) => other !== origin),
      );
    }
  }
  return origins;
}

function who(site: string, resident: WrittenResident) {
  return { site, email: emailOf(resident), unit: unitOf(resident) };
}

function written({ values }: WrittenResident): Readonly<Record<string, string>> {
  return fieldsOf(RESIDENT_FIELDS, values);
}

/** What the first parent says is what was last declared. */
function removal(site: string, olds: readonly WrittenResident[]): readonly Change[] {
  return olds
    .slice(0, 1)
    .map((old) => ({ type: "resident-removed", ...who(site, old), fields: written(old) }));
}

function move(
  site: string,
  fromSite: string,
  olds: readonly WrittenResident[],
  now: WrittenResident,
): readonly Change[] {
  return olds
    .slice(0, 1)
    .map((old) => ({ type: "resident-moved", ...who(site, now), fromSite, previousUnit: unitOf(old) }));
}

function fieldChanges(
  site: string,
  others: readonly WrittenResident[],
  now: WrittenResident,
): readonly Change[] {
  const [previousUnit = null] = others.map(unitOf);
  const changes = changedValues(
    RESIDENT_FIELDS,
    others.map(({ values }) => values),
    now.values,
  );
  return changes.map((change) => ({
    type: "resident-changed",
    ...who(site, now),
    previousUnit,
    ...change,
  }));
}
