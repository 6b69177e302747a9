/**
 * Controls (C0, C1), format characters (bidirectional overrides and isolates, zero-width ones, tags), lone
 * surrogates, line and paragraph separators, and whatever Unicode calls default-ignorable: what can move a cursor,
 * reorder text or hide it.
 */
const DECEPTIVE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{DI}]/gu;

/**
 * What a CI runner that reads the log takes for a command, wherever it stands: `##[` (GitHub Actions) and `##vso[`
 * (Azure Pipelines).
 */
const RUNNER_COMMAND = /#(?=#\w*\[)/g;

/** What GitHub's runner takes for one at the beginning of a line. */
const LINE_COMMAND = /^(\s*):(?=:)/;

/** A character as `\u{1b}`. */
export function escaped(character: string): string {
  return `\\u{${Number(character.codePointAt(0)).toString(16)}}`;
}

/** Nearly every text: visible ASCII, and nothing that a command of a runner has in it. Told by one quick look. */
const PLAIN = /^[ !"$-9;-~]*$/;

/**
 * Text from outside (a server, YAML, CSV), safe to show in a message, on a terminal or in the log of a CI job:
 * characters that are not visible stand as `\u{1b}`, and what a runner would obey as `\u{3a}:error`. More than
 * `maxLength` characters (code points) are cut, with `…` as the last one.
 */
export function visibleText(text: string, maxLength = Number.POSITIVE_INFINITY): string {
  if (text.length <= maxLength && PLAIN.test(text)) return text;
  const visible = text
    .replace(DECEPTIVE, escaped)
    .replace(RUNNER_COMMAND, "\\u{23}")
    .replace(LINE_COMMAND, "$1\\u{3a}");
  if (visible.length <= maxLength) return visible;
  const characters = [...visible];
  return characters.length <= maxLength ? visible : `${characters.slice(0, maxLength - 1).join("")}…`;
}
