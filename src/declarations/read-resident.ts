import type { DateRange } from "../domain/date-range.ts";
import { type DeclaredDate, instantOf } from "../domain/declared-date.ts";
import type { DeclaredResident, DeclaredSite, DeclaredState } from "../domain/site.ts";
import { zoneOf } from "../domain/zone.ts";
import type { DateReader } from "./check-date.ts";
import { cleanText, emailText, idText, phoneText } from "./check-text.ts";
import type { Findings } from "./findings.ts";
import { isPlainNull, type MapNode, positionOf, type TextNode, textUnder } from "./node.ts";

/** An entry of a `residents:` list, as far as it could be read. */
export interface Entry {
  /** The values that other entries are compared with; undefined where absent or not usable. */
  readonly email: TextNode | undefined;
  readonly replaces: TextNode | undefined;
  readonly transferFrom: TextNode | undefined;
  /** Complete only where nothing of the entry was reported; its `email` may be empty otherwise. */
  readonly resident: DeclaredResident;
  /** The site-local days of access; null where its dates cannot be used. */
  readonly days: DateRange | null;
}

/** What an entry is read with: its file's defaults, its site's zone and times. */
export interface EntryContext {
  readonly defaults: MapNode | undefined;
  readonly dates: DateReader;
  readonly times: DeclaredSite["times"];
  readonly findings: Findings;
}

const STATES: readonly DeclaredState[] = ["active", "suspended", "terminated", "purged"];

/** True for a resident who shall have an account that is not ended. */
export function isLiving(state: DeclaredState): boolean {
  return state === "active" || state === "suspended";
}

/** Reads one entry and reports what is wrong with its values. Missing and unknown keys are the schema's to report. */
export function readEntry(node: MapNode, context: EntryContext): Entry {
  const { findings } = context;
  const email = textUnder(node, "email");
  const address = emailText(email, "email", findings);
  const replaces = textUnder(node, "replaces");
  const replaced = emailText(replaces, "replaces", findings);
  const transferFrom = textUnder(node, "transferFrom");
  const origin = cleanText(transferFrom, "transferFrom", findings);
  const phone = textUnder(node, "phone");
  const written = textUnder(node, "state");
  const known = STATES.find((word) => word === written?.text);
  const state = known ?? "active";
  // With a state that is misspelt, nobody knows yet what it needs.
  const needsUnit = isLiving(state) && (known !== undefined || !node.entries.has("state"));
  const access = readAccess(node, context);
  const resident: DeclaredResident = {
    email: address ?? "",
    firstName: cleanText(textUnder(node, "firstName"), "firstName", findings),
    lastName: cleanText(textUnder(node, "lastName"), "lastName", findings),
    phone: phone !== undefined && isPlainNull(phone) ? null : phoneText(phone, findings),
    unit: readUnit(node, context, needsUnit),
    accessStart: access.start,
    accessEnd: access.end,
    state,
    isProtected: textUnder(node, "protected")?.text === "true",
    id: idText(textUnder(node, "id"), "id", findings),
    replaces: replaced,
    transferFrom: origin,
    source: positionOf(email ?? node),
  };
  return {
    email: address === undefined ? undefined : email,
    replaces: replaced === undefined ? undefined : replaces,
    transferFrom: origin === undefined ? undefined : transferFrom,
    resident,
    days: access.days,
  };
}

function readUnit(
  node: MapNode,
  { defaults, findings }: EntryContext,
  isRequired: boolean,
): DeclaredResident["unit"] {
  const unit = cleanText(textUnder(node, "unit"), "unit", findings);
  const [building, floor] = (["building", "floor"] as const).map((key) => {
    if (node.entries.has(key)) return cleanText(textUnder(node, key), key, findings);
    if (defaults?.entries.has(key)) return cleanText(textUnder(defaults, key), key, findings);
    if (isRequired) {
      findings.atPosition(positionOf(node), {
        rule: "missing-key",
        message: `"${key}" is missing, and the file has no default for it.`,
        remedy: `Add "${key}: ...", or give it for a whole Residents file in its defaults.`,
      });
    }
    return undefined;
  });
  return building === undefined || floor === undefined || unit === undefined
    ? undefined
    : { building, floor, unit };
}

interface Access {
  readonly start: DeclaredDate | undefined;
  readonly end: DeclaredDate | null | undefined;
  readonly days: DateRange | null;
}

function readAccess(node: MapNode, { dates, times, findings }: EntryContext): Access {
  const startNode = textUnder(node, "accessStart");
  const endNode = textUnder(node, "accessEnd");
  const start = startNode === undefined ? undefined : dates.read(startNode, "accessStart", findings);
  const end =
    endNode === undefined
      ? undefined
      : isPlainNull(endNode)
        ? null
        : dates.read(endNode, "accessEnd", findings);
  const isUnusable =
    (start === undefined && node.entries.has("accessStart")) ||
    (end === undefined && node.entries.has("accessEnd"));
  if (isUnusable) return { start, end, days: null };
  if (
    startNode !== undefined &&
    endNode !== undefined &&
    start &&
    end &&
    endsBeforeStart(start, end, dates.zone, times)
  ) {
    findings.at(endNode, {
      rule: "date-order",
      message: `"accessEnd" is before "accessStart", on line ${positionOf(startNode).line}.`,
      remedy: "Correct one of the two.",
      related: [positionOf(startNode)],
      value: `${startNode.text} to ${endNode.text}`,
    });
    return { start, end, days: null };
  }
  return { start, end, days: { from: dayOf(start, dates.zone), to: dayOf(end ?? undefined, dates.zone) } };
}

function endsBeforeStart(
  start: DeclaredDate,
  end: DeclaredDate,
  zone: string,
  times: DeclaredSite["times"],
): boolean {
  const areLocal = start.form !== "instant" && end.form !== "instant";
  const [startDay, endDay] = [start.text.slice(0, 10), end.text.slice(0, 10)];
  // Most pairs are told apart by their dates, which is much cheaper than by instants.
  if (areLocal && startDay !== endDay) return endDay < startDay;
  const [from, to] = [instantOf(start, zone, times.start), instantOf(end, zone, times.end)];
  return to.epochMilliseconds < from.epochMilliseconds;
}

function dayOf(date: DeclaredDate | undefined, zone: string): string | null {
  if (date === undefined) return null;
  if (date.form !== "instant") return date.text.slice(0, 10);
  return zoneOf(zone).localDate(instantOf(date, zone, "00:00").epochMilliseconds);
}
