/** A version 4 UUID from a source of numbers from 0 (included) to 1 (excluded): the same source, the same ids. */
export function randomUuid(random: () => number): string {
  const word = () => hex(random, 8);
  const middle = word();
  const variant = "89ab".charAt(Math.floor(random() * 4));
  return `${word()}-${middle.slice(0, 4)}-4${middle.slice(4, 7)}-${variant}${hex(random, 3)}-${word()}${hex(random, 4)}`;
}

/** The hexadecimal digits of every byte: a number's own `toString(16)` is slow beyond 31 bits. */
const DIGITS = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

function hex(random: () => number, digits: number): string {
  const value = Math.floor(random() * 16 ** digits);
  return `${pair(value >>> 24)}${pair(value >>> 16)}${pair(value >>> 8)}${pair(value)}`.slice(-digits);
}

function pair(value: number): string {
  return DIGITS[value & 255] ?? "";
}
