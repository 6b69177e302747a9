/** A site's name as a file and a `--site` like it: `Maple House` is `maple-house`. Never empty. */
export function siteSlug(name: string): string {
  const slug = name
    .normalize("NFC")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, "-")
    .replaceAll(/^-+|-+$/g, "");
  return slug === "" ? "site" : slug;
}
