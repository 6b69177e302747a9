import { remembering } from "./remember.ts";

/**
 * An instant as the API writes it, in UTC with its fraction kept to the microsecond:
 * `2021-11-05T21:10:22.844348+00:00`, `2022-11-06T19:00:00+00:00`.
 */
export type Stamp = string;

const TEXT =
  /^([1-9]\d{3}-\d{2}-\d{2})[T ](\d{2}:\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-](?:0\d|1[0-4]):?[0-5]\d)?$/i;

const LAST_SECOND = Date.UTC(9999, 11, 31, 23, 59, 59);

/** Reads a date-time; one without an offset is UTC. null where the text is not one, or no such day exists. */
export function parseStamp(text: string): Stamp | null {
  const parts = TEXT.exec(text.trim());
  if (parts === null) return null;
  const [, date, time, second = "00", fraction = "", offset = "Z"] = parts;
  const wall = `${date}T${time}:${second}`;
  const wallEpoch = Date.parse(`${wall}Z`);
  // A day such as 2021-02-30 and the hour 24 are not refused but carried over: the day of the month shows it.
  if (Number.isNaN(wallEpoch) || new Date(wallEpoch).getUTCDate() !== Number(date?.slice(8))) return null;
  const ahead = offsetMilliseconds(offset);
  const epoch = wallEpoch - ahead;
  if (epoch > LAST_SECOND) return null;
  const utc = ahead === 0 ? wall : new Date(epoch).toISOString().slice(0, 19);
  return `${utc}${shown(fraction)}+00:00`;
}

function offsetMilliseconds(offset: string): number {
  if (offset.toUpperCase() === "Z") return 0;
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(-2));
  return (offset.startsWith("-") ? -minutes : minutes) * 60_000;
}

function shown(fraction: string): string {
  if (fraction === "") return "";
  const micros = fraction.slice(0, 6).padEnd(6, "0");
  return micros === "000000" ? "" : `.${micros}`;
}

/** The stamp of an instant in epoch milliseconds. */
export function stampOf(epoch: number): Stamp {
  const text = new Date(epoch).toISOString();
  return `${text.slice(0, 19)}${shown(text.slice(20, 23))}+00:00`;
}

/** Epoch milliseconds of a stamp. */
export const epochOf: (stamp: Stamp) => number = remembering(Date.parse);

/** Epoch milliseconds of a stamp that may be missing. */
export function epochOrNull(stamp: Stamp | null): number | null {
  return stamp === null ? null : epochOf(stamp);
}
