/**
 * The key under which two spellings are the same account: case does not count; dots and plus-tags do.
 */
export function emailKey(email: string): string {
  return email.toLowerCase();
}

/** Why a text cannot be an account's e-mail address. */
export type EmailProblem =
  | "empty"
  | "surrounding-space"
  | "hidden-character"
  | "inner-space"
  | "not-nfc"
  | "no-at"
  | "several-ats"
  | "empty-local-part"
  | "empty-domain"
  | "too-long";

/** RFC 5321, 4.5.3.1.3: a path is at most 256 octets, its angle brackets included. */
const MAX_OCTETS = 254;

/** Visible ASCII with one @ inside. */
const VISIBLE_ASCII = /^[!-?A-~]+@[!-?A-~]+$/;

/** Controls, zero-width and other format characters, lone surrogates, line and paragraph separators. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{DI}]/u;

/**
 * What is wrong with an e-mail address, or null. Only what would make two addresses look alike, or could not be
 * delivered to: Site Manager decides about the rest. Nothing is ever repaired, so that no address is altered.
 */
export function emailProblem(email: string): EmailProblem | null {
  // Nearly all addresses: told from the others by one quick look.
  if (email.length <= MAX_OCTETS && VISIBLE_ASCII.test(email)) return null;
  if (email === "") return "empty";
  if (HIDDEN.test(email)) return "hidden-character";
  if (email.trim() !== email) return "surrounding-space";
  if (/\s/u.test(email)) return "inner-space";
  if (email.normalize("NFC") !== email) return "not-nfc";
  const at = email.indexOf("@");
  if (at === -1) return "no-at";
  if (email.includes("@", at + 1)) return "several-ats";
  if (at === 0) return "empty-local-part";
  if (at === email.length - 1) return "empty-domain";
  return new TextEncoder().encode(email).length > MAX_OCTETS ? "too-long" : null;
}
