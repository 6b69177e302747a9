/** The URL with `rel="next"` in a `Link` header (RFC 8288), as text; null where there is none. */
export function nextLink(header: string | readonly string[] | undefined): string | null {
  const text = typeof header === "string" ? header : (header ?? []).join(",");
  for (const [, target, parameters] of text.matchAll(/<([^>]*)>((?:\s*;\s*[a-z]+="?[^",;]*"?)*)/gi)) {
    if (/;\s*rel="?next"?\s*(?:;|$)/i.test(parameters ?? "")) return target ?? null;
  }
  return null;
}
