/**
 * What a terminal could be moved or misled by and JSON leaves as it is (all of `visibleText` but the line breaks of the
 * layout), and what a CI runner would obey.
 */
const DECEPTIVE = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{DI}]|#(?=#\w*\[)/gu;

/** JSON that is safe to show: such characters stand in strings only, where an escape means the same. */
export function visibleJson(value: unknown, indent = 0): string {
  return JSON.stringify(value, null, indent).replace(DECEPTIVE, (character) =>
    Array.from({ length: character.length }, (_, index) => {
      const code = character.charCodeAt(index).toString(16).padStart(4, "0");
      return `\\u${code}`;
    }).join(""),
  );
}
