import { Document, Scalar, YAMLSeq } from "yaml";

/** How a scalar is written. `plain` means quotes only where they are needed, and double ones then. */
export type ScalarStyle = "plain" | "single" | "double";

/** What YAML 1.2's core schema (10.3.2) reads as null, a boolean or a number. */
const TYPED = new RegExp(
  `^(?:${[
    "~|null|Null|NULL",
    "true|True|TRUE|false|False|FALSE",
    "[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+",
    String.raw`[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?`,
    String.raw`[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)`,
  ].join("|")})$`,
);

/** Texts that need no quotes anywhere, however they are looked at: most names and addresses. */
const SIMPLE = /^[A-Za-z](?:[A-Za-z0-9@._+/ '-]*[A-Za-z0-9.])?$/;

/** Dates and phone numbers that need no quotes either. */
const DATE_LIKE = /^\d+-\d[\d-]*(?:T\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:\d{2})?)?$/;

const TYPES = { plain: "PLAIN", single: "QUOTE_SINGLE", double: "QUOTE_DOUBLE" } as const;

/** True for a text that an editor or another YAML reader takes for null, a boolean or a number without quotes. */
function looksTyped(text: string): boolean {
  return TYPED.test(text);
}

/**
 * A text as a YAML scalar of one line, so that this program and any reader of YAML's core schema get that text back.
 * In a flow collection (`{…}`, `[…]`) more texts need quotes.
 */
export function scalarText(text: string, style: ScalarStyle = "plain", isInFlow = false): string {
  const isTyped = looksTyped(text);
  // A plain scalar or a single-quoted one would take several lines.
  const isPlainable = !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(text);
  if (style === "plain" && !isTyped && (SIMPLE.test(text) || DATE_LIKE.test(text))) return text;
  if (isTyped && style === "plain") return `"${text}"`;
  const scalar = new Scalar(text);
  scalar.type = isPlainable ? TYPES[style] : "QUOTE_DOUBLE";
  const list = new YAMLSeq<Scalar<string>>();
  list.add(scalar);
  list.flow = isInFlow;
  const written = new Document(list, { schema: "failsafe" })
    .toString({
      lineWidth: 0,
      singleQuote: style === "single",
      flowCollectionPadding: false,
      doubleQuotedMinMultiLineLength: Number.POSITIVE_INFINITY,
    })
    .trimEnd();
  return isInFlow ? written.slice(1, -1) : written.slice(2);
}
