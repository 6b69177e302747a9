/** Bytes in UTF-8. */
export function byteLength(text: string): number {
  return Buffer.byteLength(text);
}

/** A part of a document that may lose rows at its end. */
export interface Section {
  /** What stands before the rows, and is there only if one of them is. */
  readonly head: string;
  readonly rows: readonly string[];
  readonly tail: string;
}

/** Room for the line that says what is left out. */
const NOTE_BYTES = 400;

/**
 * Puts sections one after the other until `limit` bytes are used up; then rows are left out, whole, from the end, and
 * `note` is asked for the line that says how many. Nothing is left out of what fits.
 */
export function fitSections(
  sections: readonly Section[],
  limit: number,
  note: (leftOut: number) => string,
): string {
  const whole = sections.map(sectionText).join("");
  if (byteLength(whole) <= limit) return whole;
  const parts: string[] = [];
  let room = limit - NOTE_BYTES;
  let leftOut = 0;
  let isFull = false;
  for (const section of sections) {
    const rows: string[] = [];
    let left = room - byteLength(section.head) - byteLength(section.tail);
    for (const row of section.rows) {
      left -= byteLength(row);
      if (left < 0) isFull = true;
      if (isFull) break;
      rows.push(row);
    }
    leftOut += section.rows.length - rows.length;
    if (rows.length > 0) {
      const text = sectionText({ ...section, rows });
      parts.push(text);
      room -= byteLength(text);
    }
  }
  return `${parts.join("")}${note(leftOut)}`;
}

function sectionText({ head, rows, tail }: Section): string {
  return rows.length === 0 ? "" : `${head}${rows.join("")}${tail}`;
}
