import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { formatFile } from "../../../src/declarations/edit/format-file.ts";

const MESSY = `
# Oak Park.
kind: 'Site'
apiVersion: residentctl/v1
siteId:   "s1" # from the web UI
name: "oak"
times: {end: 23:59, start: 08:00}
residents:
# Two people.

# Bo, in 10.
- {unit: 10, email: bo@example.com, firstName: NO, lastName: "null",   # odd, but so
   floor: '1', building: H, phone: null}
- lastName: Ö'Neil
  email: 'al@example.com'   # Al


  # The unit is a word.
  unit: 9
  floor: 1
  building: H
  firstName: |-
    Al
# Nobody else.
timezone: Europe/Berlin
teamId: t1
`;

const FORMATTED = `# Oak Park.
apiVersion: residentctl/v1
kind: Site
name: oak
siteId: s1 # from the web UI
teamId: t1
# Nobody else.
timezone: Europe/Berlin
times: { start: "08:00", end: "23:59" }
residents:
  # Two people.

  # Bo, in 10.
  - email: bo@example.com
    firstName: NO
    lastName: "null" # odd, but so
    phone: null
    building: H
    floor: "1"
    unit: "10"
  - email: al@example.com # Al
    firstName: Al
    lastName: Ö'Neil
    building: H
    floor: "1"

    # The unit is a word.
    unit: "9"
`;

test("a file in the one style", () => {
  expect(formatFile(MESSY, false)).toBe(FORMATTED);
  expect(formatFile(FORMATTED, false)).toBe(FORMATTED);
});

test("an empty line above an entry in braces stands above the entry, not between its keys", () => {
  const source = `residents:\n  - email: al@example.com\n\n  - {email: bo@example.com, unit: "10"} # in braces\n`;
  expect(formatFile(source, false)).toBe(
    `residents:\n  - email: al@example.com\n\n  - email: bo@example.com\n    unit: "10"\n    # in braces\n`,
  );
});

test("sorted, comments move with their entries, and those above an empty line stay", () => {
  const sorted = formatFile(MESSY, true);
  expect(sorted).toMatch(
    /residents:\n {2}# Two people\.\n\n {2}- email: al@[\s\S]* {2}# Bo, in 10\.\n {2}- email: bo@/,
  );
  expect(formatFile(sorted, true)).toBe(sorted);
});

test.each([
  "residentctl.yaml",
  "sites/harbor-point.yaml",
  "sites/cedar-court/alder.yaml",
  "sites/cedar-court/site.yaml",
])("the example's %s is in it already", (file) => {
  const text = readFileSync(new URL(`../../../examples/portfolio/${file}`, import.meta.url), "utf8");
  expect(formatFile(text, false)).toBe(text);
});
