import type { HistoryEvent } from "../domain/history-event.ts";
import type { HistoryReporter } from "./history-reporters.ts";

/** What a terminal could be moved or misled by, and JSON leaves as it is. */
const DECEPTIVE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{DI}]/gu;

/**
 * One JSON document, an event a line: `{formatVersion, events: [{commit, date, author, authorEmail, subject, type, …,
 * receipt}]}`. A minor version adds; readers refuse another major one.
 */
export function historyJson(): HistoryReporter {
  let isFirst = true;
  return {
    begin: () => '{"formatVersion":"1.0","events":[',
    event: (event) => {
      const separator = isFirst ? "\n" : ",\n";
      isFirst = false;
      return separator + escaped(JSON.stringify(flat(event)));
    },
    end: () => "\n]}\n",
  };
}

function flat({ commit, receipt, ...change }: HistoryEvent) {
  const { id, date, author, authorEmail, subject } = commit;
  return { commit: id, date, author, authorEmail: authorEmail || null, subject, ...change, receipt };
}

/** The same JSON: in it such characters stand in strings only, where escapes mean the same. */
function escaped(json: string): string {
  return json.replace(DECEPTIVE, (character) =>
    Array.from({ length: character.length }, (_, index) => {
      const code = character.charCodeAt(index).toString(16).padStart(4, "0");
      return `\\u${code}`;
    }).join(""),
  );
}
