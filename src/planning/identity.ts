import type { DeclaredResident } from "../domain/site.ts";

/** An entry that seems to be the same person as the account `old`. */
export interface EmailEdit {
  readonly declared: DeclaredResident;
  readonly old: string;
  readonly why: string;
}

/** Names as people compare them: without case, accents and spacing. */
export function fold(...names: readonly (string | undefined)[]): string {
  return names.join(" ").normalize("NFKD").replace(/\p{M}/gu, "").replace(/\s+/g, " ").trim().toLowerCase();
}

/** How much of a phone number tells people apart: what is before it is a country code, or the zero in its place. */
const TELLING_DIGITS = 9;

/** The last digits of a phone number, the same with and without a country code; `""` where there is none. */
export function phoneKey(phone: string | null | undefined): string {
  return (phone ?? "").replace(/\D/g, "").slice(-TELLING_DIGITS);
}
