/** What was used lately, as far as a budget of bytes goes. */
export interface Recent<T> {
  readonly get: (key: string) => T | undefined;
  /** `size` in bytes. */
  readonly set: (key: string, value: T, size: number) => void;
}

/** Keeps values until `budget` bytes are exceeded; then those go first that were not asked for longest. */
export function keepRecent<T>(budget: number): Recent<T> {
  const kept = new Map<string, { readonly value: T; readonly size: number }>();
  let total = 0;
  return {
    get: (key) => {
      const found = kept.get(key);
      if (found === undefined) return undefined;
      kept.delete(key);
      kept.set(key, found);
      return found.value;
    },
    set: (key, value, size) => {
      kept.set(key, { value, size });
      total += size;
      for (const [oldest, { size: freed }] of kept) {
        if (total <= budget) return;
        kept.delete(oldest);
        total -= freed;
      }
    },
  };
}
