import { compareText } from "../domain/compare-text.ts";
import { emailKey } from "../domain/email.ts";

/** Orders by e-mail, without case. */
export function byEmail(a: { readonly email: string }, b: { readonly email: string }): number {
  return compareText(emailKey(a.email), emailKey(b.email));
}
