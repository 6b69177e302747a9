import {
  type Document,
  isCollection,
  isScalar,
  type Scalar,
  visit,
  type YAMLError,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";

interface Words {
  readonly message: string;
  readonly remedy: string;
}

const INDENTATION: Words = {
  message: "The indentation does not fit, or a [ or { is not closed.",
  remedy: "Indent the keys of one mapping alike, the items of one list alike, and close every bracket.",
};
const NOT_A_KEY: Words = {
  message: "A key, its colon and its value do not come together here.",
  remedy:
    'Write "key: value" on a line of its own, indented like its neighbours; put text that holds ": " in quotes.',
};
const OTHER: Words = {
  message: "This is not valid YAML.",
  remedy: "Look at this line and the one above it for a missing quote, colon, dash or bracket.",
};

/** The parser's words quote what stands in the file, which may be personal; these do not. */
const WORDS: Partial<Record<YAMLError["code"], Words>> = {
  BAD_INDENT: INDENTATION,
  BLOCK_IN_FLOW: INDENTATION,
  BLOCK_AS_IMPLICIT_KEY: NOT_A_KEY,
  MULTILINE_IMPLICIT_KEY: NOT_A_KEY,
  KEY_OVER_1024_CHARS: NOT_A_KEY,
  MISSING_CHAR: {
    message:
      "Something is missing here: a closing quote or bracket, a colon after a key, or a dash before a list item.",
    remedy: "Add it; a quote that belongs to the text needs quotes of the other kind around the text.",
  },
  BAD_SCALAR_START: {
    message: "A text without quotes cannot begin with this character.",
    remedy: "Put the text in quotes.",
  },
  BAD_DQ_ESCAPE: {
    message: "This is not an escape sequence that double quotes know.",
    remedy: "Use single quotes, or write the backslash twice.",
  },
  TAB_AS_INDENT: {
    message: "A tab stands where the indentation is.",
    remedy: "Indent with spaces.",
  },
  UNEXPECTED_TOKEN: {
    message: "What stands here does not belong here.",
    remedy: "Check the indentation of this line and of the one above it.",
  },
};

const NOT_CLOSED: Words = {
  message: "This quote or bracket is not closed, or what it holds is not indented further than its key.",
  remedy: "Close it; a quote that belongs to the text needs quotes of the other kind around the text.",
};

/**
 * A YAML syntax error in plain words, and the offset it is best shown at: the parser notices a quote or bracket that
 * is not closed only where something else begins, which may be many lines further down.
 */
export function syntaxError(
  { code, pos }: YAMLError,
  documents: readonly Document.Parsed[],
): Words & { readonly offset: number } {
  const opened = code === "MISSING_CHAR" || code === "BAD_INDENT" ? openedBefore(pos[0], documents) : null;
  return opened === null ? { ...(WORDS[code] ?? OTHER), offset: pos[0] } : { ...NOT_CLOSED, offset: opened };
}

/** Where the quote or bracket begins whose content ends at an offset. */
function openedBefore(offset: number, documents: readonly Document.Parsed[]): number | null {
  let opened: number | null = null;
  function look(node: Scalar | YAMLMap | YAMLSeq): void {
    const isQuoted = isScalar(node) && (node.type === "QUOTE_DOUBLE" || node.type === "QUOTE_SINGLE");
    const canBeOpen = isQuoted || (isCollection(node) && node.flow === true);
    if (canBeOpen && node.range?.[1] === offset) opened ??= node.range[0];
  }
  for (const document of documents) {
    visit(document, {
      Scalar: (_key, node) => look(node),
      Map: (_key, node) => look(node),
      Seq: (_key, node) => look(node),
    });
  }
  return opened;
}
