import type { Colors } from "picocolors/types.js";
import type { Outlook } from "../planning/outlook.ts";
import { statusHtml } from "./html/status-html.ts";
import { statusIcs } from "./status-ics.ts";
import { statusJson } from "./status-json.ts";
import { statusText } from "./status-text.ts";

/** How an outlook is shown. */
export interface StatusOptions {
  readonly colors: Colors;
  /** True where a calendar was asked for; only text leaves it out otherwise. */
  readonly hasCalendar: boolean;
  readonly isRedacted: boolean;
}

/** Renders an outlook; the text ends in a line break. */
export type StatusReporter = (outlook: Outlook, options: StatusOptions) => string;

/** What `status --format` can be: to add a format is to add a line here and to `STATUS_FORMATS`. */
export const STATUS_REPORTERS = {
  text: (outlook, { colors, hasCalendar }) => statusText(outlook, colors, hasCalendar),
  json: statusJson,
  ics: statusIcs,
  html: (outlook, { isRedacted }) => statusHtml(outlook, isRedacted),
} as const satisfies Readonly<Record<string, StatusReporter>>;

/** The name of a format. */
export type StatusFormat = keyof typeof STATUS_REPORTERS;
