import { ExpectedError } from "../domain/exit.ts";
import { visibleText } from "../domain/visible-text.ts";

const DEFAULT_API_URL = "https://api.github.com";

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|\[::1\]|localhost)$/;

/**
 * Reads GITHUB_API_URL; empty is GitHub itself. `https:`, or `http:` on loopback, without credentials, query or
 * fragment; a path is kept, without a slash at its end. Anything else is an `ExpectedError` with exit code 4.
 */
export function parseApiUrl(text: string): URL {
  const given = text === "" ? DEFAULT_API_URL : text;
  if (!URL.canParse(given)) throw invalid("is not a URL");
  const url = new URL(given);
  if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "") {
    throw invalid("holds more than a scheme, a host and a path");
  }
  if (url.protocol !== "https:" && !(url.protocol === "http:" && LOOPBACK.test(url.hostname))) {
    throw invalid(`(${visibleText(url.href, 200)}) is neither https nor http on loopback`);
  }
  url.pathname = url.pathname.replace(/\/+$/, "");
  return url;
}

function invalid(what: string): ExpectedError {
  return new ExpectedError(4, `GITHUB_API_URL ${what}.`, `Leave it out for ${DEFAULT_API_URL}.`);
}
