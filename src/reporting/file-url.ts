/** A relative path as it stands in a URL. A lone surrogate cannot be encoded, and is in no file name that git has. */
export function encodeFilePath(path: string): string {
  return path
    .split("/")
    .map((part) => encodeURIComponent(part.replaceAll(/\p{Cs}/gu, "\u{fffd}")))
    .join("/");
}
