/** A version 4 UUID from a source of numbers from 0 (included) to 1 (excluded): the same source, the same ids. */
export function randomUuid(random: () => number): string {
  const digit = (choices: string) => choices.charAt(Math.floor(random() * choices.length));
  return "xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx".replaceAll(/[xy]/g, (place) =>
    digit(place === "x" ? "0123456789abcdef" : "89ab"),
  );
}
