import { Temporal } from "temporal-polyfill";
import { type DateProblem, type DeclaredDate, parseDeclaredDate } from "../domain/declared-date.ts";
import { visibleText } from "../domain/visible-text.ts";
import type { Finding, Findings } from "./findings.ts";
import type { TextNode } from "./node.ts";

/** Reads the dates of one zone. */
export interface DateReader {
  readonly zone: string;
  /** The date of a text, where it is one that exists, and exists once, in the zone. */
  readonly read: (
    node: TextNode,
    key: "accessStart" | "accessEnd",
    findings: Findings,
  ) => DeclaredDate | undefined;
}

/** A reader that knows again what it read: leases begin and end on few different dates. */
export function dateReader(zone: string): DateReader {
  const known = new Map<string, DeclaredDate | DateProblem>();
  return {
    zone,
    read: (node, key, findings) => {
      const date = known.get(node.text) ?? parseDeclaredDate(node.text, zone);
      known.set(node.text, date);
      if (typeof date !== "string") return date;
      findings.at(node, {
        rule: "date",
        value: visibleText(node.text, 100),
        ...dateWords(date, node.text, key, zone),
      });
      return undefined;
    },
  };
}

function dateWords(
  problem: DateProblem,
  text: string,
  key: "accessStart" | "accessEnd",
  zone: string,
): Pick<Finding, "message" | "remedy"> {
  switch (problem) {
    case "not-a-date":
      return {
        message: `"${key}" is not a date, or not one of the calendar.`,
        remedy: notADateRemedy(text, key),
      };
    case "does-not-exist":
      return {
        message: `"${key}" is a time that ${zone} skips when the clocks change.`,
        remedy: `Take another time, or write the offset that counts behind it: ${offsets(text, zone)}.`,
      };
    case "exists-twice":
      return {
        message: `"${key}" is a time that ${zone} has twice when the clocks change.`,
        remedy: `Write the offset of the one that is meant behind it: ${offsets(text, zone)}.`,
      };
  }
}

function notADateRemedy(text: string, key: "accessStart" | "accessEnd"): string {
  if (/^(~|null)$/i.test(text)) {
    return key === "accessEnd"
      ? "Write null, in small letters and without quotes, for access without an end."
      : "Leave accessStart out: it cannot be null.";
  }
  return "Write 2026-11-05, 2026-11-05T11:00, or 2026-11-05T11:00:00-08:00.";
}

function offsets(text: string, zone: string): string {
  const local = Temporal.PlainDateTime.from(text);
  return (["earlier", "later"] as const)
    .map((disambiguation) => local.toZonedDateTime(zone, { disambiguation }).offset)
    .join(" or ");
}
