/** What a pull did about one resident, or could not do. `reason` completes the sentence. */
export interface PullNote {
  readonly kind: "added" | "changed" | "removed" | "left-out" | "attention";
  readonly email: string;
  readonly residentId: string | null;
  /** For `changed`: the keys concerned. */
  readonly keys: readonly string[];
  /** Why, in words without values; null where the kind says it all. */
  readonly reason: string | null;
}
