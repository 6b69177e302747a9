import type { Random } from "./random.ts";

/** An entry by its keys; a file's residents in its order. */
export type EntryModel = Record<string, string>;

/** A declaration file as the random repositories change it. */
export interface FileModel {
  readonly kind: "Site" | "Residents" | "Project" | "raw";
  /** The lines before the residents, without apiVersion and kind. */
  readonly head: readonly string[];
  readonly tail: readonly string[];
  readonly residents: readonly EntryModel[];
  readonly style: Style;
  /** For `raw`: the whole text. */
  readonly raw: string;
}

/** How a file is written; none of it means anything. */
export interface Style {
  readonly indent: "" | "  " | "    ";
  readonly lineEnd: "\n" | "\r\n";
  readonly quote: "plain" | "single" | "double";
  readonly isFlow: boolean;
  readonly isSpaced: boolean;
  readonly isCommented: boolean;
  readonly isBom: boolean;
  readonly isOpenEnded: boolean;
}

export const PLAIN_STYLE: Style = {
  indent: "  ",
  lineEnd: "\n",
  quote: "plain",
  isFlow: false,
  isSpaced: false,
  isCommented: false,
  isBom: false,
  isOpenEnded: false,
};

export function randomStyle(random: Random): Style {
  return {
    indent: random.pick(["", "  ", "  ", "    "] as const),
    lineEnd: random.pick(["\n", "\n", "\n", "\r\n"] as const),
    quote: random.pick(["plain", "plain", "single", "double"] as const),
    isFlow: random.chance(0.15),
    isSpaced: random.chance(0.5),
    isCommented: random.chance(0.4),
    isBom: random.chance(0.1),
    isOpenEnded: random.chance(0.2),
  };
}

/** The text of a file. */
export function fileText(file: FileModel): string {
  if (file.kind === "raw") return file.raw;
  const { style } = file;
  const lines = ["apiVersion: residentctl/v1", `kind: ${file.kind}`, ...file.head];
  if (file.kind !== "Project") lines.push(...listLines(file.residents, style));
  const text = [...lines, ...file.tail, ""].join(style.lineEnd);
  return `${style.isBom ? "\ufeff" : ""}${style.isOpenEnded ? text.trimEnd() : text}`;
}

function listLines(residents: readonly EntryModel[], style: Style): readonly string[] {
  if (residents.length === 0) return ["residents: []"];
  if (style.isFlow) {
    const items = residents.map((entry) => `  {${pairs(entry, "double").join(", ")}}`);
    return [`residents: [`, ...items.map((item) => `${item},`), "]"];
  }
  return [
    style.isCommented ? "residents: # who lives there" : "residents:",
    ...residents.flatMap((entry, index) => {
      const [first = "", ...rest] = pairs(entry, style.quote);
      return [
        ...(style.isSpaced ? [""] : []),
        ...(style.isCommented && index % 2 === 0
          ? [`${index % 4 === 0 ? "" : style.indent}# - email: nobody`]
          : []),
        `${style.indent}- ${first}`,
        ...rest.map((line) => `${style.indent}  ${line}`),
      ];
    }),
  ];
}

function pairs(entry: EntryModel, quote: Style["quote"]): readonly string[] {
  return Object.entries(entry).map(([key, value]) => `${key}: ${scalar(value, quote)}`);
}

function scalar(value: string, quote: Style["quote"]): string {
  if (value === "null" || (quote === "plain" && /^[\w@.:-]+$/.test(value))) return value;
  return quote === "single" ? `'${value.replaceAll("'", "''")}'` : JSON.stringify(value);
}

export function siteFile(
  name: string,
  siteId: string,
  residents: readonly EntryModel[],
  extra: readonly string[] = [],
): FileModel {
  const head = [`name: ${name}`, `siteId: ${siteId}`, "timezone: America/New_York", ...extra];
  return { kind: "Site", head, tail: [], residents, style: PLAIN_STYLE, raw: "" };
}

export function residentsFile(
  site: string,
  residents: readonly EntryModel[],
  extra: readonly string[] = [],
): FileModel {
  return {
    kind: "Residents",
    head: [`site: ${site}`, ...extra],
    tail: [],
    residents,
    style: PLAIN_STYLE,
    raw: "",
  };
}
