import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { visibleText } from "../../src/domain/visible-text.ts";

describe("text from outside is made visible", () => {
  test.each([
    ["plain text", "Unit 105: Zoë 李 🏠", "Unit 105: Zoë 李 🏠"],
    ["a terminal escape", "\u001b[31mred", "\\u{1b}[31mred"],
    ["a deletion", "Unit 105\u007f", "Unit 105\\u{7f}"],
    ["a C1 control", "\u009b31m", "\\u{9b}31m"],
    ["line breaks and tabs", "a\r\n\tb", "a\\u{d}\\u{a}\\u{9}b"],
    ["a bidirectional override", "abc\u202ecba", "abc\\u{202e}cba"],
    ["an isolate", "\u2066x\u2069", "\\u{2066}x\\u{2069}"],
    ["zero-width characters", "a\u200bb\u200d\ufeff", "a\\u{200b}b\\u{200d}\\u{feff}"],
    ["line and paragraph separators", "a\u2028b\u2029", "a\\u{2028}b\\u{2029}"],
    ["a lone surrogate", "a\ud800b", "a\\u{d800}b"],
    ["a tag character", "\u{e0041}", "\\u{e0041}"],
    ["a command for GitHub's runner", "::error::x", "\\u{3a}:error::x"],
    ["one behind white space", "  ::stop-commands::x", "  \\u{3a}:stop-commands::x"],
    ["two colons inside", "fe80::1 a::b", "fe80::1 a::b"],
    ["an old command", "a ##[error]b", "a \\u{23}#[error]b"],
    ["an Azure command", "##vso[task.complete]", "\\u{23}#vso[task.complete]"],
    ["more signs of number", "###[x", "#\\u{23}#[x"],
    ["a heading", "## [a](b)", "## [a](b)"],
    ["variation selectors and fillers", "a\ufe0f\u3164", "a\\u{fe0f}\\u{3164}"],
  ])("%s", (_name, text, visible) => {
    expect(visibleText(text)).toBe(visible);
  });

  test("what is too long is cut at a whole character", () => {
    expect(visibleText("🏠🏠🏠🏠", 3)).toBe("🏠🏠…");
    expect(visibleText("🏠🏠🏠", 3)).toBe("🏠🏠🏠");
    expect(visibleText("abcd", 4)).toBe("abcd");
  });

  test("nothing that is not visible is left, and nothing longer than the limit", () => {
    const anyText = fc.array(fc.nat(0x10ffff)).map((points) => String.fromCodePoint(...points));
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 20 }), (text, limit) => {
        const visible = visibleText(text, limit);
        expect(visible).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u);
        expect([...visible].length).toBeLessThanOrEqual(limit);
      }),
    );
  });
});
