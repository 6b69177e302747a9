import { emailKey } from "../domain/email.ts";

/** Orders text by code units, the same on every machine. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Orders by e-mail, without case. */
export function byEmail(a: { readonly email: string }, b: { readonly email: string }): number {
  return compareText(emailKey(a.email), emailKey(b.email));
}
