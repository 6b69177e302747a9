import { distance } from "fastest-levenshtein";
import { visibleText } from "../domain/visible-text.ts";

/**
 * How many slips of typing lie between two words: letters added, left out or wrong, and two neighbours exchanged
 * (`unti`), which plain Levenshtein counts as two, where that is the only slip.
 */
function slips(written: string, meant: string): number {
  return isOneExchange(written, meant) ? 1 : distance(written, meant);
}

function isOneExchange(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  return a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2);
}

/** The candidate that a misspelt word most likely meant, compared without case; null where none is near. */
export function nearest(word: string, candidates: Iterable<string>): string | null {
  // Longer words are nobody's typing slip, and comparing them takes time.
  if (word.length > 100) return null;
  const lower = word.toLowerCase();
  // One slip in a word of three to five letters, two in one of six to eight, and so on.
  const allowed = Math.floor(word.length / 3);
  let best: string | null = null;
  let bestDistance = allowed + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) >= bestDistance) continue;
    const found = slips(lower, candidate.toLowerCase());
    if (found < bestDistance) {
      best = candidate;
      bestDistance = found;
    }
  }
  return best;
}

/** `Did you mean "unit"? ` (with the space) where a candidate is near, else nothing. */
export function didYouMean(word: string, candidates: Iterable<string>): string {
  const best = nearest(word, candidates);
  return best === null ? "" : `Did you mean "${visibleText(best, 100)}"? `;
}

/** The same for e-mail addresses, which are long and much alike: one slip for three letters before the `@`, two at most, so that no other person is proposed. */
export function didYouMeanEmail(email: string, candidates: Iterable<string>): string {
  const lower = email.toLowerCase();
  const allowed = Math.min(2, Math.floor(lower.indexOf("@") / 3));
  const near = [...candidates].filter(
    (candidate) =>
      Math.abs(candidate.length - email.length) <= allowed &&
      slips(lower, candidate.toLowerCase()) <= allowed,
  );
  return didYouMean(email, near);
}

/** `"a", "b" or "c"`. */
export function oneOf(words: readonly string[]): string {
  const quoted = words.map((word) => `"${word}"`);
  if (quoted.length < 2) return quoted.join("");
  return `${quoted.slice(0, -1).join(", ")} or ${quoted.at(-1)}`;
}
