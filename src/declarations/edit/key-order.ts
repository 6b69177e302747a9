import type { Kind } from "../schemas.ts";

/** The keys of an entry, in the order in which they are written. */
export const RESIDENT_KEYS = [
  "email",
  "firstName",
  "lastName",
  "phone",
  "building",
  "floor",
  "unit",
  "accessStart",
  "accessEnd",
  "state",
  "protected",
  "id",
  "replaces",
  "transferFrom",
] as const;

/** A key of an entry. */
export type ResidentKey = (typeof RESIDENT_KEYS)[number];

/** What an entry says, as text by key; `null` is the word without quotes. */
export type EntryFields = Readonly<Partial<Record<ResidentKey, string | null>>>;

/** The keys of the mappings below a file's root. */
export const NESTED_KEYS: Readonly<Record<string, readonly string[]>> = {
  times: ["start", "end"],
  policy: ["undeclared", "limits"],
  limits: ["create", "update", "suspend", "terminate", "purge"],
  defaults: ["building", "floor"],
  residents: RESIDENT_KEYS,
};

/** The keys at a file's root. */
export const ROOT_KEYS: Readonly<Record<Kind, readonly string[]>> = {
  Project: ["apiVersion", "kind", "teamId", "sites", "policy"],
  Site: [
    "apiVersion",
    "kind",
    "name",
    "siteId",
    "teamId",
    "timezone",
    "times",
    "policy",
    "accept",
    "residents",
  ],
  Residents: ["apiVersion", "kind", "site", "defaults", "residents"],
};
