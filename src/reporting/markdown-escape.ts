import { visibleText } from "../domain/visible-text.ts";

/** What Markdown (GitHub's), HTML, a table or an automatic link could make something of. */
const ACTIVE = /[&<>"'`*_{}[\]\\|~$#@!^=]|:(?=\/)/g;

/** An automatic link without a scheme. */
const WWW = /www\./gi;

/** A reference to an issue in another spelling than `#123`. */
const ISSUE_KEY = /\bGH-(?=\d)/gi;

/**
 * Text from outside as it stands in GitHub's Markdown, and is nothing but text: no markup, no HTML, no table cell, no
 * link, no mention. Whatever has a meaning is an HTML character reference. A reference alone does not stop GitHub
 * from finding `@name` and `#123`, because it looks for them in the finished HTML; in `<code>` it never looks, so that
 * these signs stand in one.
 */
export function markdownText(text: string): string {
  return entities(text)
    .replaceAll(/&#(?:64|35);/g, (sign) => `<code>${sign}</code>`)
    .replaceAll(ISSUE_KEY, (key) => `${key.slice(0, 2)}<code>-</code>`);
}

/** The same in fixed width: names of units, pseudonyms, tokens. Nothing in `<code>` is ever looked at again. */
export function markdownCode(text: string): string {
  return `<code>${entities(text)}</code>`;
}

/**
 * A link, its label in fixed width. `url` must be made by this program, of parts that went through `encodeURIComponent`; it may hold anything
 * all the same.
 */
export function markdownLink(label: string, url: string): string {
  const target = visibleText(url).replaceAll(
    /[^A-Za-z0-9:/?#@%&=._~+-]/g,
    (character) => `%${Number(character.codePointAt(0)).toString(16).toUpperCase().padStart(2, "0")}`,
  );
  return `<a href="${target.replaceAll("&", "&amp;")}">${markdownCode(label)}</a>`;
}

function entities(text: string): string {
  return visibleText(text)
    .replaceAll(ACTIVE, (sign) => `&#${sign.charCodeAt(0)};`)
    .replaceAll(WWW, (prefix) => `${prefix.slice(0, 3)}&#46;`);
}
