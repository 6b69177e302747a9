import type { Credentials } from "./credentials.ts";

/** A token; the object's identity tells one from the next, also where the server gives the same text twice. */
interface Token {
  readonly text: string;
}

/** The token that calls carry: got when it is first needed, shared by all, renewed when the server rejects it. */
export interface Session {
  /** The token to use now. */
  readonly token: () => Promise<Token>;
  /** Another than `rejected`. Callers whose token was rejected at the same time share one renewal. */
  readonly renew: (rejected: Token) => Promise<Token>;
}

/**
 * `signIn` gets a token for a login. `isFinal` tells whether its failure would be the same again (a wrong
 * password): then it is not tried again, because accounts get locked. `cannotRenew` is the error where there is a
 * token and nothing to renew it with.
 */
export function createSession(
  credentials: Credentials,
  signIn: (login: NonNullable<Credentials["login"]>) => Promise<string>,
  isFinal: (error: unknown) => boolean,
  cannotRenew: () => Error,
): Session {
  let current: Promise<Token> | null =
    credentials.token === null ? null : Promise.resolve({ text: credentials.token });

  function fetchToken(): Promise<Token> {
    const { login } = credentials;
    const fetched = login === null ? Promise.reject(cannotRenew()) : signIn(login).then((text) => ({ text }));
    const kept = fetched.catch((error: unknown) => {
      if (current === kept && login !== null && !isFinal(error)) current = null;
      throw error;
    });
    // Callers that gave up leave nobody to hear of a failure; those that did not are told through `kept` itself.
    kept.catch(() => undefined);
    return kept;
  }

  const token = (): Promise<Token> => {
    current ??= fetchToken();
    return current;
  };
  return {
    token,
    renew: async (rejected) => {
      const before = current;
      // `current` may be a renewal that somebody else has begun: then that one is waited for.
      if ((await token()) !== rejected) return token();
      if (current === before) current = fetchToken();
      return token();
    },
  };
}
