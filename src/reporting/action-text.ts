import type { Colors } from "picocolors/types.js";
import { formatUnit } from "../domain/unit.ts";
import { escaped, visibleText } from "../domain/visible-text.ts";
import type { Action, ActionSource } from "../planning/plan.ts";
import { alignColumns } from "./columns.ts";
import { effectWords, KIND_SYMBOLS, kindColor } from "./words.ts";

/** Longer values are cut: a phone number or a name that long is no value to read. */
const LONGEST_VALUE = 80;

/** What the head line of an action says already. */
const IN_HEAD: ReadonlySet<string> = new Set([
  "/email",
  "/firstName",
  "/lastName",
  "/building",
  "/floor",
  "/unit",
]);

/** How a group of actions is shown. */
export interface ActionTextOptions {
  readonly colors: Colors;
  /** Values are not in the patch: the names of the fields are all there is to show. */
  readonly isRedacted: boolean;
  /** `terminate old@example.com`, by the id of the action: for what an action waits for. */
  readonly nameOf: ReadonlyMap<string, string>;
}

/** Actions as text: a head line each, columns aligned over all of them, then what changes, why and what follows. */
export function actionLines(actions: readonly Action[], options: ActionTextOptions): readonly string[] {
  const heads = alignColumns(actions.map((action) => headCells(action)));
  return actions.flatMap((action, index) => {
    const paint = kindColor(options.colors, action.kind);
    return [
      `  ${paint(heads[index] ?? "")}`,
      ...changeLines(action, options).map((line) => `      ${line}`),
      ...reasonLines(action, options).map((line) => `      ${line}`),
    ];
  });
}

function headCells(action: Action): readonly string[] {
  const { send } = action;
  const name = send === null ? "" : `${send.firstName} ${send.lastName}`;
  return [
    `${KIND_SYMBOLS[action.kind]} ${action.kind}`,
    visibleText(formatUnit(action.unit)),
    visibleText(action.email),
    visibleText(name, LONGEST_VALUE),
  ];
}

/** The order of fields in the files. */
const FIELD_ORDER = [
  "email",
  "firstName",
  "lastName",
  "phone",
  "building",
  "floor",
  "unit",
  "accessStart",
  "accessEnd",
];

/** One field that an action changes; `before` is undefined where there was nothing to compare with. */
export interface Change {
  readonly field: string;
  readonly before: string | undefined;
  readonly after: string;
}

/** The fields that an action changes, in the order of the files, but for its kind's own state and, on a create, what the head line says. */
export function changesOf(action: Action): readonly Change[] {
  const tested = new Map<string, string>();
  const changes: Change[] = [];
  for (const operation of action.patch) {
    if (operation.op === "test") {
      tested.set(operation.path, valueText(operation.value));
      continue;
    }
    if (operation.path === "/state" || (action.kind === "create" && IN_HEAD.has(operation.path))) continue;
    const isSet = operation.op === "add" || operation.op === "replace";
    const before = tested.get(operation.path);
    const after = isSet ? valueText(operation.value) : "(none)";
    const field = visibleText(operation.path.slice(1));
    const isAlike = before !== undefined && looksAlike(before, after);
    changes.push(
      isAlike ? { field, before: spelled(before), after: spelled(after) } : { field, before, after },
    );
  }
  return changes.sort((a, b) => FIELD_ORDER.indexOf(a.field) - FIELD_ORDER.indexOf(b.field));
}

/** True for texts that only the composition of their characters tells apart: `ë`, and `e` with a diaeresis. */
function looksAlike(a: string, b: string): boolean {
  return a !== b && a.normalize("NFC") === b.normalize("NFC");
}

/** A text with what is not ASCII as `\u{308}`. */
function spelled(text: string): string {
  return text.replace(/\P{ASCII}/gu, escaped);
}

function changeLines(action: Action, options: ActionTextOptions): readonly string[] {
  const changes = changesOf(action);
  if (!options.isRedacted) {
    return alignColumns(
      changes.map(({ field, before, after }) =>
        before === undefined ? [field, after] : [field, before, `-> ${after}`],
      ),
    );
  }
  return changes.length === 0 ? [] : [`fields: ${changes.map(({ field }) => field).join(", ")}`];
}

/** A value as a reader can tell it from any other: `(none)`, `(empty)`, quoted where white space is at an end. */
function valueText(value: unknown): string {
  if (value === null || value === undefined) return "(none)";
  if (value === "") return "(empty)";
  const text = visibleText(String(value), LONGEST_VALUE);
  return text.trim() === text ? text : `"${text}"`;
}

function reasonLines(action: Action, { colors, nameOf }: ActionTextOptions): readonly string[] {
  const reasons = action.reasons.map((reason) => visibleText(reason)).join("; ");
  const where = action.source === null ? "" : ` (${sourceText(action.source)})`;
  const lines = [colors.dim(`why: ${reasons}${where}`)];
  const effects = action.effects.map(effectWords).filter((words) => words !== null);
  if (effects.length > 0) {
    const isGrave = action.effects.some(({ type }) => type === "irreversible" || type === "access-gap");
    const line = `effects: ${visibleText(effects.join("; "))}`;
    lines.push(isGrave ? colors.bold(colors.red(line)) : line);
  }
  // The first wave waits for nothing, and most plans have no other.
  if (action.wave > 1) {
    const waits = action.after.map((id) => visibleText(nameOf.get(id) ?? id));
    lines.push(colors.dim(`wave ${action.wave}${waits.length === 0 ? "" : `, after ${waits.join(", ")}`}`));
  }
  return lines;
}

/** `sites/a.yaml:12`. */
export function sourceText(source: ActionSource): string {
  return `${visibleText(source.file)}:${source.line}`;
}
