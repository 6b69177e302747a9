/** Takes secrets out of text that a server sent. */
export interface Scrubber {
  /** Adds a text that must never be shown. */
  readonly add: (secret: string) => void;
  /** The text with every added secret, and whatever follows the words «passphrase» and «access_token», as `[secret]`. */
  readonly scrub: (text: string) => string;
}

const NAMED_SECRET =
  /((?:passphrase|(?:access|refresh|id)_token)["']?\s*[:=]\s*)("(?:[^"\\]|\\.)*"?|'[^']*'?|[^\s,;}\]<]+)/gi;

/** A server may echo what it was sent (an `Authorization` header on an error page): this is for what we quote of it. */
export function createScrubber(): Scrubber {
  const secrets = new Set<string>();
  return {
    add: (secret) => {
      secrets.add(secret);
      secrets.add(JSON.stringify(secret).slice(1, -1));
    },
    scrub: (text) => {
      // The longest first: one secret may be a part of another.
      const longestFirst = [...secrets].sort((a, b) => b.length - a.length);
      const scrubbed = longestFirst.reduce((rest, secret) => rest.replaceAll(secret, "[secret]"), text);
      return scrubbed.replace(NAMED_SECRET, "$1[secret]");
    },
  };
}

/** Whether a field's name says that its value is a passphrase, however it is written. */
function isPassphraseName(name: string): boolean {
  return name.toLowerCase().includes("passphrase");
}

/** Compact JSON of a value that a server sent, without passphrases at any depth. */
export function compactJson(value: unknown): string {
  return JSON.stringify(value, (name, part: unknown) => (isPassphraseName(name) ? undefined : part)) ?? "";
}
