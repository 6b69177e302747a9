import type { HistoryEvent } from "../domain/history-event.ts";
import { visibleJson } from "../domain/visible-json.ts";
import type { HistoryReporter } from "./history-reporters.ts";

/**
 * One JSON document, an event a line (`schemas/history.schema.json`). A minor version adds; readers refuse another
 * major one.
 */
export function historyJson(): HistoryReporter {
  let isFirst = true;
  return {
    begin: () => '{"formatVersion":"1.0","events":[',
    event: (event) => {
      const separator = isFirst ? "\n" : ",\n";
      isFirst = false;
      return separator + visibleJson(flat(event));
    },
    end: () => "\n]}\n",
  };
}

function flat({ commit, receipt, ...change }: HistoryEvent) {
  const { id, date, author, authorEmail, subject } = commit;
  return { commit: id, date, author, authorEmail: authorEmail || null, subject, ...change, receipt };
}
