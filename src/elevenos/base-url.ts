import { ExpectedError } from "../domain/exit.ts";
import { visibleText } from "../domain/visible-text.ts";

/** The guide: «All requests must use the following base URL». */
export const DEFAULT_BASE_URL = "https://api.11os.com/v2";

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|\[::1\]|localhost)$/;

/**
 * Reads a base URL: `https:`, or `http:` on loopback; no credentials, query or fragment; a path is kept, without
 * a slash at its end. Anything else is an `ExpectedError` with exit code 4.
 */
export function parseBaseUrl(text: string): URL {
  if (!URL.canParse(text)) throw invalid(`The base URL "${visibleText(text, 200)}" is not a URL.`);
  const url = new URL(text);
  // The text itself is not shown from here on: it may hold credentials.
  if (url.username !== "" || url.password !== "") throw invalid("The base URL must not hold credentials.");
  if (url.search !== "" || url.hash !== "")
    throw invalid("The base URL must not have a query or a fragment.");
  if (url.protocol !== "https:" && !(url.protocol === "http:" && LOOPBACK.test(url.hostname))) {
    throw invalid(`The base URL ${visibleText(url.href, 200)} is neither https nor http on loopback.`);
  }
  url.pathname = url.pathname.replace(/\/+$/, "");
  return url;
}

function invalid(message: string): ExpectedError {
  return new ExpectedError(4, message, `Give an https URL, such as ${DEFAULT_BASE_URL}.`);
}
