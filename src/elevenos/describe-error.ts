import type { ApiError } from "./api-error.ts";
import { ROUTES } from "./wire.ts";

/**
 * An API error for an operator: what happened, and a way out as a sentence of its own. Whether a change may have
 * been made in spite of the error is part of the message.
 */
export function describeApiError(error: ApiError): { readonly message: string; readonly remedy: string } {
  const isRead = error.request.startsWith("GET ");
  const doubt = error.outcome === "unknown" && !isRead ? " The change may have been made all the same." : "";
  return { message: `${error.message.replace(/\.$/, "")}.${doubt}`, remedy: remedyFor(error) };
}

function remedyFor(error: ApiError): string {
  switch (error.kind) {
    case "unauthorized":
      return "Check ELEVENOS_EMAIL and ELEVENOS_PASSWORD, or get a new ELEVENOS_TOKEN.";
    case "not-found":
      if (error.request.endsWith(ROUTES.token.path)) return "Check the base URL: it has no such call.";
      return "Check teamId, siteId and the base URL; `residentctl doctor` lists the teams and sites that are there.";
    case "http":
      if (error.status === 403) return "Check the permissions of the account.";
      // Neither a success of this API nor a failure that passes: something else answers there.
      if (error.status !== null && error.status < 400)
        return "Check the base URL: something else answers there.";
      return "Try again later; if it stays, check the base URL.";
    case "refused":
      return "Correct what the server objects to, and plan again.";
    case "malformed":
      return "Check the base URL; `residentctl doctor` checks the shapes of the API's answers.";
    case "timeout":
    case "network":
      return "Check the network and the base URL, and try again.";
    case "too-large":
      return "Check the base URL: the answer is not one of this API.";
    case "not-allowed":
      return "Nothing was sent; correct the declaration or the command line.";
  }
}
