import { type EmailProblem, emailProblem } from "../domain/email.ts";
import { visibleText } from "../domain/visible-text.ts";
import { codePoint } from "./code-point.ts";
import type { Finding, Findings } from "./findings.ts";
import type { TextNode } from "./node.ts";

const MAX_LENGTH = 200;

/**
 * Controls, separators, lone surrogates, zero-width spaces and marks that reorder text. The joiners that some
 * languages spell names with (U+200C, U+200D) are text.
 */
const HIDDEN = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u00ad\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]/u;

/** Visible ASCII, and spaces between. */
const VISIBLE_ASCII = /^[!-~]+(?: +[!-~]+)*$/;

/** Visible ASCII without a slash, as a part of a web address; `.` and `..` would be steps in it. */
const ID = /^(?!\.{1,2}$)[!-.0-~]+$/;

/** The text, where it is clean: not empty, no hidden characters, no white space around it, NFC, at most 200 long. */
export function cleanText(node: TextNode | undefined, key: string, findings: Findings): string | undefined {
  if (node === undefined) return undefined;
  const finding = textFinding(node.text, key);
  if (finding === null) return node.text;
  findings.at(node, { rule: "text", ...shownValue(node), ...finding });
  return undefined;
}

function textFinding(text: string, key: string): Pick<Finding, "message" | "remedy"> | null {
  // Nearly all texts: told from the others by one quick look.
  if (text.length <= MAX_LENGTH && VISIBLE_ASCII.test(text)) return null;
  if (text === "")
    return { message: `"${key}" is empty.`, remedy: "Give it a value; an optional key can be left out." };
  const hidden = HIDDEN.exec(text);
  if (hidden !== null) {
    return {
      message: `"${key}" holds a character that cannot be seen (${codePoint(hidden[0])}).`,
      remedy: "Delete it; typing the text anew is the surest way.",
    };
  }
  if (text.trim() !== text) {
    return { message: `"${key}" has white space at its beginning or end.`, remedy: "Delete it." };
  }
  if (text.normalize("NFC") !== text) return { message: `"${key}" ${NOT_NFC}`, remedy: NFC_REMEDY };
  if (text.length > MAX_LENGTH) {
    return { message: `"${key}" is longer than ${MAX_LENGTH} characters.`, remedy: "Shorten it." };
  }
  return null;
}

/** The phone number, cleaned as other texts are; a way of saying "none" that is not `null` is an error. */
export function phoneText(node: TextNode | undefined, findings: Findings): string | undefined {
  if (node === undefined || !/^(~|null)$/i.test(node.text)) return cleanText(node, "phone", findings);
  findings.at(node, {
    rule: "text",
    message: '"phone" is not a phone number.',
    remedy:
      "Write null, in small letters and without quotes, to clear it; leave the key out to not manage it.",
    value: visibleText(node.text, 100),
  });
  return undefined;
}

/** An id that can stand in a web address. */
export function idText(node: TextNode | undefined, key: string, findings: Findings): string | undefined {
  if (node === undefined) return undefined;
  if (ID.test(node.text) && node.text.length <= MAX_LENGTH) return node.text;
  findings.at(node, {
    rule: "id",
    message: `"${key}" is not an id: letters, digits and signs without spaces or slashes, at most ${MAX_LENGTH}.`,
    remedy: "Copy it from Site Manager.",
    value: visibleText(node.text, 100),
  });
  return undefined;
}

/** An e-mail address that hides nothing. */
export function emailText(node: TextNode | undefined, key: string, findings: Findings): string | undefined {
  if (node === undefined) return undefined;
  const problem = emailProblem(node.text);
  if (problem === null) return node.text;
  findings.at(node, {
    rule: "email",
    ...shownValue(node),
    ...emailWords(problem, node.text, key),
  });
  return undefined;
}

function emailWords(problem: EmailProblem, email: string, key: string): Pick<Finding, "message" | "remedy"> {
  switch (problem) {
    case "empty":
      return { message: `"${key}" is empty.`, remedy: "Give the resident's e-mail address." };
    case "hidden-character": {
      const hidden = visibleText(email).match(/\\u\{([0-9a-f]+)\}/)?.[1] ?? "";
      return {
        message: `"${key}" holds a character that cannot be seen (U+${hidden.toUpperCase().padStart(4, "0")}).`,
        remedy: "Delete it; typing the address anew is the surest way.",
      };
    }
    case "surrounding-space":
      return { message: `"${key}" has white space at its beginning or end.`, remedy: "Delete it." };
    case "inner-space":
      return { message: `"${key}" has white space in it.`, remedy: "Delete it, or give one address only." };
    case "not-nfc":
      return { message: `"${key}" ${NOT_NFC}`, remedy: NFC_REMEDY };
    case "no-at":
      return { message: `"${key}" has no @.`, remedy: "Give a whole e-mail address." };
    case "several-ats":
      return { message: `"${key}" has more than one @.`, remedy: "Give one e-mail address." };
    case "empty-local-part":
      return { message: `"${key}" has nothing before the @.`, remedy: "Give a whole e-mail address." };
    case "empty-domain":
      return { message: `"${key}" has nothing after the @.`, remedy: "Give a whole e-mail address." };
    case "too-long":
      return {
        message: `"${key}" is longer than 254 bytes.`,
        remedy: "No mail server takes it: correct it.",
      };
  }
}

const NOT_NFC = "has a letter and its accent as two characters (it is not NFC).";
const NFC_REMEDY = "Type the letter anew, so that it is one character.";

function shownValue(node: TextNode): Pick<Finding, "value"> {
  return node.text === "" ? {} : { value: visibleText(node.text, 100) };
}
