/**
 * The key under which two spellings are the same account: case does not count; dots and plus-tags do.
 */
export function emailKey(email: string): string {
  return email.toLowerCase();
}
