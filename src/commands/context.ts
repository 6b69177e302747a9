import path from "node:path";
import pc from "picocolors";
import type { Colors } from "picocolors/types.js";
import { Temporal } from "temporal-polyfill";
import { ExpectedError } from "../domain/exit.ts";
import { visibleText } from "../domain/visible-text.ts";
import { createPseudonym, type Pseudonym } from "../reporting/pseudonym.ts";
import type { CommonFlags } from "./flags.ts";
import type { Output, World } from "./world.ts";

/** What the common flags and the environment come to. */
export interface Context {
  readonly world: World;
  readonly flags: CommonFlags;
  /** Absolute. */
  readonly directory: string;
  readonly now: Temporal.Instant;
  /** Null where personal data may be shown. */
  readonly pseudonym: Pseudonym | null;
  /** For stdout. */
  readonly colors: Colors;
  /** Writes a line of diagnostics; nothing with `-q`. */
  readonly note: (line: string) => void;
}

/** The flags that a context is made from: the common ones, and the command's own `--format` where it has one. */
type ContextFlags = CommonFlags & { readonly format?: string };

/** Reads the common flags; what cannot be read is an `ExpectedError` with exit code 4. */
export function createContext(flags: ContextFlags, world: World): Context {
  return {
    world,
    flags,
    directory: path.resolve(world.cwd, flags.directory ?? "."),
    now: readNow(flags.now, world),
    pseudonym: isRedacting(flags, world) ? createPseudonym(pseudonymKey(world)) : null,
    colors: pc.createColors(wantsColor(flags, world, world.stdout)),
    note: (line) => {
      if (flags.quiet !== true) world.stderr.write(`${line}\n`);
    },
  };
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

function readNow(text: string | undefined, world: World): Temporal.Instant {
  if (text === undefined) return Temporal.Instant.fromEpochMilliseconds(world.timing.now());
  try {
    if (INSTANT.test(text)) return Temporal.Instant.from(text);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  throw new ExpectedError(
    4,
    `--now "${visibleText(text, 60)}" is not an instant.`,
    "Give a date, a time and an offset, such as 2026-11-23T17:00:00Z or 2026-11-23T09:00:00-08:00.",
  );
}

/** The formats that are made to be shown to others. */
const PUBLIC_FORMATS: ReadonlySet<string | undefined> = new Set(["markdown", "html", "github", "sarif"]);

/** Whether personal data is kept out of what is printed: `auto` does so where `CI` is set, and for public formats. */
export function isRedacting(flags: Pick<ContextFlags, "redact" | "format">, world: World): boolean {
  if (flags.redact !== "auto") return flags.redact === "on";
  if (PUBLIC_FORMATS.has(flags.format)) return true;
  const ci = world.env.CI ?? "";
  return ci !== "" && ci.toLowerCase() !== "false";
}

function pseudonymKey(world: World): string | Uint8Array {
  const key = world.env.RESIDENTCTL_PSEUDONYM_KEY ?? "";
  return key === "" ? world.randomBytes(32) : key;
}

/** Whether a stream gets colours; `NO_COLOR` (no-color.org) counts where it is not empty. */
export function wantsColor(flags: Pick<CommonFlags, "color">, world: World, output: Output): boolean {
  if (flags.color !== "auto") return flags.color === "always";
  if ((world.env.NO_COLOR ?? "") !== "" || world.env.TERM === "dumb") return false;
  return output.isTTY === true;
}
