import { Temporal } from "temporal-polyfill";
import { visibleText } from "../domain/visible-text.ts";
import type { Findings } from "./findings.ts";
import type { TextNode } from "./node.ts";
import { nearest } from "./suggest.ts";

/** The zone, where it is an IANA name in the spelling of IANA. An offset such as `+02:00` is none. */
export function zoneText(node: TextNode | undefined, findings: Findings): string | undefined {
  if (node === undefined) return undefined;
  if (isZone(node.text)) return node.text;
  const meant = zoneMeant(node.text);
  findings.at(node, {
    rule: "timezone",
    message: "This is not the name of an IANA time zone.",
    remedy: `${meant === null ? "" : `Did you mean "${meant}"? `}Write a name such as America/Los_Angeles.`,
    value: visibleText(node.text, 100),
  });
  return undefined;
}

/** True for an IANA name in the spelling of IANA. */
export function isZone(text: string): boolean {
  return canonicalZone(text) === text;
}

/** The zone that a text which is none was most likely meant for; null where none is near. */
export function zoneMeant(text: string): string | null {
  return canonicalZone(text) ?? nearestZone(text);
}

/** A zone's name in IANA's spelling whatever the case; null where there is no such zone. */
function canonicalZone(text: string): string | null {
  if (!/^[A-Za-z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+)*$/.test(text)) return null;
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(text).timeZoneId;
  } catch {
    // A RangeError: what the name says is the only thing that can be wrong.
    return null;
  }
}

function nearestZone(text: string): string | null {
  const zones = Intl.supportedValuesOf("timeZone");
  const word = text.trim().replaceAll(" ", "_").toLowerCase();
  const city = zones.find((zone) => zone.toLowerCase().endsWith(`/${word}`));
  return city ?? nearest(word, zones);
}
