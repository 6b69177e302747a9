import type { Colors, Formatter } from "picocolors/types.js";
import type { ActionKind } from "../domain/action-kind.ts";
import type { Effect } from "../planning/plan.ts";

/** The symbol of each kind, as the legend explains them: plain ASCII, so that every log keeps them. */
export const KIND_SYMBOLS: Readonly<Record<ActionKind, string>> = {
  create: "+",
  update: "~",
  reinstate: "^",
  suspend: "|",
  unsuspend: ">",
  terminate: "-",
  purge: "x",
};

/** The colour of a kind. */
export function kindColor(colors: Colors, kind: ActionKind): Formatter {
  switch (kind) {
    case "create":
    case "unsuspend":
      return colors.green;
    case "update":
      return colors.yellow;
    case "reinstate":
      return colors.cyan;
    case "suspend":
      return colors.magenta;
    case "terminate":
    case "purge":
      return colors.red;
  }
}

/** An effect in words; null for what only the summary speaks of. */
export function effectWords(effect: Effect): string | null {
  switch (effect.type) {
    case "invitation":
      return effect.when === "now" ? "invitation now" : `invitation on ${effect.when}`;
    case "wifi-details":
      return "Wi-Fi password changes, details by e-mail now";
    case "wifi-rejoin":
      return `must rejoin Wi-Fi: ${effect.from} -> ${effect.to}`;
    case "undo-until":
      return `can be undone until ${effect.date}`;
    case "irreversible":
      return "cannot be undone";
    case "access-gap":
      return `no access from ${effect.from} to ${effect.to} (${count(effect.days, "day")})`;
    case "operator-report":
      return null;
  }
}

/** `1 day`, `2 days`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/** Where to read more about rules: names the first of them. */
export function explainHint(rules: readonly string[]): string {
  return `More about a rule: residentctl explain ${rules[0]}`;
}
