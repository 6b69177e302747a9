import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { visibleText } from "../../src/domain/visible-text.ts";
import { markdownCode, markdownLink, markdownText } from "../../src/reporting/markdown-escape.ts";
import { mentionsIn } from "./github-mentions.ts";
import { HOSTILE } from "./hostile.ts";

/** What a reader sees: our own tags gone, references resolved. */
function rendered(markdown: string): string {
  return markdown
    .replaceAll(/<\/?code>/g, "")
    .replaceAll(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));
}

describe("text in Markdown", () => {
  test.each([
    ["plain words, 12 % (more)", "plain words, 12 % (more)"],
    ["a|b", "a&#124;b"],
    ["<b>", "&#60;b&#62;"],
    ["`x`", "&#96;x&#96;"],
    ["@everyone", "<code>&#64;</code>everyone"],
    ["#123", "<code>&#35;</code>123"],
    ["GH-45", "GH<code>-</code>45"],
    ["https://x", "https&#58;//x"],
    ["www.x", "www&#46;x"],
    ["[a](b)", "&#91;a&#93;(b)"],
    ["\u001b[0m\n", "&#92;u&#123;1b&#125;&#91;0m&#92;u&#123;a&#125;"],
    ["at 10:30", "at 10:30"],
  ])("%j is %s", (text, expected) => {
    expect(markdownText(text)).toBe(expected);
  });

  test.each(HOSTILE)("%j has nothing left that Markdown, HTML, a table or a mention could use", (text) => {
    for (const markdown of [markdownText(text), markdownCode(text)]) {
      const bare = markdown.replaceAll(/&#\d+;/g, "").replaceAll(/<\/?code>/g, "_");
      expect(bare).not.toMatch(/[<>&|`*[\]\\~$#@!"']|\p{Cc}|:\/|www\./iu);
      if (markdown === markdownText(text)) expect(bare).not.toMatch(/GH-\d/);
    }
  });

  test("is what was given, made visible, once it is rendered", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme-ascii" }), (text) => {
        expect(rendered(markdownText(text))).toBe(visibleText(text));
        expect(rendered(markdownCode(text))).toBe(visibleText(text));
      }),
    );
  });
});

describe("a mention, and a reference", () => {
  const texts = [
    ...HOSTILE,
    "@octo-cat",
    "me@example.com",
    "o/r#6",
    "o/r@c0ffee",
    "#1",
    "gh-2",
    "@@x",
    "a@b@c",
  ];

  test.each(texts)("%j is none in any of our spellings", (text) => {
    const all = [markdownText(text), markdownCode(text), markdownLink(text, "https://example.com/")];
    expect(mentionsIn(all.join("\n"))).toEqual([]);
  });

  test("is one where a text is not escaped, or only by character references", () => {
    expect(mentionsIn("ask @octocat, see #12 and GH-3")).toEqual(["@o", "#1", "GH-3"]);
    expect(mentionsIn("<b>ask &#64;octocat</b> <code>@hubot</code>")).toEqual(["@o"]);
  });
});

describe("a link", () => {
  test("keeps its address in its attribute", () => {
    expect(markdownLink("a|b", 'https://x.example.com/"><img src=x>|`&#1')).toBe(
      '<a href="https://x.example.com/%22%3E%3Cimg%20src=x%3E%7C%60&amp;#1"><code>a&#124;b</code></a>',
    );
  });
});
