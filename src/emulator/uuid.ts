/** A version 4 UUID from a source of numbers from 0 (included) to 1 (excluded): the same source, the same ids. */
export function randomUuid(random: () => number): string {
  const word = () => hex(random, 8);
  const middle = word();
  const variant = "89ab".charAt(Math.floor(random() * 4));
  return `${word()}-${middle.slice(0, 4)}-4${middle.slice(4, 7)}-${variant}${hex(random, 3)}-${word()}${hex(random, 4)}`;
}

function hex(random: () => number, digits: number): string {
  return Math.floor(random() * 16 ** digits)
    .toString(16)
    .padStart(digits, "0");
}
