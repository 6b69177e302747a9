import { Temporal } from "temporal-polyfill";
import { visibleText } from "../../domain/visible-text.ts";

/** In which order day, month and year stand where the numbers do not say it. */
export type DateOrder = "mdy" | "dmy" | "ymd";

/** A date as a declaration writes it, and the order it was read in; or what is wrong with it, in words. */
export type CsvDate =
  | { readonly kind: "date"; readonly text: string; readonly order: DateOrder }
  | { readonly kind: "wrong"; readonly words: string };

const TIME = String.raw`(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*([AaPp]\.?[Mm]\.?)?\s*(Z|[+-]\d{2}:?\d{2})?)?`;
const YEAR_FIRST = new RegExp(`^(\\d{4})([-/.])(\\d{1,2})\\2(\\d{1,2})${TIME}$`);
const YEAR_LAST = new RegExp(`^(\\d{1,2})([-/.])(\\d{1,2})\\2(\\d{4})${TIME}$`);

/**
 * Reads a date of a spreadsheet: ISO (with `T` or a space), `11/5/2021`, `5.11.2021`, each with a time of 24 or 12
 * hours or without. Where 11/5 could be the 5th of November or the 11th of May, `order` must say which; days before
 * months with dots need no such word. `isUtc`: a time without an offset is UTC.
 */
export function readDate(text: string, order: DateOrder | null, isUtc: boolean): CsvDate {
  const serial = serialDate(text);
  if (serial !== null) {
    return wrong(
      `It is a spreadsheet's number for a day (perhaps ${serial}). Format the column as a date, best as YYYY-MM-DD.`,
    );
  }
  const iso = YEAR_FIRST.exec(text);
  if (iso !== null) return made(iso, iso[1], iso[3], iso[4], "ymd", isUtc);
  const parts = YEAR_LAST.exec(text);
  if (parts === null) {
    return wrong(
      /^\d{1,2}[-/.]\d{1,2}[-/.]\d{2}(?:\D|$)/.test(text)
        ? "The year has two digits. Write it with four."
        : "This is not a date. Write it as YYYY-MM-DD.",
    );
  }
  const [, first = "", sign, second = "", year] = parts;
  if (sign === ".") return made(parts, year, second, first, "dmy", isUtc);
  const decided = decideOrder(Number(first), Number(second), order);
  switch (decided) {
    case "mdy":
      return made(parts, year, first, second, "mdy", isUtc);
    case "dmy":
      return made(parts, year, second, first, "dmy", isUtc);
    case "ambiguous":
      return wrong(
        `It could be ${year}-${two(first)}-${two(second)} or ${year}-${two(second)}-${two(first)}. Give --date-order mdy or dmy.`,
      );
  }
}

function decideOrder(first: number, second: number, order: DateOrder | null): "mdy" | "dmy" | "ambiguous" {
  if (order === "mdy" || order === "dmy") return order;
  if (first > 12) return "dmy";
  if (second > 12) return "mdy";
  return first === second ? "mdy" : "ambiguous";
}

function made(
  parts: RegExpExecArray,
  year: string | undefined,
  month: string | undefined,
  day: string | undefined,
  order: DateOrder,
  isUtc: boolean,
): CsvDate {
  const date = `${year}-${two(month)}-${two(day)}`;
  const [hour, minute, second, half, offset] = parts.slice(5);
  const time = hour === undefined ? "" : timeText(hour, minute ?? "00", second, half);
  const zone = hour === undefined ? "" : offsetText(offset, isUtc);
  if (time === null || !isReal(`${date}${time}`)) {
    return wrong(
      `${visibleText(`${date}${time ?? ""}`, 60)} is not in the calendar, read as ${ORDER_WORDS[order]}. Correct it${order === "ymd" ? "" : ", or give another --date-order"}.`,
    );
  }
  return { kind: "date", text: `${date}${time}${zone}`, order };
}

const ORDER_WORDS: Readonly<Record<DateOrder, string>> = {
  mdy: "month, day, year",
  dmy: "day, month, year",
  ymd: "year, month, day",
};

/** `T14:10`, `T14:10:22`; null for an hour that there is not. */
function timeText(hour: string, minute: string, second: string | undefined, half: string | undefined) {
  const hours = Number(hour);
  if (half !== undefined && (hours < 1 || hours > 12)) return null;
  const isAfternoon = half?.toLowerCase().startsWith("p") === true;
  const full = half === undefined ? hours : (hours % 12) + (isAfternoon ? 12 : 0);
  const seconds = second === undefined || second === "00" ? "" : `:${second}`;
  return `T${two(String(full))}:${minute}${seconds}`;
}

function offsetText(offset: string | undefined, isUtc: boolean): string {
  if (offset === undefined) return isUtc ? "Z" : "";
  return offset === "Z" || offset.includes(":") ? offset : `${offset.slice(0, 3)}:${offset.slice(3)}`;
}

function isReal(text: string): boolean {
  try {
    Temporal.PlainDateTime.from(text, { overflow: "reject" });
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** The day of a spreadsheet's serial number, counted from 1899-12-30; null for what is none. */
function serialDate(text: string): string | null {
  if (!/^\d{4,6}(?:[.,]\d+)?$/.test(text)) return null;
  return Temporal.PlainDate.from("1899-12-30")
    .add({ days: Number.parseInt(text, 10) })
    .toString();
}

function two(text: string | undefined): string {
  return (text ?? "").padStart(2, "0");
}

function wrong(words: string): CsvDate {
  return { kind: "wrong", words };
}
