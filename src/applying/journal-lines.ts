import { ExpectedError } from "../domain/exit.ts";
import type { StepWork } from "./steps.ts";

/** The version of the journal's lines. Another one is not read: it is finished by the program that wrote it. */
export const JOURNAL_VERSION = 1;

/**
 * One resident of a step: no personal data but the ResidentId, or, for a create, a hash of the e-mail's key. `action`
 * is a hash of the action's id. Hashes are keyed with the journal's own key.
 */
export type JournalTarget =
  | { readonly action: string; readonly resident: string }
  | { readonly action: string; readonly email: string };

/** The first line. */
export interface JournalStart {
  readonly type: "start";
  readonly version: number;
  readonly tool: string;
  /** The plan's digest. */
  readonly plan: string;
  /** RFC 3339, UTC. */
  readonly at: string;
  readonly baseUrl: string;
  /** What the hashes are keyed with, so that they mean nothing outside this file. */
  readonly key: string;
}

/** Written before the first request of a step, and again before a second submission. */
export interface JournalIntent {
  readonly type: "intent";
  readonly step: string;
  /** RFC 3339, UTC. */
  readonly at: string;
  readonly site: { readonly name: string; readonly siteId: string; readonly teamId: string };
  readonly work: StepWork;
  readonly targets: readonly JournalTarget[];
}

/** A line of a journal. */
export type JournalLine =
  | JournalStart
  | JournalIntent
  | { readonly type: "job"; readonly step: string; readonly jobId: string }
  /** The step is over, as far as this apply is concerned; `open` are the residents the server may still be at. */
  | {
      readonly type: "result";
      readonly step: string;
      readonly open: number;
      readonly outcomes: readonly { readonly action: string; readonly is: string }[];
    }
  /** A later apply found out what became of a step that was left open. */
  | { readonly type: "settled"; readonly step: string; readonly at: string; readonly end: string }
  /** Nothing is left open. */
  | { readonly type: "end"; readonly at: string };

/** A journal as it was read. */
export interface JournalContent {
  readonly lines: readonly JournalLine[];
  /** Bytes up to the end of the last whole line: what comes after was cut while it was written. */
  readonly wholeBytes: number;
}

/**
 * Reads a journal to its last whole line: a crash may cut the line that was being written, and what it announced
 * was not sent yet. Any other line that cannot be read is an error that names file and line.
 */
export function readJournal(text: string, file: string): JournalContent {
  const end = text.lastIndexOf("\n") + 1;
  const whole = text.slice(0, end);
  const lines = whole.split("\n").slice(0, -1);
  return {
    lines: lines.map((line, index) => readLine(line, index, file)),
    wholeBytes: Buffer.byteLength(whole),
  };
}

function readLine(line: string, index: number, file: string): JournalLine {
  const parsed = parse(line);
  if (!isLine(parsed) || (index === 0) !== (parsed.type === "start")) {
    throw damaged(file, index + 1, "is not a line of a journal");
  }
  if (parsed.type === "start" && parsed.version !== JOURNAL_VERSION) {
    throw damaged(file, 1, `has version ${parsed.version}, and this program reads ${JOURNAL_VERSION}`);
  }
  return parsed;
}

function damaged(file: string, line: number, what: string): ExpectedError {
  return new ExpectedError(
    1,
    `${file}:${line}: ${what}. What an earlier apply left open is not known.`,
    "Look at the site's residents and jobs in the web UI, then move the file away and plan again.",
  );
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // JSON.parse throws nothing but SyntaxErrors, and null is no line either.
    return null;
  }
}

/** The fields of each type of line, and what they hold. */
const SHAPES: Readonly<
  Record<JournalLine["type"], Readonly<Record<string, "string" | "number" | "object">>>
> = {
  start: {
    version: "number",
    tool: "string",
    plan: "string",
    at: "string",
    baseUrl: "string",
    key: "string",
  },
  intent: { step: "string", at: "string", site: "object", work: "object", targets: "object" },
  job: { step: "string", jobId: "string" },
  result: { step: "string", open: "number", outcomes: "object" },
  settled: { step: "string", at: "string", end: "string" },
  end: { at: "string" },
};

function isLine(value: unknown): value is JournalLine {
  if (typeof value !== "object" || value === null || !("type" in value)) return false;
  const fields = new Map<string, unknown>(Object.entries(value));
  const shape = Object.entries(SHAPES).find(([type]) => type === value.type)?.[1];
  if (shape === undefined) return false;
  return Object.entries(shape).every(
    ([name, type]) => typeof fields.get(name) === type && fields.get(name) !== null,
  );
}

/** A step that a journal left open. */
export interface OpenStep {
  readonly intent: JournalIntent;
  /** The job of the last submission, where the server's answer arrived. */
  readonly jobId: string | null;
}

/** The steps without a result, or with residents the server may still be at. The last intent of a step counts. */
export function openSteps(lines: readonly JournalLine[]): readonly OpenStep[] {
  const open = new Map<string, OpenStep>();
  for (const line of lines) {
    switch (line.type) {
      case "intent":
        open.set(line.step, { intent: line, jobId: null });
        break;
      case "job": {
        const step = open.get(line.step);
        if (step !== undefined) open.set(line.step, { ...step, jobId: line.jobId });
        break;
      }
      case "result":
        if (line.open === 0) open.delete(line.step);
        break;
      case "settled":
        open.delete(line.step);
        break;
      case "start":
      case "end":
        break;
    }
  }
  return [...open.values()];
}
