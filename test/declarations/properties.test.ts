import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { newFindings } from "../../src/declarations/findings.ts";
import { matchListed } from "../../src/declarations/listed-glob.ts";
import { loadDeclarations } from "../../src/declarations/load.ts";
import { type Node, textUnder } from "../../src/declarations/node.ts";
import { parseYaml } from "../../src/declarations/parse-yaml.ts";
import { sourceText } from "../../src/declarations/source-text.ts";
import { rangesOverlap } from "../../src/domain/date-range.ts";
import type { DeclaredSite } from "../../src/domain/site.ts";
import { memoryTree, resident, siteFile } from "./memory-tree.ts";

/** Sites without the places they were read from. */
function withoutSources(sites: readonly DeclaredSite[]): unknown {
  return JSON.parse(JSON.stringify(sites, (key, value) => (key === "source" ? undefined : value)));
}

function parsed(text: string): Node | null {
  return parseYaml(sourceText("f.yaml", text), newFindings());
}

describe("a scalar is the text that was written", () => {
  test.each([
    "0105",
    "1_05",
    "12E3",
    "NO",
    "2021-11-05",
    "~",
    "null",
    "true",
    "0x1F",
    "1:30",
    ".5",
    "-0",
    "=",
  ])("%s", (text) => {
    const root = parsed(`a: ${text}\n`);
    const node = root?.kind === "map" ? textUnder(root, "a") : undefined;
    expect(node).toMatchObject({ text, isPlain: true });
  });

  test("plain words are themselves", () => {
    const word = fc
      .stringMatching(/^[A-Za-z0-9._~+/(][A-Za-z0-9._~+/()' -]{0,20}$/)
      .map((text) => text.trim());
    fc.assert(
      fc.property(word, (text) => {
        const root = parsed(`a: ${text} # comment\n`);
        expect(root?.kind === "map" ? textUnder(root, "a")?.text : null).toBe(text);
      }),
    );
  });

  test("any text comes back, whatever the style that another tool wrote it in", () => {
    const style = fc.constantFrom("QUOTE_DOUBLE", "QUOTE_SINGLE", "BLOCK_LITERAL", "BLOCK_FOLDED", "PLAIN");
    // A carriage return is only safe in double quotes, which is what the writer has to know.
    const text = fc
      .string({ unit: "grapheme", minLength: 1 })
      .filter((value) => !/[\r\u0085\u2028\u2029]/.test(value));
    fc.assert(
      fc.property(text, style, (value, defaultStringType) => {
        const yaml = stringify({ a: value }, { defaultStringType, lineWidth: 0 });
        const root = parsed(yaml);
        expect(root?.kind === "map" ? textUnder(root, "a")?.text : null).toBe(value);
      }),
    );
  });
});

describe("nothing is thrown", () => {
  function loads(content: string | Uint8Array): void {
    const { problems, sites } = loadDeclarations(
      memoryTree({ "residentctl.yaml": content, "sites/a.yaml": content, "sites/b.yaml": siteFile() }),
    );
    expect(sites.length === 0 || problems.length === 0).toBe(true);
  }

  test("for bytes", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), loads));
  });

  test("for texts that look like YAML", () => {
    const token = fc.constantFrom(
      ..."&a |*a|!t|!|- |: |? |, |[|]|{|}|\n|\n  |\t|\r\n|'|\"|#|%|@|`|---\n|...\n|<<|null|~|kind|Site|a: |residents:\n|>\n|\\|😀|\u0000".split(
        "|",
      ),
      "|\n",
    );
    fc.assert(
      fc.property(fc.array(token, { maxLength: 40 }), (tokens) => loads(tokens.join(""))),
      { numRuns: 300 },
    );
  });

  test("for YAML of any shape under the keys that mean something", () => {
    const key = fc.constantFrom(
      ..."name siteId teamId timezone times policy limits create accept residents email unit accessStart accessEnd state phone protected replaces transferFrom site defaults sites start __proto__".split(
        " ",
      ),
    );
    const value = fc.oneof(
      fc.string(),
      fc.constantFrom("null", "true", "2022-01-01", "a@example.com", "1%", ""),
    );
    const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        value,
        fc.array(tie("tree"), { maxLength: 3 }),
        fc.dictionary(key, tie("tree"), { maxKeys: 6 }),
      ),
    }));
    const kind = fc.constantFrom("Site", "Residents", "Project");
    fc.assert(
      fc.property(kind, fc.dictionary(key, tree, { maxKeys: 8 }), (word, body) => {
        loads(stringify({ apiVersion: "residentctl/v1", kind: word, ...body }));
      }),
      { numRuns: 300 },
    );
  });

  test("for globs", () => {
    const part = fc.constantFrom(
      ..."* ** ? [ ] { } ( ) ! + @ , a sites / .. . | ^ $ \\ {1..9} +(a|b)".split(" "),
    );
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 12 }), (parts) => {
        const glob = parts.join("");
        // A Project with such a glob is refused before anything is searched.
        fc.pre(
          !glob.startsWith("/") &&
            !glob.includes("//") &&
            !glob.split("/").some((part) => part.startsWith("..")),
        );
        const found = matchListed(["sites/a.yaml", "a"], [glob]);
        expect(["sites/a.yaml", "a"]).toEqual(expect.arrayContaining(found));
      }),
    );
  });
});

