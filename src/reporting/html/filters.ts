import { html, type Markup, NOTHING } from "./markup.ts";

/** A choice: what is compared, and what is read. */
type Choice = readonly [value: string, words: string];

/** What a report can be filtered by. */
export interface Filters {
  /** Names; with one site there is nothing to choose. */
  readonly sites: readonly string[];
  /** The label of the choice of kinds, and the kinds that there are. */
  readonly kinds: { readonly label: string; readonly choices: readonly Choice[] };
  /** Which units are shown to begin with. */
  readonly units: "" | "changes";
}

const UNITS: readonly Choice[] = [
  ["changes", "Units that change"],
  ["conflict", "Units with a conflict"],
  ["gap", "Units that will be vacant"],
];

/** The bar of filters. It is no form: there is nothing to send. */
export function filterBar({ sites, kinds, units }: Filters): Markup {
  const site =
    sites.length < 2
      ? NOTHING
      : select(
          "site",
          "Site",
          "All sites",
          sites.map((name) => [name, name]),
          "",
        );
  const kind = kinds.choices.length === 0 ? NOTHING : select("kinds", kinds.label, "All", kinds.choices, "");
  return html`<div class="filters" role="search" aria-label="Filter the tables">
<label>Text <input type="search" id="filter-text" autocomplete="off" spellcheck="false" placeholder="unit, e-mail, reason …"></label>
${site}${kind}${select("flags", "Timelines", "All units", UNITS, units)}
<output id="filter-result" aria-live="polite"></output>
</div>
`;
}

function select(
  name: string,
  label: string,
  all: string,
  choices: readonly Choice[],
  chosen: string,
): Markup {
  const options = choices.map(([value, words]) =>
    value === chosen
      ? html`<option value="${value}" selected>${words}</option>`
      : html`<option value="${value}">${words}</option>`,
  );
  return html`<label>${label} <select data-filter="${name}"><option value="">${all}</option>${options}</select></label>
`;
}
