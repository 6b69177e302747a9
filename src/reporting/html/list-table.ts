import { html, joined, type Markup, NOTHING } from "./markup.ts";

/** A column; its heading is text, or what stands in place of it. */
export interface Column {
  readonly heading: string | Markup;
  /** A class for its width. */
  readonly width: string;
}

/** A row of a long table: what the filters look at, and its cells, the first of which is the row's heading. */
export interface ListRow {
  readonly site: string;
  /** What the filter of kinds looks at; null where it does not concern the row. */
  readonly kinds: readonly string[] | null;
  /** What the filter of units looks at; null where it does not concern the row. */
  readonly flags: readonly string[] | null;
  readonly heading: Markup;
  readonly cells: readonly Markup[];
}

/** A long table. */
export interface ListTable {
  /** Unique in the page, and a word. */
  readonly id: string;
  readonly caption: string;
  /** What its rows are: `changes`. */
  readonly noun: string;
  readonly columns: readonly Column[];
  readonly rows: readonly ListRow[];
  /** How many rows are in the page from the beginning; the script puts in the others as they are scrolled to. */
  readonly shown: number;
}

/** A table whose rows the script filters, and keeps in the page only near what is looked at. */
export function listTable({ id, caption, noun, columns, rows, shown }: ListTable): Markup {
  const heads = columns.map(({ heading, width }) => html`<th scope="col" class="${width}">${heading}</th>`);
  const written = rows.map(rowMarkup);
  const rest = written.slice(shown);
  const template = rest.length === 0 ? NOTHING : html`<template data-rows="${id}">${joined(rest)}</template>`;
  return html`<p class="count" data-count="${id}" data-noun="${noun}">${rows.length} ${noun}</p>
<table id="${id}" data-list aria-rowcount="${rows.length + 1}"><caption>${caption}</caption>
<thead><tr aria-rowindex="1">${heads}</tr></thead>
<tbody>${joined(written.slice(0, shown))}</tbody></table>${template}
`;
}

function rowMarkup({ site, kinds, flags, heading, cells }: ListRow, index: number): Markup {
  const ofKinds = kinds === null ? NOTHING : html` data-kinds="${kinds.join(" ")}"`;
  const ofFlags = flags === null ? NOTHING : html` data-flags="${flags.join(" ")}"`;
  return html`<tr aria-rowindex="${index + 2}" data-site="${site}"${ofKinds}${ofFlags}><th scope="row">${heading}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>
`;
}
