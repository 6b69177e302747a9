import type { Plan } from "../../planning/plan.ts";
import { unreadLine } from "../summary.ts";
import { html, type Markup, NOTHING } from "./markup.ts";

/** Which sites are missing, and why; nothing where none is. */
export function incompleteNote(plan: Pick<Plan, "unread">): Markup {
  const line = unreadLine(plan);
  return line === null ? NOTHING : html`<p class="note grave">${line}</p>`;
}
