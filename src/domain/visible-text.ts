/**
 * Controls (C0, C1), format characters (bidirectional overrides and isolates, zero-width ones, tags), lone
 * surrogates, line and paragraph separators, and whatever Unicode calls default-ignorable: what can move a cursor,
 * reorder text or hide it.
 */
const DECEPTIVE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{DI}]/gu;

/**
 * Text from outside (a server, YAML, CSV), safe to show in a message or on a terminal: characters that are not
 * visible stand as `\u{1b}`. More than `maxLength` characters (code points) are cut, with `…` as the last one.
 */
export function visibleText(text: string, maxLength = Number.POSITIVE_INFINITY): string {
  const visible = text.replace(
    DECEPTIVE,
    (character) => `\\u{${Number(character.codePointAt(0)).toString(16)}}`,
  );
  if (visible.length <= maxLength) return visible;
  const characters = [...visible];
  return characters.length <= maxLength ? visible : `${characters.slice(0, maxLength - 1).join("")}…`;
}
