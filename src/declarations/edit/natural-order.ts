import { compareText } from "../../domain/compare-text.ts";

/**
 * Order as people count: `2` before `10`, `A9` before `A10`. Runs of digits are compared as numbers, everything else
 * by code units; texts that differ only in leading zeros keep a fixed order.
 */
export function compareNatural(a: string, b: string): number {
  const [partsA, partsB] = [partsOf(a), partsOf(b)];
  for (let index = 0; index < Math.min(partsA.length, partsB.length); index += 1) {
    const order = compareParts(partsA[index] ?? "", partsB[index] ?? "");
    if (order !== 0) return order;
  }
  return partsA.length - partsB.length || compareText(a, b);
}

function partsOf(text: string): readonly string[] {
  return text.match(/\d+|\D+/g) ?? [];
}

function compareParts(a: string, b: string): number {
  const areNumbers = /^\d/.test(a) && /^\d/.test(b);
  if (!areNumbers) return compareText(a, b);
  const [numberA, numberB] = [a.replace(/^0+/, ""), b.replace(/^0+/, "")];
  return numberA.length - numberB.length || compareText(numberA, numberB);
}
