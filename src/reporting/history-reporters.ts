import type { Colors } from "picocolors/types.js";
import type { HistoryEvent } from "../domain/history-event.ts";
import { historyCsv } from "./history-csv.ts";
import { historyJson } from "./history-json.ts";
import { historyText } from "./history-text.ts";

/** Renders events one by one, so that a long history never stands in memory. */
export interface HistoryReporter {
  /** What stands before the first event. */
  readonly begin: () => string;
  /** An event; all those of one commit come together. */
  readonly event: (event: HistoryEvent) => string;
  readonly end: () => string;
}

/** What `history --format` can be. */
export const HISTORY_REPORTERS = {
  text: historyText,
  json: historyJson,
  csv: historyCsv,
} as const satisfies Readonly<Record<string, (colors: Colors) => HistoryReporter>>;

/** The name of a format. */
export type HistoryFormat = keyof typeof HISTORY_REPORTERS;
