import { visibleText } from "../../domain/visible-text.ts";

/** HTML that is safe to write: made by `html`, or a constant of ours. */
export interface Markup {
  readonly markup: string;
}

/** What can stand in a template: text and numbers are escaped, `null` is nothing. */
export type Part = string | number | null | Markup | readonly Markup[];

/** A template whose values are escaped, but for what is markup already. Attributes must be in double quotes. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  let markup = strings[0] ?? "";
  for (const [index, part] of parts.entries()) {
    markup += partText(part) + (strings[index + 1] ?? "");
  }
  return { markup };
}

/** A constant of this program as markup; never for text from outside. */
export function trusted(markup: string): Markup {
  return { markup };
}

/** Markup one after the other. */
export function joined(items: readonly Markup[]): Markup {
  return { markup: items.map(({ markup }) => markup).join("") };
}

export const NOTHING: Markup = { markup: "" };

function partText(part: Part): string {
  if (part === null) return "";
  if (typeof part === "string" || typeof part === "number") return escapeHtml(String(part));
  return "markup" in part ? part.markup : joined(part).markup;
}

/** Text whose dates are not broken over two lines. */
export function dated(text: string): Markup {
  return joined(
    text
      .split(/(\d{4}-\d{2}-\d{2}(?:T[\d:]+)?)/)
      .map((part, index) => (index % 2 === 1 ? html`<span class="date">${part}</span>` : html`${part}`)),
  );
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text from outside for content and quoted attributes: what is not visible is made so, what means markup is escaped. */
function escapeHtml(text: string): string {
  return visibleText(text).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