describe("order", () => {
  interface Person {
    readonly email: string;
    readonly site: number;
    readonly isInOwnFile: boolean;
  }

  const people = fc.uniqueArray(
    fc.record({
      email: fc.integer({ min: 0, max: 99 }).map((n) => `r${n}@example.com`),
      site: fc.integer({ min: 0, max: 2 }),
      isInOwnFile: fc.boolean(),
    }),
    { selector: ({ email }) => email, maxLength: 12 },
  );

  /** The files of the people, with their keys, entries and names in the order that `shuffle` gives. */
  function filesOf(
    persons: readonly Person[],
    shuffle: <T>(items: readonly T[]) => readonly T[],
  ): Record<string, string> {
    const mapping = (entries: readonly (readonly [string, unknown])[]): object =>
      Object.fromEntries(shuffle(entries));
    const entry = ({ email }: Person): object =>
      mapping([
        ["email", email],
        ["firstName", "A"],
        ["lastName", "L"],
        ["building", "H"],
        ["floor", "1"],
        ["unit", email],
        ["accessEnd", "2030-01-01"],
      ]);
    const files: [string, string][] = [];
    for (const site of [0, 1, 2]) {
      const own = persons.filter((person) => person.site === site);
      const head = [
        ["apiVersion", "residentctl/v1"],
        ["kind", "Site"],
        ["name", `s${site}`],
        ["siteId", `i${site}`],
        ["teamId", "t"],
        ["timezone", "Europe/Berlin"],
        [
          "policy",
          mapping([
            ["undeclared", "refuse"],
            [
              "limits",
              mapping([
                ["create", "1"],
                ["purge", "3%"],
              ]),
            ],
          ]),
        ],
        ["accept", shuffle(["live-empty/a/00000000", "live-empty/b/00000000"])],
        ["residents", shuffle(own.filter((person) => !person.isInOwnFile)).map(entry)],
      ] as const;
      files.push([`sites/${site}.yaml`, stringify(mapping(head))]);
      for (const person of own.filter(({ isInOwnFile }) => isInOwnFile)) {
        const more = [
          ["apiVersion", "residentctl/v1"],
          ["kind", "Residents"],
          ["site", `s${site}`],
          ["residents", [entry(person)]],
        ] as const;
        files.push([`sites/${person.email}.yaml`, stringify(mapping(more))]);
      }
    }
    return Object.fromEntries(shuffle(files));
  }

  test("of files, keys and entries makes no difference", () => {
    fc.assert(
      fc.property(people, fc.infiniteStream(fc.nat()), (persons, stream) => {
        const shuffle = <T>(items: readonly T[]): readonly T[] =>
          items
            .map((item) => ({ item, rank: stream.next().value }))
            .sort((a, b) => a.rank - b.rank)
            .map(({ item }) => item);
        const plain = loadDeclarations(memoryTree(filesOf(persons, (items) => items)));
        const shuffled = loadDeclarations(memoryTree(filesOf(persons, shuffle)));
        expect(plain.problems).toEqual([]);
        expect(shuffled.problems).toEqual([]);
        expect(withoutSources(shuffled.sites)).toEqual(withoutSources(plain.sites));
        expect(plain.sites.flatMap(({ residents }) => residents)).toHaveLength(persons.length);
      }),
      { numRuns: 60 },
    );
  });
});

describe("overlaps", () => {
  const day = fc.option(fc.integer({ min: 1, max: 28 }).map((n) => `2022-02-${String(n).padStart(2, "0")}`));
  const stay = fc
    .record({ from: day, to: day, unit: fc.constantFrom("1", "2"), isGone: fc.boolean() })
    .filter(({ from, to }) => from === null || to === null || from <= to);

  test("are those that comparing every two stays finds", () => {
    fc.assert(
      fc.property(fc.array(stay, { maxLength: 8 }), (stays) => {
        const entries = stays.map(({ from, to, unit, isGone }, index) =>
          resident(
            `r${index}@example.com`,
            `${from === null ? "" : `, accessStart: ${from}`}${to === null ? "" : `, accessEnd: ${to}`}${isGone ? ", state: terminated" : ""}`,
            unit,
          ),
        );
        const text = siteFile(`residents:${stays.length === 0 ? " []" : ""}\n${entries.join("")}`);
        const { problems } = loadDeclarations(memoryTree({ "sites/a.yaml": text }));
        const clash = (a: number, b: number): boolean => {
          const [one, other] = [stays[a], stays[b]];
          if (one === undefined || other === undefined || one.isGone || other.isGone) return false;
          return one.unit === other.unit && rangesOverlap(one, other);
        };
        // Line 8 holds the first resident.
        for (const { rule, position, related } of problems) {
          expect(rule).toBe("unit-overlap");
          expect(clash(position.line - 8, (related?.[0]?.line ?? 0) - 8)).toBe(true);
        }
        const first = (index: number): string => stays[index]?.from ?? "";
        const startsBefore = (a: number, b: number): boolean =>
          first(a) < first(b) || (first(a) === first(b) && a < b);
        const clashing = stays.filter((_stay, b) =>
          stays.some((_other, a) => a !== b && startsBefore(a, b) && clash(a, b)),
        );
        expect(problems).toHaveLength(clashing.length);
      }),
      { numRuns: 300 },
    );
  });
});
