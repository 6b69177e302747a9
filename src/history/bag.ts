/** Values under keys, several under one where a declaration says something twice. */
export interface Bag<K, V> {
  readonly add: (key: K, value: V) => void;
  /** Takes away the very object that was added. */
  readonly remove: (key: K, value: V) => void;
  /** The value; of several the one whose JSON sorts first, in whatever order they came. */
  readonly get: (key: K) => V | undefined;
}

/** An empty bag. */
export function bag<K, V>(): Bag<K, V> {
  const lists = new Map<K, V[]>();
  return {
    add: (key, value) => {
      const list = lists.get(key);
      if (list === undefined) lists.set(key, [value]);
      else list.push(value);
    },
    remove: (key, value) => {
      const list = lists.get(key) ?? [];
      const rest = list.filter((other, index) => other !== value || index !== list.indexOf(value));
      if (rest.length === 0) lists.delete(key);
      else lists.set(key, rest);
    },
    get: (key) => {
      const list = lists.get(key);
      if (list === undefined || list.length === 1) return list?.[0];
      return list.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))[0];
    },
  };
}
