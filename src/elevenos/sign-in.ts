import { ApiError } from "./api-error.ts";
import type { Caller } from "./caller.ts";
import { requestName } from "./caller.ts";
import { type Credentials, isTokenText } from "./credentials.ts";
import type { Scrubber } from "./scrub.ts";
import { ROUTES, type WireToken } from "./wire.ts";

const CALL = { ...ROUTES.token, isRepeatable: true } as const;
const REQUEST = requestName(CALL);
const TOKEN_FIELD: keyof WireToken = "access_token";

/**
 * Makes the function that gets a token (the guide, «Authorization»): e-mail address and password, Base64-encoded.
 * Its errors are always `not-done`: whoever waited for the token has sent nothing.
 */
export function createSignIn(
  caller: Caller,
  scrubber: Scrubber,
): (login: NonNullable<Credentials["login"]>) => Promise<string> {
  return async ({ email, password }) => {
    const credential = Buffer.from(`${email}:${password}`, "utf8").toString("base64");
    scrubber.add(credential);
    const progress = { attempt: 0, isUncertain: false };
    const answer = await caller.send(CALL, `Password ${credential}`, progress).catch((error: unknown) => {
      throw error instanceof ApiError ? signInError(error) : error;
    });
    const token = answer[TOKEN_FIELD];
    if (typeof token !== "string" || !isTokenText(token)) {
      const facts = { kind: "malformed", outcome: "not-done", request: REQUEST, status: 200 } as const;
      throw new ApiError(
        facts,
        `${REQUEST}: ${TOKEN_FIELD} in the answer is missing or not usable as a token`,
      );
    }
    scrubber.add(token);
    return token;
  };
}

function signInError(error: ApiError): ApiError {
  const { kind, status, detail } = error;
  const facts = { outcome: "not-done", request: REQUEST, status, detail } as const;
  // OAuth answers a wrong password with 400 (RFC 6749, 5.2), others with 401 or 403.
  const isRejected = kind === "refused" || status === 400 || status === 401 || status === 403;
  if (!isRejected) return new ApiError({ ...facts, kind }, error.message);
  const said = detail === null ? `the server answered ${status}` : `the server said: ${detail}`;
  return new ApiError(
    { ...facts, kind: "unauthorized" },
    `ElevenOS does not accept the e-mail address and password in ELEVENOS_EMAIL and ELEVENOS_PASSWORD; ${said}`,
  );
}

/** The error where a token was rejected and nothing is there to get another with. */
export function tokenRejected(): ApiError {
  return new ApiError(
    { kind: "unauthorized", outcome: "not-done", request: REQUEST, status: 401 },
    "ElevenOS does not accept the token in ELEVENOS_TOKEN: it has expired or is not valid",
  );
}
