import { Lexer } from "yaml";
import { lineStart } from "./splice.ts";

/** A comment of a YAML file. */
export interface Comment {
  readonly start: number;
  readonly end: number;
  /** From the `#`, without white space at its end. */
  readonly text: string;
  /** How far it is indented, where nothing but white space stands before it on its line; else null. */
  readonly column: number | null;
}

/** What the lexer puts between tokens without a place in the text: document, end of flow, scalar. */
const MARKS = new Set(["\u0002", "\u0018", "\u001f"]);
const SCALAR_MARK = "\u001f";

/** All comments of a file, in order. */
export function commentsOf(source: string): readonly Comment[] {
  const comments: Comment[] = [];
  let at = 0;
  let isScalar = false;
  for (const token of new Lexer().lex(source)) {
    if (MARKS.has(token)) {
      isScalar = token === SCALAR_MARK;
      continue;
    }
    if (!isScalar && token.startsWith("#")) {
      const before = source.slice(lineStart(source, at), at);
      const column = before.trim() === "" ? before.length : null;
      comments.push({ start: at, end: at + token.length, text: token.trimEnd(), column });
    }
    isScalar = false;
    at += token.length;
  }
  return comments;
}
