import { ApiError } from "./api-error.ts";
import { requestName } from "./caller.ts";
import type { Route } from "./wire.ts";

/**
 * A route's path with its names in braces filled in and encoded. A value that would make it another path (empty,
 * `.` or `..`) or cannot be encoded is an `ApiError` of kind `not-allowed`.
 */
export function fillPath(route: Route, values: Readonly<Record<string, string>>): string {
  return route.path.replaceAll(/\{(\w+)\}/g, (_braces, name: string) => {
    const value = values[name] ?? "";
    if (/^\.{0,2}$/.test(value) || /\p{Cs}/u.test(value))
      throw notAllowed(route, `${name} is not usable in a URL`);
    return encodeURIComponent(value);
  });
}

/** The error for a call that must not be sent. */
export function notAllowed(route: Route, why: string): ApiError {
  const request = requestName(route);
  return new ApiError(
    { kind: "not-allowed", outcome: "not-done", request },
    `${request} was not sent: ${why}.`,
  );
}
