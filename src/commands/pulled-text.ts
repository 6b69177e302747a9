import type { PullNote } from "../declarations/edit/pull-note.ts";
import { visibleText } from "../domain/visible-text.ts";
import type { Context } from "./context.ts";
import type { PulledSite } from "./pull-sites.ts";

/** What was pulled of a site, for stderr: a line of counts, and a line for everybody but those who were added. */
export function pulledText(context: Context, { name, notes }: PulledSite): string {
  const numberOf = (kind: PullNote["kind"]) => notes.filter((note) => note.kind === kind).length;
  const counts = [
    `${numberOf("added")} added`,
    `${numberOf("changed")} changed`,
    `${numberOf("removed")} removed`,
    `${numberOf("left-out")} left out`,
  ];
  const isQuiet = context.flags.quiet === true;
  const lines = notes.filter(({ kind }) => kind === "left-out" || (!isQuiet && kind !== "added"));
  const head = isQuiet ? [] : [`${visibleText(name)}: ${counts.join(", ")}`];
  return [...head, ...lines.map((note) => noteText(context, note))].map((line) => `${line}\n`).join("");
}

function noteText({ pseudonym }: Context, { kind, email, keys, reason }: PullNote): string {
  const who = pseudonym === null ? visibleText(email) : pseudonym(email);
  // A reason may name another site or a rule's words, never a value.
  const why = reason === null ? "" : `: ${visibleText(reason)}`;
  switch (kind) {
    case "added":
    case "removed":
      return `  ${kind} ${who}${why}`;
    case "changed":
      return `  changed ${who} (${keys.join(", ")})${why}`;
    case "left-out":
      return `warning: left out ${who}${why}`;
    case "attention":
      return `  note on ${who}${why}`;
  }
}
