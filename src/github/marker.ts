/** What a text of ours is. */
export type MarkerKind = "plan" | "apply" | "report" | "drift" | "check-failed";

/** The first line of a text of ours, invisible on the page: what it is, and of which state. */
export interface Marker {
  readonly kind: MarkerKind;
  /** Hex: the plan's digest, or a hash of the text. Empty where the text stands for no state. */
  readonly digest: string;
  /** Hex: a hash of what else would make a reader decide otherwise, such as the refusals. May be empty. */
  readonly state: string;
}

const PATTERN =
  /^<!-- residentctl:(plan|apply|report|drift|check-failed) digest=([0-9a-f]{0,64}) state=([0-9a-f]{0,64}) -->(?:\r?\n|$)/;

/** `<!-- residentctl:plan digest=… state=… -->`. */
export function formatMarker({ kind, digest, state }: Marker): string {
  return `<!-- residentctl:${kind} digest=${digest} state=${state} -->`;
}

/** The marker that a text begins with, or null. */
export function readMarker(text: string): Marker | null {
  const match = PATTERN.exec(text);
  if (match === null) return null;
  const [, kind, digest = "", state = ""] = match;
  return { kind: kind as MarkerKind, digest, state };
}
