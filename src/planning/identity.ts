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

/** The digits of a phone number; `""` where there is none. */
export function digits(phone: string | null | undefined): string {
  return (phone ?? "").replace(/\D/g, "");
}
