import cliProgress from "cli-progress";
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
 * A bar over all `total` actions on a terminal, one plain line a step elsewhere, nothing with `-q`. Text of events
 * is shown as it is: it is redacted before, where it has to be.
 */
export function createProgress(context: Context, total: number): Progress {
  const { flags, world } = context;
  if (flags.quiet === true) return { show: () => undefined, end: () => undefined };
  return world.stderr.isTTY === true ? barProgress(context, total) : lineProgress(context);
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

function barProgress({ world }: Context, total: number): Progress {
  const bar = new cliProgress.SingleBar({
    stream: world.stderr,
    format: "  [{bar}] {value}/{total}  {step}",
    barCompleteChar: "#",
    barIncompleteChar: ".",
    barsize: 30,
    clearOnComplete: true,
    stopOnComplete: false,
    hideCursor: true,
  });
  bar.start(total, 0, { step: "" });
  const done = new Map<string, number>();
  function advance(step: { readonly id: string; readonly site: string }, value: number, words: string): void {
    done.set(step.id, value);
    const sum = [...done.values()].reduce((all, part) => all + part, 0);
    bar.update(Math.min(sum, total), { step: `${visibleText(step.site)}: ${words}` });
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
        case "notice":
          // Over the bar's line, which is drawn again below it.
          world.stderr.write(`\r\u001b[K${eventLine(event)}\n`);
          return;
        default:
          return;
      }
    },
    end: () => bar.stop(),
  };
}
