import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { visibleJson } from "../../src/domain/visible-json.ts";

describe("JSON that is shown", () => {
  test.each([
    ["a terminal escape", "\u001b[31m", '"\\u001b[31m"'],
    ["a C1 control", "\u009b31m", '"\\u009b31m"'],
    ["a bidirectional override", "a\u202eb", '"a\\u202eb"'],
    ["a tag character", "\u{e0041}", '"\\udb40\\udc41"'],
    ["a command for a runner", "a ##[error]b", '"a \\u0023#[error]b"'],
    ["plain text", "Zoë 李 🏠 ## [a](b)", '"Zoë 李 🏠 ## [a](b)"'],
  ])("%s", (_name, text, shown) => {
    expect(visibleJson(text)).toBe(shown);
  });

  test("keeps its layout", () => {
    expect(visibleJson({ a: ["\n"] }, 2)).toBe('{\n  "a": [\n    "\\n"\n  ]\n}');
  });

  test("means what it meant, and holds nothing that cannot be seen", () => {
    const texts = fc.array(fc.nat(0x10ffff)).map((points) => String.fromCodePoint(...points));
    fc.assert(
      fc.property(fc.dictionary(texts, texts), fc.constantFrom(0, 2), (value, indent) => {
        const json = visibleJson(value, indent);
        expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(json.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u);
      }),
    );
  });
});
