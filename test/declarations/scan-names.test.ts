import { expect, test } from "vitest";
import { scanNames } from "../../src/declarations/scan-names.ts";
import { memoryTree } from "./memory-tree.ts";

const SITE = `apiVersion: residentctl/v1
kind: Site
name: "maple house" # the old one
residents:
  - email: ann@example.com # "email: nobody@example.com"
  # - email: gone@example.com
  - { firstName: Ben, email: "ben@example.org", lastName: [
`;
const MORE = "kind: Residents\nname: nothing\nresidents:\n  - firstName: Cem\n    email: 'cem@example.com'\n";

test.each([
  [
    "where sites usually are",
    undefined,
    ["maple house"],
    ["ann@example.com", "ben@example.org", "cem@example.com"],
  ],
  ["where the project says", "kind: Project\nsites: [sites/b.yaml]\n", [], ["cem@example.com"]],
  [
    "with a project that cannot be read",
    "sites: [",
    ["maple house"],
    ["ann@example.com", "ben@example.org", "cem@example.com"],
  ],
])("names are found in files that are being edited, %s", (_where, project, sites, emails) => {
  const files = { "sites/a.yaml": SITE, "sites/b.yaml": MORE, "other.yaml": SITE };
  const tree = memoryTree(project === undefined ? files : { ...files, "residentctl.yaml": project });
  expect(scanNames(tree)).toEqual({ sites, emails });
});

test("in a folder without declarations there are none", () => {
  expect(scanNames(memoryTree({}))).toEqual({ sites: [], emails: [] });
});

test("files that are not UTF-8 hold no project", () => {
  expect(
    scanNames(memoryTree({ "residentctl.yaml": Uint8Array.of(0xff), "sites/b.yaml": MORE })).emails,
  ).toEqual(["cem@example.com"]);
});
