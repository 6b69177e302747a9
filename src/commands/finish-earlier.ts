import { finishOpen, type SettledEnd } from "../applying/finish-open.ts";
import { nodeJournalFiles } from "../applying/journal-files.ts";
import { visibleText } from "../domain/visible-text.ts";
import { count } from "../reporting/words.ts";
import { finishSettings, type PatienceFlags } from "./apply-settings.ts";
import type { Connection } from "./connect.ts";
import type { Context } from "./context.ts";
import type { Interrupts } from "./interrupts.ts";

/** What became of a step that an earlier apply left open, in words. */
const END_WORDS: Readonly<Record<SettledEnd, string>> = {
  finished: "its job has finished",
  "still-running": "its job is still not finished; live state decides",
  seen: "live state shows that it was done",
  "not-seen": "live state does not show all of it",
  direct: "live state decides",
  unreadable: "what became of it cannot be read now",
};

/**
 * Finishes what an earlier apply left open, and says so on stderr. Gives the sites for which nothing may be written,
 * each with its reason.
 */
export async function finishEarlier(
  run: {
    readonly context: Context;
    readonly flags: PatienceFlags;
    readonly connection: Connection;
    readonly interrupts: Interrupts;
  },
  directory: string,
): Promise<ReadonlyMap<string, string>> {
  const { context, flags, connection, interrupts } = run;
  const { steps, foreign } = await finishOpen({
    directory,
    files: nodeJournalFiles,
    baseUrl: connection.serverName,
    context: {
      api: connection.api,
      timing: connection.timing,
      settings: finishSettings(flags, connection),
      aborting: interrupts.aborting,
      emit: () => undefined,
    },
  });
  for (const { site, action, size, begun, end } of steps) {
    context.note(
      `${visibleText(site.name)}: an earlier apply left ${action} of ${count(size, "resident")} open ` +
        `(begun ${begun}): ${END_WORDS[end]}`,
    );
  }
  for (const { file, baseUrl } of foreign) {
    context.note(`${visibleText(file)} is for another server (${visibleText(baseUrl)}), and left alone`);
  }
  const held = steps.filter(({ end }) => end === "unreadable");
  return new Map(held.map(({ site }) => [site.name, "what an earlier apply left open cannot be read now"]));
}
