import type { Account } from "./records.ts";

/** How long a token lives. null: without that limit. */
export interface TokenPolicy {
  /** Seconds on the emulator's clock. */
  readonly lifetimeSeconds: number | null;
  /** How many requests it is good for. */
  readonly requests: number | null;
}

/** A token that was given out. */
export interface TokenFacts {
  readonly account: Account;
  /** Epoch milliseconds on the emulator's clock. */
  readonly issuedAt: number;
  uses: number;
}

/**
 * The account of `Authorization: Password base64(email:password)`; null where the header is not one, or wrong.
 * The e-mail is compared without case.
 */
export function accountOf(accounts: readonly Account[], authorization: string | undefined): Account | null {
  const encoded = /^Password\s+([A-Za-z0-9+/=]+)$/i.exec(authorization ?? "")?.[1];
  if (encoded === undefined) return null;
  const credentials = Buffer.from(encoded, "base64").toString("utf8");
  const colon = credentials.indexOf(":");
  const email = credentials.slice(0, Math.max(colon, 0)).toLowerCase();
  const password = credentials.slice(colon + 1);
  const account = accounts.find((known) => known.email.toLowerCase() === email);
  return account !== undefined && account.password === password ? account : null;
}

/** The account behind `Authorization: Bearer …`; null where the token is unknown, expired or used up. */
export function useToken(
  tokens: ReadonlyMap<string, TokenFacts>,
  authorization: string | undefined,
  policy: TokenPolicy,
  now: number,
): Account | null {
  const token = /^Bearer\s+(\S+)$/i.exec(authorization ?? "")?.[1];
  const facts = token === undefined ? undefined : tokens.get(token);
  if (facts === undefined) return null;
  if (policy.lifetimeSeconds !== null && now >= facts.issuedAt + policy.lifetimeSeconds * 1000) return null;
  if (policy.requests !== null && facts.uses >= policy.requests) return null;
  facts.uses += 1;
  return facts.account;
}
