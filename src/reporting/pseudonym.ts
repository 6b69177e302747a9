import { createHmac } from "node:crypto";
import { emailKey } from "../domain/email.ts";
import { visibleText } from "../domain/visible-text.ts";

/** Stands for an e-mail address: `r-3f9a2c1b`. The same address has the same one under the same key. */
export type Pseudonym = (email: string) => string;

/** Pseudonyms by HMAC-SHA256 under a key: without the key nobody can try addresses out. Case does not count. */
export function createPseudonym(key: string | Uint8Array): Pseudonym {
  return (email) => `r-${createHmac("sha256", key).update(emailKey(email)).digest("hex").slice(0, 8)}`;
}

/** Anything with an `@` between characters that an address can hold. */
const EMAIL_LIKE = /[\p{L}\p{N}!#$%&'*+/=?^_`{|}~.-]+@[\p{L}\p{N}](?:[\p{L}\p{N}.-]*[\p{L}\p{N}])?/gu;

/** Takes e-mail addresses out of texts. */
export type TextRedactor = (text: string) => string;

/**
 * Replaces, in any text, the known addresses (as they are, or as a message shows them) and whatever looks like an
 * address by its pseudonym.
 */
export function createTextRedactor(known: Iterable<string>, pseudonym: Pseudonym): TextRedactor {
  const keys = new Set<string>();
  const unusual: string[] = [];
  for (const email of known) {
    keys.add(emailKey(email));
    if (email.replace(EMAIL_LIKE, "") !== "") unusual.push(email, emailKey(email));
  }
  const byLength = unusual.filter((email) => email.length > 2).sort((a, b) => b.length - a.length);
  return (text) => {
    const plain = byLength.reduce(
      (rest, email) =>
        rest.replaceAll(email, pseudonym(email)).replaceAll(visibleText(email), pseudonym(email)),
      text,
    );
    return plain.replace(EMAIL_LIKE, (match) => {
      if (keys.has(emailKey(match))) return pseudonym(match);
      // A quotation mark or bracket before a known address is none of it.
      const bare = match.replace(/^[^\p{L}\p{N}]+/u, "");
      return keys.has(emailKey(bare))
        ? match.slice(0, match.length - bare.length) + pseudonym(bare)
        : pseudonym(match);
    });
  };
}
