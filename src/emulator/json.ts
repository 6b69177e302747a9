/** A text as JSON, or why it is none. */
export type ParsedJson = { readonly value: unknown } | { readonly problem: string };

/** Reads JSON without throwing: bad input is an answer, not an accident. */
export function parseJson(text: string): ParsedJson {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return { problem: String(error) };
  }
}
