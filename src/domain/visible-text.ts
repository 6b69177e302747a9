/**
 * C0 and C1 controls, the soft hyphen, bidirectional marks, overrides and isolates, zero-width characters, line
 * and paragraph separators, the byte order mark, tag characters, and lone surrogates: what can move a cursor,
 * reorder or hide text.
 */
const DECEPTIVE = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0]/gu;

/**
 * Text from outside (a server, YAML, CSV), safe to show in a message or on a terminal: characters that are not
 * visible stand as `\u{1b}`. More than `maxLength` characters (code points) are cut, with `…` as the last one.
 */
export function visibleText(text: string, maxLength = Number.POSITIVE_INFINITY): string {
  const visible = text.replace(DECEPTIVE, (character) => {
    const point = character.codePointAt(0) ?? 0;
    return `\\u{${point.toString(16)}}`;
  });
  if (visible.length <= maxLength) return visible;
  const characters = [...visible];
  return characters.length <= maxLength ? visible : `${characters.slice(0, maxLength - 1).join("")}…`;
}
