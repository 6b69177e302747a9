import { visibleText } from "../../domain/visible-text.ts";
import { didYouMean } from "../suggest.ts";

/** The columns of the web UI's template, in its order and words, and the keys they become. */
export const TEMPLATE = [
  { key: "firstName", title: "First Name" },
  { key: "lastName", title: "Last Name" },
  { key: "email", title: "Email" },
  { key: "phone", title: "Phone Number" },
  { key: "building", title: "Building" },
  { key: "floor", title: "Floor" },
  { key: "unit", title: "Unit" },
  { key: "accessStart", title: "Access Start" },
  { key: "accessEnd", title: "Access End" },
] as const;

/** A key that a column can fill. */
export type CsvKey = (typeof TEMPLATE)[number]["key"];

/** A column that is used. */
export interface Column {
  readonly key: CsvKey;
  /** As the file spells it, made visible. */
  readonly title: string;
  /** True for the API's `…UTC` fields: a time without an offset is UTC. */
  readonly isUtc: boolean;
}

/** The keys that every row needs. */
export const REQUIRED: readonly CsvKey[] = ["firstName", "lastName", "email", "building", "floor", "unit"];

/** Other spellings, without case, spaces and signs: this program's keys and the API's fields. */
const ALIASES: Readonly<Record<string, CsvKey>> = {
  emailaddress: "email",
  phone: "phone",
  activationdate: "accessStart",
  activationdateutc: "accessStart",
  deactivationdate: "accessEnd",
  deactivationdateutc: "accessEnd",
};

/** The columns of a header row, null where a cell is empty; or everything that is wrong with the header. */
export function readHeader(cells: readonly string[]): {
  readonly columns: readonly (Column | null)[];
  readonly problems: readonly string[];
} {
  const problems: string[] = [];
  const columns = cells.map((cell): Column | null => {
    if (cell.trim() === "") return null;
    const title = visibleText(cell.trim(), 60);
    const key = keyOf(cell);
    if (key === null) {
      const known = TEMPLATE.map((column) => column.title);
      problems.push(
        `The column "${title}" is not known. ${didYouMean(cell.trim(), known)}The columns are ${known.join(", ")}.`,
      );
      return null;
    }
    return { key, title, isUtc: /utc$/i.test(cell.trim()) };
  });
  if (columns.every((column) => column === null)) {
    const words = TEMPLATE.map(({ title }) => title).join(", ");
    return {
      columns,
      problems: [`The first row is no header. Begin the file with the columns' titles: ${words}.`],
    };
  }
  for (const { key, title } of TEMPLATE) {
    const same = columns.filter((column) => column?.key === key);
    if (same.length > 1) {
      problems.push(`The columns ${same.map((column) => `"${column?.title}"`).join(" and ")} are the same.`);
    }
    if (same.length === 0 && REQUIRED.includes(key)) problems.push(`The column "${title}" is missing.`);
  }
  return { columns, problems };
}

/** What a column's title stands for; null where that is not known. */
export function keyOf(title: string): CsvKey | null {
  const word = title.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, "");
  const byTitle = TEMPLATE.find((column) => column.title.toLowerCase().replace(" ", "") === word);
  const byKey = TEMPLATE.find((column) => column.key.toLowerCase() === word);
  return byTitle?.key ?? byKey?.key ?? (Object.hasOwn(ALIASES, word) ? (ALIASES[word] ?? null) : null);
}
