import { visibleText } from "../domain/visible-text.ts";
import type { JobEntry, JobStatus } from "./api.ts";
import { compactJson } from "./scrub.ts";
import { isJsonObject, type JsonObject, ShapeError } from "./shape.ts";
import { JOB_ENTRY_NAMES } from "./wire.ts";

const LONGEST_MESSAGE = 300;

/** Makes a text of the server's fit to be shown; without secrets. */
type Scrub = (text: string) => string;

/**
 * Reads a job's status. Only `status` is relied on (else a `ShapeError`); counts may be numbers or numeric text,
 * and the result may be nested in any way. A result that cannot be read is null.
 */
export function decodeJob(answer: JsonObject, scrub: Scrub): JobStatus {
  const status = answer.status;
  if (typeof status !== "string") throw new ShapeError("status", "text", status);
  const isFinished = status.trim().toLowerCase() === "finished";
  return {
    isFinished,
    status: visibleText(status, 40),
    progress: countOf(answer.progress),
    total: countOf(answer.total),
    success: countOf(answer.success),
    failed: countOf(answer.failed),
    result: isFinished ? readJobResult(answer.result, scrub) : null,
  };
}

/**
 * Reads a job's result: wherever in it a field `success` or `failed` holds a list (or an object), its entries are
 * of that side. null where there is neither.
 */
export function readJobResult(result: unknown, scrub: Scrub): JobStatus["result"] {
  const sides = { success: [] as unknown[], failed: [] as unknown[], areThere: false };
  collectSides(result, sides);
  if (!sides.areThere) return null;
  return {
    succeeded: sides.success.map((entry) => readEntry(entry, null, scrub)),
    failed: sides.failed.map((entry) =>
      readEntry(entry, visibleText(scrub(compactJson(entry)), LONGEST_MESSAGE), scrub),
    ),
  };
}

function collectSides(
  value: unknown,
  sides: { success: unknown[]; failed: unknown[]; areThere: boolean },
): void {
  if (Array.isArray(value)) {
    for (const item of value) collectSides(item, sides);
  } else if (isJsonObject(value)) {
    for (const [name, part] of Object.entries(value)) {
      const side = plainName(name);
      if ((side === "success" || side === "failed") && isSide(part)) {
        sides.areThere = true;
        collectEntries(part, sides[side]);
      } else {
        collectSides(part, sides);
      }
    }
  }
}

/** A count or a yes beside the list is no side; null is one that is empty. */
function isSide(value: unknown): boolean {
  return typeof value === "object";
}

function collectEntries(side: unknown, entries: unknown[]): void {
  if (Array.isArray(side)) {
    for (const item of side) collectEntries(item, entries);
  } else if (isJsonObject(side) && isByAddress(side)) {
    for (const [email, said] of Object.entries(side)) {
      entries.push(isJsonObject(said) ? { Email: email, ...said } : { Email: email, message: said });
    }
  } else if (!saysNothing(side)) {
    entries.push(side);
  }
}

function saysNothing(entry: unknown): boolean {
  return entry === null || entry === "" || (isJsonObject(entry) && Object.keys(entry).length === 0);
}

/** `{"a@example.com": "Unit not found", …}` */
function isByAddress(side: JsonObject): boolean {
  const names = Object.keys(side);
  return names.length > 0 && names.every((name) => name.includes("@"));
}

function readEntry(entry: unknown, ifSilent: string | null, scrub: Scrub): JobEntry {
  if (!isJsonObject(entry)) return readPlainEntry(String(entry), scrub);
  const residentId = identityIn(entry, JOB_ENTRY_NAMES.residentId, isId);
  const email = identityIn(entry, JOB_ENTRY_NAMES.email, isAddress);
  const said = messageIn(entry);
  const message = said === null ? ifSilent : visibleText(scrub(said), LONGEST_MESSAGE);
  return { residentId, email, message };
}

/** An entry that is just text: an address, an id, or words. */
function readPlainEntry(text: string, scrub: Scrub): JobEntry {
  if (isAddress(text)) return { residentId: null, email: text, message: null };
  if (isId(text)) return { residentId: text, email: null, message: null };
  return { residentId: null, email: null, message: visibleText(scrub(text), LONGEST_MESSAGE) };
}

function isAddress(text: string): boolean {
  return /^[^\s@]+@[^\s@]+$/.test(text);
}

function isId(text: string): boolean {
  return /^[^\s@]+$/.test(text);
}

/** The first of these names that holds such a text; else the same one level down, and so on. */
function identityIn(
  entry: JsonObject,
  names: readonly string[],
  isOne: (text: string) => boolean,
): string | null {
  for (const name of [...names, ...JOB_ENTRY_NAMES.resident]) {
    const value = valueNamed(entry, name);
    const text = Number.isSafeInteger(value) ? String(value) : value;
    if (typeof text === "string" && isOne(text)) return text;
  }
  for (const part of Object.values(entry)) {
    const found = isJsonObject(part) ? identityIn(part, names, isOne) : null;
    if (found !== null) return found;
  }
  return null;
}

function messageIn(entry: JsonObject): string | null {
  for (const name of JOB_ENTRY_NAMES.message) {
    const value = valueNamed(entry, name);
    if (typeof value === "string" && value.trim() !== "") return value;
    if (typeof value === "object" && value !== null && Object.keys(value).length > 0)
      return compactJson(value);
  }
  return null;
}

function valueNamed(object: JsonObject, name: string): unknown {
  const wanted = plainName(name);
  return Object.entries(object).find(([candidate]) => plainName(candidate) === wanted)?.[1];
}

function plainName(name: string): string {
  return name.toLowerCase().replaceAll(/[_-]/g, "");
}

function countOf(value: unknown): number | null {
  if (typeof value === "string" && /^\s*\d+(\.\d+)?\s*%?\s*$/.test(value)) return Number.parseFloat(value);
  return typeof value === "number" ? value : null;
}
