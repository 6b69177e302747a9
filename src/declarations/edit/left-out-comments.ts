import { visibleText } from "../../domain/visible-text.ts";
import type { PullNote } from "./pull-note.ts";
import { nextLine } from "./splice.ts";

const LEAD = "# pull left out: ";

/** The file with one comment line at its end for everybody who was left out; those of earlier pulls are replaced. */
export function withLeftOut(text: string, notes: readonly PullNote[]): string {
  const lines = notes
    .filter(({ kind }) => kind === "left-out")
    .map(lineOf)
    .sort();
  const present: string[] = [];
  let rest = "";
  for (let at = 0; at < text.length; at = nextLine(text, at)) {
    const line = text.slice(at, nextLine(text, at));
    if (line.startsWith(LEAD)) present.push(line.trimEnd());
    else rest += line;
  }
  const isSame = lines.length === present.length && lines.every((line, index) => line === present[index]);
  if (isSame) return text;
  const lineEnd = text.includes("\r\n") ? "\r\n" : "\n";
  const open = rest.endsWith("\n") ? "" : lineEnd;
  return lines.length === 0 ? rest : `${rest}${open}${lines.map((line) => line + lineEnd).join("")}`;
}

function lineOf({ email, residentId, reason }: PullNote): string {
  const id = residentId === null ? "" : ` (${visibleText(residentId, 100)})`;
  return `${LEAD}${visibleText(email, 300)}${id} ${visibleText(reason ?? "", 300)}`;
}
