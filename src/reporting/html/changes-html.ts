import { ACTION_KINDS, type ActionKind } from "../../domain/action-kind.ts";
import { formatUnit } from "../../domain/unit.ts";
import type { Action, Effect } from "../../planning/plan.ts";
import { changesOf, sourceText } from "../action-text.ts";
import type { ShownPlan } from "../shown-plan.ts";
import { effectWords, KIND_SYMBOLS } from "../words.ts";
import { type ListRow, listTable } from "./list-table.ts";
import { html, joined, type Markup, NOTHING } from "./markup.ts";

/** A kind as its symbol, its word and its colour. */
export function kindTag(kind: ActionKind): Markup {
  return html`<span class="k ${kind}"><b aria-hidden="true">${KIND_SYMBOLS[kind]}</b> ${kind}</span>`;
}

/** All actions of a plan, by site and kind. */
export function changesTable(plan: ShownPlan): Markup {
  const names = new Map(
    plan.sites.flatMap(({ actions }) => actions.map(({ id, kind, email }) => [id, `${kind} ${email}`])),
  );
  const isRedacted = plan.redacted === true;
  const rows = plan.sites.flatMap((site) =>
    ACTION_KINDS.flatMap((kind) => site.actions.filter((action) => action.kind === kind)).map(
      (action): ListRow => ({
        site: site.name,
        kinds: [action.kind],
        flags: null,
        heading: kindTag(action.kind),
        cells: [
          html`${site.name}`,
          html`${formatUnit(action.unit)}`,
          residentCell(action),
          html`<ul>${detailLines(action, isRedacted, names)}</ul>`,
        ],
      }),
    ),
  );
  return listTable({
    id: "changes",
    caption: "Changes, by site and kind",
    noun: "changes",
    columns: [
      { heading: "Change", width: "w1" },
      { heading: "Site", width: "w1" },
      { heading: "Unit", width: "w1" },
      { heading: "Resident", width: "w3" },
      { heading: "What, why, and what follows", width: "w4" },
    ],
    rows,
    shown: 100,
  });
}

function residentCell({ email, send }: Action): Markup {
  if (send === null) return html`${email}`;
  return html`${email}<br><span class="dim">${send.firstName} ${send.lastName}</span>`;
}

function detailLines(
  action: Action,
  isRedacted: boolean,
  names: ReadonlyMap<string, string>,
): readonly Markup[] {
  const effects = action.effects.flatMap((effect) => {
    const words = effectWords(effect);
    return words === null ? [] : [html`<li class="${isGrave(effect) ? "grave" : "effect"}">${words}</li>`];
  });
  const source = action.source === null ? "" : ` (${sourceText(action.source)})`;
  const origin = action.origin === undefined ? "" : action.origin === "drift" ? "drift: " : "changed: ";
  const waits = action.after.map((id) => names.get(id) ?? id).join(", ");
  const wave =
    action.wave === 1
      ? NOTHING
      : html`<li class="dim">wave ${action.wave}${waits === "" ? "" : `, after ${waits}`}</li>`;
  return [
    fieldLines(action, isRedacted),
    ...effects,
    html`<li class="dim">${origin}${action.reasons.join("; ")}${source}</li>`,
    wave,
  ];
}

function isGrave({ type }: Effect): boolean {
  return type === "irreversible" || type === "access-gap";
}

function fieldLines(action: Action, isRedacted: boolean): Markup {
  const changes = changesOf(action);
  if (changes.length === 0) return NOTHING;
  if (isRedacted) return html`<li>fields: ${changes.map(({ field }) => field).join(", ")}</li>`;
  return joined(
    changes.map(({ field, before, after }) =>
      before === undefined
        ? html`<li>${field}: ${after}</li>`
        : html`<li>${field}: ${before} → ${after}</li>`,
    ),
  );
}
