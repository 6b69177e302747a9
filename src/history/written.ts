import { RESIDENT_KEYS } from "../declarations/edit/key-order.ts";
import { itemsUnder, type MapNode, mapUnder, textUnder } from "../declarations/node.ts";
import { emailKey } from "../domain/email.ts";
import type { WrittenFields } from "../domain/history-event.ts";
import type { Unit } from "../domain/unit.ts";

/** The fields of a resident, in the order in which changes to them are told: that of the files. */
export const RESIDENT_FIELDS = RESIDENT_KEYS;

/** The fields of a Site or Project that hold one value, in the order in which changes to them are told. */
export const HEAD_FIELDS = [
  "siteId",
  "teamId",
  "timezone",
  "times.start",
  "times.end",
  "policy.undeclared",
  "policy.limits.create",
  "policy.limits.update",
  "policy.limits.suspend",
  "policy.limits.terminate",
  "policy.limits.purge",
] as const;

/** What goes for a resident whose entry does not say. */
const RESIDENT_DEFAULTS: Readonly<Record<string, string>> = { state: "active", protected: "false" };

/** Values as they were written, in the order of a list of fields; null: not written. `null` unquoted is `"null"`. */
export type Values = readonly (string | null)[];

/** An entry of a `residents:` list with its file's defaults filled in. Never changed; compared by identity first. */
export interface WrittenResident {
  /** The e-mail address without case: who it is, within a site. */
  readonly key: string;
  /** In the order of RESIDENT_FIELDS. */
  readonly values: Values;
}

/** What a Site or Project says besides residents. */
export interface WrittenHead {
  /** In the order of HEAD_FIELDS. */
  readonly values: Values;
  /** The consents of a Site, the globs of a Project: sorted, each once. */
  readonly listed: readonly string[];
}

/** The building and floor that a file gives for all its entries. */
export interface WrittenDefaults {
  readonly building: string | null;
  readonly floor: string | null;
}

const EMAIL = RESIDENT_FIELDS.indexOf("email");
const BUILDING = RESIDENT_FIELDS.indexOf("building");
const FLOOR = RESIDENT_FIELDS.indexOf("floor");
const UNIT = RESIDENT_FIELDS.indexOf("unit");

/** An entry without its file's defaults; null where it has no e-mail, so that nobody can say whose it is. */
export function writtenResident(entry: MapNode): WrittenResident | null {
  const email = textUnder(entry, "email")?.text;
  if (email === undefined) return null;
  const values = RESIDENT_FIELDS.map((field) => textOf(entry, field) ?? RESIDENT_DEFAULTS[field] ?? null);
  return { key: emailKey(email), values };
}

/** The same entry with the defaults in the places that it leaves open; itself where it leaves none. */
export function withDefaults(
  resident: WrittenResident,
  { building, floor }: WrittenDefaults,
): WrittenResident {
  const isOpen =
    (building !== null && resident.values[BUILDING] === null) ||
    (floor !== null && resident.values[FLOOR] === null);
  if (!isOpen) return resident;
  const values = [...resident.values];
  values[BUILDING] ??= building;
  values[FLOOR] ??= floor;
  return { key: resident.key, values };
}

/** The file's `defaults:`. */
export function writtenDefaults(root: MapNode): WrittenDefaults {
  const defaults = mapUnder(root, "defaults");
  return { building: textOf(defaults, "building"), floor: textOf(defaults, "floor") };
}

/** What a Site or Project says besides residents; `list` is the key whose items count one by one. */
export function writtenHead(root: MapNode, list: "accept" | "sites"): WrittenHead {
  const items = itemsUnder(root, list).flatMap((item) => (item.kind === "text" ? [item.text] : []));
  return {
    values: HEAD_FIELDS.map((field) => {
      const path = field.split(".");
      const map = path.slice(0, -1).reduce<MapNode | undefined>(mapUnder, root);
      return textOf(map, path.at(-1) ?? "");
    }),
    listed: [...new Set(items)].sort(),
  };
}

function textOf(map: MapNode | undefined, key: string): string | null {
  // Where null without quotes means something, "null" in quotes is an error: the two need no telling apart.
  return textUnder(map, key)?.text ?? null;
}

/** The address as it is spelt. */
export function emailOf(resident: WrittenResident): string {
  return resident.values[EMAIL] ?? "";
}

/** The unit, where it is whole. */
export function unitOf({ values }: WrittenResident): Unit | null {
  const [building, floor, unit] = [values[BUILDING], values[FLOOR], values[UNIT]];
  return building == null || floor == null || unit == null ? null : { building, floor, unit };
}

/** Values by the names of their fields, without what was not written and what goes anyway. */
export function fieldsOf(fields: readonly string[], values: Values): WrittenFields {
  const written: Record<string, string> = {};
  for (const [index, field] of fields.entries()) {
    const value = values[index] ?? null;
    if (value !== null && value !== RESIDENT_DEFAULTS[field]) written[field] = value;
  }
  return written;
}
