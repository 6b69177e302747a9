import { ACTION_KINDS, type ActionKind } from "../domain/action-kind.ts";
import type { Receipt, ReceiptOutcome } from "../domain/receipt.ts";
import { visibleJson } from "../domain/visible-json.ts";
import { visibleText } from "../domain/visible-text.ts";

const OUTCOMES: readonly ReceiptOutcome[] = ["done", "incomplete", "refused", "interrupted"];

/** What a line of a note holds; `unreadable` says why it is no receipt that this version knows. */
export type ReadReceipt =
  | { readonly kind: "receipt"; readonly receipt: Receipt }
  | { readonly kind: "unreadable"; readonly reason: string };

/**
 * A receipt as one line of JSON (`schemas/receipt.schema.json`), without a line break: a note holds one line for each
 * apply of its commit.
 */
export function formatReceipt(receipt: Receipt): string {
  const { formatVersion, commit, digest, outcome, counts, jobs, run, appliedAt, sites } = receipt;
  return visibleJson({
    ...{ formatVersion, commit, digest, outcome, counts, jobs, run, appliedAt },
    ...(sites === null ? {} : { sites }),
  });
}

/**
 * Reads a line of a note. What a later minor version added is passed over; another major version is not read. Parts
 * that are missing or of another type are taken for nothing, but for the digest and the time: without them a line
 * is no receipt.
 */
export function parseReceipt(line: string): ReadReceipt {
  const data = parseObject(line);
  if (data === null) return { kind: "unreadable", reason: "is not a JSON object" };
  const version = textOr(data.formatVersion, "");
  if (!/^1\.\d+$/.test(version)) {
    return { kind: "unreadable", reason: `has format version "${visibleText(version, 20)}", and 1 is known` };
  }
  const [digest, appliedAt] = [textOr(data.digest, ""), textOr(data.appliedAt, "")];
  if (digest === "" || Number.isNaN(Date.parse(appliedAt))) {
    return { kind: "unreadable", reason: "has no digest, or no time" };
  }
  return {
    kind: "receipt",
    receipt: {
      formatVersion: version,
      commit: textOr(data.commit, ""),
      digest,
      outcome: OUTCOMES.find((word) => word === data.outcome) ?? "unknown",
      counts: countsOf(data.counts),
      jobs: textsOf(data.jobs) ?? [],
      run: textOr(data.run, null),
      appliedAt,
      sites: textsOf(data.sites),
    },
  };
}

function parseObject(line: string): Readonly<Record<string, unknown>> | null {
  try {
    const data: unknown = JSON.parse(line);
    return typeof data === "object" && data !== null && !Array.isArray(data) ? { ...data } : null;
  } catch {
    return null;
  }
}

function textOr<T>(value: unknown, otherwise: T): string | T {
  return typeof value === "string" ? value : otherwise;
}

function textsOf(value: unknown): readonly string[] | null {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : null;
}

function countsOf(value: unknown): Receipt["counts"] {
  const counts: Partial<Record<ActionKind, number>> = {};
  for (const kind of ACTION_KINDS) {
    const count: unknown = typeof value === "object" && value !== null ? Reflect.get(value, kind) : null;
    if (typeof count === "number" && Number.isSafeInteger(count) && count >= 0) counts[kind] = count;
  }
  return counts;
}
