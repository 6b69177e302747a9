import { ExpectedError } from "../domain/exit.ts";

/** What proves who is calling: a token, an e-mail address with its password, or both; at least one is there. */
export interface Credentials {
  /** The token to begin with. */
  readonly token: string | null;
  /** What a token is got with, and renewed. */
  readonly login: { readonly email: string; readonly password: string } | null;
}

/**
 * Reads `ELEVENOS_TOKEN`, or `ELEVENOS_EMAIL` and `ELEVENOS_PASSWORD`. With both, the token is used first and the
 * password renews it. What is missing or unusable is an `ExpectedError` with exit code 4 that names the variables
 * and never a value.
 */
export function readCredentials(env: Readonly<Record<string, string | undefined>>): Credentials {
  // A token out of a file often ends in a line break, which is no part of it.
  const token = (env.ELEVENOS_TOKEN ?? "").trim();
  const email = (env.ELEVENOS_EMAIL ?? "").trim();
  const password = env.ELEVENOS_PASSWORD ?? "";
  if (token !== "" && !isTokenText(token)) {
    throw new ExpectedError(4, "ELEVENOS_TOKEN holds characters that no token has.", "Copy the token again.");
  }
  if (email.includes(":")) {
    throw new ExpectedError(4, "ELEVENOS_EMAIL holds a colon, which the API's sign-in cannot carry.");
  }
  const login = email === "" || password === "" ? null : { email, password };
  if (token === "" && login === null) throw missing(email, password);
  return { token: token === "" ? null : token, login };
}

/** Whether a text can stand in an `Authorization` header as a token: visible ASCII, nothing else. */
export function isTokenText(text: string): boolean {
  return /^[\x21-\x7e]+$/.test(text);
}

function missing(email: string, password: string): ExpectedError {
  const remedy = "Set ELEVENOS_EMAIL and ELEVENOS_PASSWORD, or ELEVENOS_TOKEN, in the environment.";
  if (email === "" && password === "") {
    return new ExpectedError(4, "There are no credentials for ElevenOS in the environment.", remedy);
  }
  const [set, unset] =
    password === "" ? ["ELEVENOS_EMAIL", "ELEVENOS_PASSWORD"] : ["ELEVENOS_PASSWORD", "ELEVENOS_EMAIL"];
  return new ExpectedError(4, `${set} is set and ${unset} is not.`, remedy);
}
