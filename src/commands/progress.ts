import stringWidth from "string-width";
import type { ApplyEvent } from "../applying/events.ts";
import { visibleText } from "../domain/visible-text.ts";
import { eventLine, workWords } from "../reporting/event-text.ts";
import type { Context } from "./context.ts";

/** Shows on stderr how an apply gets on. */
export interface Progress {
  readonly show: (event: ApplyEvent) => void;
  readonly end: () => void;
}

/**
 * A bar over all `total` actions on a terminal, one plain line a step elsewhere and with `-v` (whose lines would
 * run through a bar), nothing with `-q`. Text of events is shown as it is: it is redacted before, where it has to be.
 */
export function createProgress(context: Context, total: number): Progress {
  const { flags, world } = context;
  if (flags.quiet === true) return { show: () => undefined, end: () => undefined };
  const hasBar = world.stderr.isTTY === true && world.env.TERM !== "dumb" && flags.verbose !== true;
  return hasBar ? barProgress(context, total) : lineProgress(context);
}

function lineProgress(context: Context): Progress {
  return {
    show: (event) => {
      const line = eventLine(event);
      if (line !== null) context.note(line);
    },
    end: () => undefined,
  };
}

/** To the beginning of the line, and nothing on it any more. */
const CLEAR = "\r\u001b[2K";

/**
 * One line that is drawn again in its place. It never reaches the last column, so that no terminal wraps it, and
 * moves no cursor but within its line: whatever else writes meanwhile, nothing of it is overwritten or left behind.
 */
function barProgress({ world }: Context, total: number): Progress {
  const done = new Map<string, number>();
  let label = "";
  function draw(): void {
    const sum = [...done.values()].reduce((all, part) => all + part, 0);
    world.stderr.write(CLEAR + barLine(Math.min(sum, total), total, label, world.stderr.columns ?? 80));
  }
  function advance(step: { readonly id: string; readonly site: string }, value: number, words: string): void {
    done.set(step.id, value);
    label = `${visibleText(step.site)}: ${words}`;
    draw();
  }
  return {
    show: (event) => {
      switch (event.type) {
        case "step-started":
          return advance(event.step, 0, workWords(event.step.work));
        case "job-progress":
          return advance(event.step, event.done, workWords(event.step.work));
        case "step-finished":
          return advance(event.step, event.step.size, workWords(event.step.work));
        case "verification-started":
          label = String(eventLine(event));
          return draw();
        case "notice":
          world.stderr.write(`${CLEAR}${eventLine(event)}\n`);
          return draw();
        default:
          return;
      }
    },
    end: () => {
      world.stderr.write(CLEAR);
    },
  };
}

/** `  [####....] 4/18  maple: create by a job`, cut to the terminal; without the bar where that is narrow. */
function barLine(value: number, total: number, label: string, columns: number): string {
  const size = Math.min(30, columns - 50);
  const filled = total === 0 ? 0 : Math.floor((value / total) * size);
  const bar = size < 10 ? "" : `[${"#".repeat(filled)}${".".repeat(size - filled)}] `;
  return cutToWidth(`  ${bar}${value}/${total}  ${label}`, columns - 1);
}

/** The beginning of a text that fits into so many cells of a terminal. */
function cutToWidth(text: string, cells: number): string {
  const characters = [...text];
  while (characters.length > 0 && stringWidth(characters.join("")) > cells) characters.pop();
  return characters.join("");
}
