import fc from "fast-check";

/** One of many ways to write something, drawn by fast-check. */
type Draw = <T>(arb: fc.Arbitrary<T>) => T;

const KEYS: readonly (readonly [string, readonly string[]])[] = [
  ["firstName", ["Ann", "NO", "O'Neil", "Null", "a: b", "#x", "é", "- x", "*a"]],
  ["lastName", ["Lee", "1e3", "{x}", "a, b", "=cmd()"]],
  ["phone", ["null", "+1 555", "543-678-9012", "0612"]],
  ["building", ["H", "North: 1", "007"]],
  ["floor", ["1", "2", "G"]],
  ["accessStart", ["2021-11-05", "2021-11-05T14:10", "2021-11-05T14:10:00-07:00"]],
  ["accessEnd", ["null", "2030-01-01"]],
  ["state", ["active", "suspended"]],
  ["protected", ["true", "false"]],
];

/** A scalar in some style that keeps its meaning: what the format means as a word stays without quotes. */
function scalar(draw: Draw, key: string, text: string, inFlow: boolean): string {
  const isWord = text === "null" || text === "true" || text === "false";
  const isPlain = /^[A-Za-z0-9+][A-Za-z0-9+:. -]*$/.test(text) && !/: |:$/.test(text);
  const styles = isWord
    ? ["plain"]
    : ["double", "single", ...(isPlain ? ["plain"] : []), ...(inFlow ? [] : ["literal"])];
  const style = draw(fc.constantFrom(...styles));
  if (style === "plain") return text;
  if (style === "single") return `'${text.replaceAll("'", "''")}'`;
  return style === "literal" && key !== "email" ? `|-\n          ${text}` : JSON.stringify(text);
}

function comment(draw: Draw, words: string): string {
  return draw(fc.constantFrom("", "", "", ` # ${words}`, `   #${words}  `));
}

/** A valid Site file, as somebody might have typed it, and how many comments it has at most. */
export function messyFile(draw: Draw): string {
  let comments = 0;
  function tick(): number {
    comments += 1;
    return comments;
  }
  const note = () => comment(draw, `note ${tick()}: 'x`);
  const ownLine = (indent: number) =>
    draw(
      fc.constantFrom(
        "",
        "",
        "",
        "\n",
        "\n\n\n",
        `${" ".repeat(indent)}# line ${tick()}\n`,
        `\n${" ".repeat(indent)}# line ${tick()}\n`,
        `${" ".repeat(indent)}# line ${tick()}\n\n`,
      ),
    );
  const count = draw(fc.integer({ min: 0, max: 4 }));
  const dash = draw(fc.constantFrom(0, 2, 4));
  const entries = Array.from({ length: count }, (_, index) => {
    const chosen = KEYS.filter(([key]) => /Name|building|floor/.test(key) || draw(fc.boolean()));
    const pairs = chosen.map(([key, texts]) => [key, draw(fc.constantFrom(...texts))] as const);
    const all = [
      ["email", `r${draw(fc.integer({ min: 0, max: 9 }))}x${index}@example.com`] as const,
      ["unit", `${draw(fc.integer({ min: 1, max: 20 }))}-${index}`] as const,
      ...pairs,
    ];
    const ordered = draw(fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length }));
    const indent = " ".repeat(dash);
    if (draw(fc.boolean())) {
      const texts = ordered.map(([key, text]) => `${key}: ${scalar(draw, key, text, true)}`);
      const breaks = draw(fc.constantFrom(", ", `,\n${indent}      `, ` , # c${tick()}\n${indent}      `));
      return `${ownLine(dash)}${indent}- { ${texts.join(breaks)} }${note()}\n`;
    }
    const lines = ordered.map(([key, text], place) => {
      const value = scalar(draw, key, text, false);
      const behind = value.startsWith("|") ? "" : note();
      return place === 0
        ? `${indent}- ${key}:  ${value}${behind}\n`
        : `${ownLine(dash + 2)}${indent}  ${key}: ${value}${behind}\n`;
    });
    return `${ownLine(dash)}${lines.join("")}${ownLine(dash + 2)}`;
  });
  const residents = count === 0 ? `residents:  []${note()}\n` : `residents:${note()}\n${entries.join("")}`;
  const heads = [
    "apiVersion: residentctl/v1\n",
    `kind: 'Site'${note()}\n`,
    "name: a\n",
    `siteId:   "id-a"${note()}\n`,
    "teamId: t1\n",
    "timezone: UTC\n",
    draw(
      fc.constantFrom(
        "",
        `times: {end: 23:59,\n  start: 00:00}${note()}\n`,
        `times:${note()}\n   end: '12:00'\n   # noon\n   start: "09:00"\n`,
      ),
    ),
    draw(
      fc.constantFrom(
        "",
        `policy: {limits: {purge: 0, create: "25%"}, undeclared: refuse}\n`,
        `policy:${note()}\n    limits: # some\n          update: 3 # three\n          create: 5%\n    # more\n    undeclared: report\n`,
      ),
    ),
    draw(
      fc.constantFrom(
        "",
        "accept: []\n",
        `accept: [limit-exceeded/purge/49be0f2d]\n`,
        `accept: # yes\n- limit-exceeded/purge/49be0f2d # one\n# between\n- "live-empty/a/49be0f2d"\n`,
      ),
    ),
    residents,
  ];
  const ordered = draw(fc.shuffledSubarray(heads, { minLength: heads.length, maxLength: heads.length }));
  const text = `${draw(fc.constantFrom("", "# top\n", "\n\n# top\n\n# two\n", "# top\n---\n", "---\n"))}${ordered.map((head) => ownLine(0) + head).join("")}${draw(fc.constantFrom("", "# end", "\n\n# end\n\n\n", "  # deep end\n"))}`;
  return draw(fc.boolean()) ? text : text.replaceAll("\n", "\r\n");
}
