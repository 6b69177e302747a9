/** What the bytes 0x80 to 0xbf are in Windows-1252, and in Latin-1. */
const BYTES = "\\u0080-\\u00bfŒœŠšŸŽžƒˆ˜–—‘’‚“”„†‡•…‰‹›€™";

/**
 * UTF-8 that was read as Windows-1252 and saved again (`JosÃ©`, `Ã–mer`, `Å‚`), by the first bytes of Latin and
 * Cyrillic letters; signs of three bytes (`â€™`); read as Mac Roman (`√º`); what a decoder puts for what it cannot read.
 */
const GARBLED = new RegExp(`[ÂÃÄÅÐÑ][${BYTES}]|â€|√|\\ufffd`);

/** True for a text with letters that another encoding has made of others. */
export function isGarbled(text: string): boolean {
  return GARBLED.test(text);
}
