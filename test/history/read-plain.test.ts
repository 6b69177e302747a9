import { describe, expect, test } from "vitest";
import { readWholeFile } from "../../src/history/read-file.ts";
import { type PlainFile, readPlainFile } from "../../src/history/read-plain.ts";
import { fileText, randomStyle, residentsFile, siteFile } from "./model.ts";
import { type Random, seeded } from "./random.ts";

const FILE = "sites/a.yaml";

/** What makes YAML mean something else, in bad places. */
const FRAGMENTS = [
  ..."\n\r\t -#:'\"[]{}|>&*!%?@`,é\u2028",
  ...[
    "\n\n",
    "  ",
    "- ",
    "\n  - email: x@example.com\n",
    "\n- email: y@example.com\n",
    " # c\n",
    "\n# c\n",
    "\n---\n",
  ],
  ...[
    "\n...\n",
    "\nresidents:\n",
    "\nresidents: []\n",
    "|\n",
    "|+\n",
    ">-\n",
    "\npolicy: {}\n",
    "\ndefaults: { floor: '9' }\n",
  ],
  ...[
    "email: ",
    "    unit: 7\n",
    "\r\n",
    "null",
    "<<: ",
    "\ufeff",
    "\u0085",
    "~",
    "\n  ? a\n  : b\n",
    "%YAML 1.1\n",
  ],
];

function mutated(text: string, random: Random): string {
  const lines = text.split("\n");
  const line = random.below(lines.length);
  const at = random.below(text.length + 1);
  switch (random.below(8)) {
    case 0:
      return lines.toSpliced(line, 1).join("\n");
    case 1:
      return lines.toSpliced(line, 0, random.pick(lines)).join("\n");
    case 2:
      return lines.with(line, ` ${lines[line]}`).join("\n");
    case 3:
      return lines.with(line, (lines[line] ?? "").replace(/^ /, "")).join("\n");
    case 4:
      return text.slice(0, at) + text.slice(at + 1 + random.below(4));
    case 5:
      return lines.toSpliced(line, 2 + random.below(4)).join("\n");
    case 6:
      return lines.with(line, (lines[line] ?? "").replace(/: .*/, `: v${random.below(9)}`)).join("\n");
    default:
      return text.slice(0, at) + random.pick(FRAGMENTS) + text.slice(at);
  }
}

function startText(random: Random): string {
  const residents = Array.from({ length: 2 + random.below(4) }, (_, index) => ({
    email: `r${index}@example.com`,
    firstName: random.pick(["Chris", "O'Neill"]),
    unit: String(100 + index),
  }));
  const file = random.chance(0.5)
    ? siteFile("alpha", "id-a", residents)
    : residentsFile("alpha", residents, ["defaults: { building: Hudson, floor: '2' }"]);
  return fileText({
    ...file,
    style: { ...randomStyle(random), isFlow: false },
    tail: random.pick([[], ["policy: {}"]]),
  });
}

describe("reading only what differs gives what reading all gives", () => {
  test("through chains of edits that break, mend and bend the file", () => {
    const random = seeded(Number(process.env.SEED ?? 7));
    let plainReads = 0;
    for (let chain = 0; chain < Number(process.env.RUNS ?? 150); chain += 1) {
      const start = startText(random);
      let text = start;
      let earlier: PlainFile | null = null;
      for (let step = 0; step < 8; step += 1) {
        const bytes = Buffer.from(text);
        const plain = readPlainFile(FILE, bytes, earlier);
        if (plain !== null) {
          plainReads += 1;
          const whole = readWholeFile(FILE, bytes);
          const { frame, entries, residents } = plain;
          expect({ frame, entries, residents }, JSON.stringify(text)).toEqual(whole);
          earlier = plain;
        }
        text = mutated(random.chance(0.4) ? text : (earlier?.layout.bytes.toString("utf8") ?? start), random);
      }
    }
    expect(plainReads).toBeGreaterThan(300);
  });
});
