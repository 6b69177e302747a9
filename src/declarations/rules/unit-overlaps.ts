import { compareText } from "../../domain/compare-text.ts";
import { type DateRange, formatRange, sharedDays } from "../../domain/date-range.ts";
import { formatPosition } from "../../domain/source.ts";
import { formatUnit, type Unit, unitKey } from "../../domain/unit.ts";
import { visibleText } from "../../domain/visible-text.ts";
import type { Findings } from "../findings.ts";
import { type Entry, isLiving } from "../read-resident.ts";
import type { RepositoryRule } from "./rule.ts";

interface Stay {
  readonly entry: Entry;
  readonly unit: Unit;
  readonly days: DateRange;
}

/**
 * One resident a unit a day, both end dates counted (the guide: «Only one resident can occupy a unit on any given
 * date or date range»). Those declared active or suspended are compared, whatever the date today.
 */
export const unitOverlaps: RepositoryRule = ({ sites }, findings) => {
  for (const { entries } of sites) {
    // Most units have one resident: lists are made for the others only.
    const firsts = new Map<string, Entry>();
    const shared = new Map<string, Stay[]>();
    for (const entry of entries) {
      const stay = stayOf(entry);
      if (stay === null) continue;
      const key = unitKey(stay.unit);
      const first = firsts.get(key);
      if (first === undefined) {
        firsts.set(key, entry);
        continue;
      }
      const stays = shared.get(key) ?? [stayOf(first) ?? stay];
      stays.push(stay);
      shared.set(key, stays);
    }
    for (const stays of shared.values()) sweep(stays, findings);
  }
};

/** The unit and days of an entry; null where it takes no unit, or its days cannot be told. */
function stayOf(entry: Entry): Stay | null {
  const { resident, days } = entry;
  if (resident.unit === undefined || days === null || !isLiving(resident.state)) return null;
  return { entry, unit: resident.unit, days };
}

/** Goes through the stays by their first day, and remembers who stays longest so far. */
function sweep(stays: readonly Stay[], findings: Findings): void {
  const sorted = stays.toSorted((a, b) => compareText(a.days.from ?? "", b.days.from ?? ""));
  let longest: Stay | undefined;
  for (const stay of sorted) {
    if (longest !== undefined && isWithin(stay.days.from, longest.days.to)) report(longest, stay, findings);
    if (longest === undefined || !isWithin(stay.days.to ?? LAST, longest.days.to)) longest = stay;
  }
}

/** After every date as text. */
const LAST = "~";

/** True where a first day (null: the beginning of time) is not after a last day (null: never). */
function isWithin(day: string | null, last: string | null): boolean {
  return (day ?? "") <= (last ?? LAST);
}

function report(first: Stay, second: Stay, findings: Findings): void {
  // The one that stands later in the files is the one that was likely added last.
  const [earlier, later] = inFileOrder(first, second);
  const place = earlier.entry.resident.source;
  findings.atPosition(later.entry.resident.source, {
    rule: "unit-overlap",
    message: `Two residents are declared in ${visibleText(formatUnit(later.unit), 200)} on the same days; the other stands at ${formatPosition(place)}.`,
    remedy:
      "Let one end at least a day before the other starts (both end dates count), correct the unit, or declare the one who left as terminated.",
    related: [place],
    value: formatRange(sharedDays(earlier.days, later.days)),
  });
}

function inFileOrder(a: Stay, b: Stay): readonly [Stay, Stay] {
  const [first, second] = [a.entry.resident.source, b.entry.resident.source];
  const order =
    compareText(first.file, second.file) || first.line - second.line || first.column - second.column;
  return order <= 0 ? [a, b] : [b, a];
}
