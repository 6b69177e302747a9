import { describe, expect, test } from "vitest";
import { problemsOf, resident, residentsFile, siteFile } from "./memory-tree.ts";

describe("files", () => {
  test("no files at all", () => {
    expect(problemsOf({})).toMatchInlineSnapshot(`
      "residentctl.yaml:1:1 no-files
        There are no site files: nothing in /repo matches sites/**/*.yaml.
        Write one ("residentctl init" makes an example), name another directory with -C, or set the sites globs in residentctl.yaml."
    `);
  });

  test("no file matches the project's globs", () => {
    expect(
      problemsOf({
        "residentctl.yaml": "apiVersion: residentctl/v1\nkind: Project\nsites: [portfolio/*.yaml]\n",
        "sites/a.yaml": siteFile(),
      }),
    ).toMatchInlineSnapshot(`
      "residentctl.yaml:1:1 no-files
        There are no site files: nothing in /repo matches portfolio/*.yaml.
        Write one ("residentctl init" makes an example), name another directory with -C, or set the sites globs in residentctl.yaml."
    `);
  });

  test("an empty file", () => {
    expect(problemsOf({ "sites/a.yaml": "" })).toMatchInlineSnapshot(`
      "sites/a.yaml:1:1 file-empty
        The file is empty, or holds nothing but comments.
        Declare a Site or Residents in it, or delete it."
    `);
  });

  test("nothing but comments", () => {
    expect(problemsOf({ "sites/a.yaml": "# later\n---\n" })).toMatchInlineSnapshot(`
      "sites/a.yaml:1:1 file-empty
        The file is empty, or holds nothing but comments.
        Declare a Site or Residents in it, or delete it."
    `);
  });

  test("a file that is not UTF-8", () => {
    expect(
      problemsOf({ "sites/a.yaml": new Uint8Array([0x61, 0x3a, 0x0a, 0x62, 0x3a, 0xff]) }),
    ).toMatchInlineSnapshot(`
      "sites/a.yaml:2:3 file-encoding
        The file is not UTF-8 from here on.
        Save it as UTF-8."
    `);
  });

  test("a file that is UTF-16", () => {
    expect(problemsOf({ "sites/a.yaml": new Uint8Array([0xff, 0xfe, 0x61, 0x00]) })).toMatchInlineSnapshot(`
      "sites/a.yaml:1:1 file-encoding
        The file is UTF-16, not UTF-8.
        Save it as UTF-8."
    `);
  });

  test("a file that ends in .yml", () => {
    expect(problemsOf({ "sites/a.yml": siteFile(), "residentctl.yml": "" })).toMatchInlineSnapshot(`
      "residentctl.yml:1:1 file-extension
        The file is not read, because its name ends in .yml.
        Rename it so that it ends in .yaml.
      sites/a.yml:1:1 file-extension
        The file is not read, because its name ends in .yml.
        Rename it so that it ends in .yaml."
    `);
  });
});

describe("YAML", () => {
  test("a quote that is not closed", () => {
    expect(problemsOf({ "sites/a.yaml": "a: 'x\nb: 2\n" })).toMatchInlineSnapshot(`
      "sites/a.yaml:1:4 yaml-syntax
        This quote or bracket is not closed, or what it holds is not indented further than its key.
        Close it; a quote that belongs to the text needs quotes of the other kind around the text."
    `);
  });

  test("a bracket that is not closed", () => {
    expect(problemsOf({ "sites/a.yaml": "a: [1, 2\nb: 3\n" })).toMatchInlineSnapshot(`
      "sites/a.yaml:1:4 yaml-syntax
        This quote or bracket is not closed, or what it holds is not indented further than its key.
        Close it; a quote that belongs to the text needs quotes of the other kind around the text."
    `);
  });

  test("two colons on a line", () => {
    expect(problemsOf({ "sites/a.yaml": "a: b: c\n" })).toMatchInlineSnapshot(`
      "sites/a.yaml:1:4 yaml-syntax
        A key, its colon and its value do not come together here.
        Write "key: value" on a line of its own, indented like its neighbours; put text that holds ": " in quotes."
    `);
  });

  test("a key indented too far", () => {
    expect(problemsOf({ "sites/a.yaml": "a: 1\n  b: 2\n" })).toMatchInlineSnapshot(`
      "sites/a.yaml:1:4 yaml-syntax
        A key, its colon and its value do not come together here.
        Write "key: value" on a line of its own, indented like its neighbours; put text that holds ": " in quotes."
    `);
  });

  test("a tab", () => {
    expect(problemsOf({ "sites/a.yaml": "a:\n\t- b\n" })).toMatchInlineSnapshot(`
      "sites/a.yaml:2:1 yaml-syntax
        A tab stands where the indentation is.
        Indent with spaces."
    `);
  });

  test("a reserved character", () => {
    expect(problemsOf({ "sites/a.yaml": "a: @x\n" })).toMatchInlineSnapshot(`
      "sites/a.yaml:1:4 yaml-syntax
        A text without quotes cannot begin with this character.
        Put the text in quotes."
    `);
  });

  test("an unknown escape", () => {
    expect(problemsOf({ "sites/a.yaml": 'a: "\\q"\n' })).toMatchInlineSnapshot(`
      "sites/a.yaml:1:5 yaml-syntax
        This is not an escape sequence that double quotes know.
        Use single quotes, or write the backslash twice."
    `);
  });

  test("a key after a list", () => {
    expect(problemsOf({ "sites/a.yaml": "- a\nb: 1\n" })).toMatchInlineSnapshot(`
      "sites/a.yaml:2:1 yaml-syntax
        What stands here does not belong here.
        Check the indentation of this line and of the one above it."
    `);
  });

  test("an item out of line", () => {
    expect(
      problemsOf({ "sites/a.yaml": "residents:\n- email: a@b.c\n firstName: x\n" }),
    ).toMatchInlineSnapshot(`
      "sites/a.yaml:3:1 yaml-syntax
        Something is missing here: a closing quote or bracket, a colon after a key, or a dash before a list item.
        Add it; a quote that belongs to the text needs quotes of the other kind around the text."
    `);
  });

  test("an unknown directive error", () => {
    expect(problemsOf({ "sites/a.yaml": "%YAML 9\n%YAML 9\n---\na: 1\n" })).toMatchInlineSnapshot(`
      "sites/a.yaml:1:7 yaml-syntax
        This is not valid YAML.
        Look at this line and the one above it for a missing quote, colon, dash or bracket."
    `);
  });

  test("deep nesting", () => {
    expect(problemsOf({ "sites/a.yaml": `${"[".repeat(25)}${"]".repeat(25)}` })).toMatchInlineSnapshot(`
      "sites/a.yaml:1:1 wrong-type
        The file holds a list, not a mapping.
        Begin it with "apiVersion: residentctl/v1" and "kind: Site" or "kind: Residents".
      sites/a.yaml:1:21 yaml-depth
        The file is nested deeper than 20 levels.
        Remove the surplus brackets or indentation: residents stand three levels deep."
    `);
  });

  test("very deep nesting", () => {
    // How far the reader comes before it gives up depends on the size of the stack.
    expect(problemsOf({ "sites/a.yaml": "[".repeat(20_000) })).toMatch(
      /^sites\/a\.yaml:1:\d+ yaml-depth\n {2}The file is nested deeper than 20 levels\.\n {2}Remove the surplus brackets/,
    );
  });

  test("several documents", () => {
    expect(problemsOf({ "sites/a.yaml": siteFile("---\nname: b\n") })).toMatchInlineSnapshot(`
      "sites/a.yaml:7:1 yaml-documents
        A second document begins here; a file holds one.
        Remove the "---" or "..." line, or move what follows into a file of its own."
    `);
  });

  test("an anchor and its alias", () => {
    expect(
      problemsOf({
        "sites/a.yaml": siteFile(
          "residents:\n  - &ann {email: ann@example.com, state: terminated}\n  - *ann\n",
        ),
      }),
    ).toMatchInlineSnapshot(`
      "sites/a.yaml:8:5 yaml-anchor
        Anchors are not allowed: what an entry says must stand in it.
        Remove the anchor; put a text that begins with an ampersand in quotes.
      sites/a.yaml:9:5 yaml-alias
        Aliases are not allowed: what an entry says must stand in it.
        Write the value out, in quotes where it begins with an asterisk."
    `);
  });

  test("an anchor on a key and on nothing", () => {
    expect(problemsOf({ "sites/a.yaml": siteFile("policy:\n  &x undeclared: &y\n") })).toMatchInlineSnapshot(`
      "sites/a.yaml:8:3 yaml-anchor
        Anchors are not allowed: what an entry says must stand in it.
        Remove the anchor; put a text that begins with an ampersand in quotes.
      sites/a.yaml:8:18 yaml-anchor
        Anchors are not allowed: what an entry says must stand in it.
        Remove the anchor; put a text that begins with an ampersand in quotes."
    `);
  });

  test("a merge key", () => {
    expect(
      problemsOf({ "sites/a.yaml": siteFile("policy:\n  <<: {undeclared: report}\n") }),
    ).toMatchInlineSnapshot(`
      "sites/a.yaml:8:3 yaml-merge-key
        Merge keys (<<) are not allowed: what an entry says must stand in it.
        Write the merged keys out; a Residents file can give a building and a floor for all in its defaults."
    `);
  });

  test("tags", () => {
    expect(
      problemsOf({
        "sites/a.yaml": siteFile("times: !!map\n  start: !!str 00:00\n  end: !time 23:59\naccept: ! []\n"),
      }),
    ).toMatchInlineSnapshot(`
      "sites/a.yaml:7:8 yaml-tag
        Tags are not allowed: a scalar is the text that was written.
        Remove the tag; put a text that begins with an exclamation mark in quotes.
      sites/a.yaml:8:10 yaml-tag
        Tags are not allowed: a scalar is the text that was written.
        Remove the tag; put a text that begins with an exclamation mark in quotes.
      sites/a.yaml:9:8 yaml-tag
        Tags are not allowed: a scalar is the text that was written.
        Remove the tag; put a text that begins with an exclamation mark in quotes.
      sites/a.yaml:10:9 yaml-tag
        Tags are not allowed: a scalar is the text that was written.
        Remove the tag; put a text that begins with an exclamation mark in quotes."
    `);
  });

  test("a duplicate key", () => {
    expect(problemsOf({ "sites/a.yaml": siteFile("residents: []\nname: b\n") })).toMatchInlineSnapshot(`
      "sites/a.yaml:8:1 duplicate-key
        and sites/a.yaml:3:1
        "name" stands twice in one mapping: here and on line 3.
        Keep one of the two."
    `);
  });

  test("keys and items without a value", () => {
    expect(
      problemsOf({
        "sites/a.yaml": siteFile(
          "accept:\n  -\ntimes: {start, end: }\nresidents:\n  - email:\n    phone:\n    accessEnd:\n    state: purged\n",
        ),
      }),
    ).toMatchInlineSnapshot(`
      "sites/a.yaml:8:4 empty-value
        There is no value for this list item.
        Give it one, or leave it out; an empty list is [].
      sites/a.yaml:9:9 empty-value
        There is no value for "start".
        Give it one, or leave it out; an empty list is [].
      sites/a.yaml:9:16 empty-value
        There is no value for "end".
        Give it one, or leave it out; an empty list is [].
      sites/a.yaml:11:5 empty-value
        There is no value for "email".
        Give it one, or leave it out; an empty list is [].
      sites/a.yaml:12:5 empty-value
        There is no value for "phone".
        Write null to clear it, or leave the key out to not manage it.
      sites/a.yaml:13:5 empty-value
        There is no value for "accessEnd".
        Write null to give access without an end, or leave the key out to not manage it."
    `);
  });

  test("a key that is a list", () => {
    expect(problemsOf({ "sites/a.yaml": siteFile("? [policy]\n: report\n") })).toMatchInlineSnapshot(`
      "sites/a.yaml:7:3 wrong-type
        A key is a plain word, not an alias, a list or a mapping.
        Write "key: value"."
    `);
  });

  test("an empty value with a tag", () => {
    expect(problemsOf({ "sites/a.yaml": siteFile("policy: !x\n") })).toMatchInlineSnapshot(`
      "sites/a.yaml:7:9 yaml-tag
        Tags are not allowed: a scalar is the text that was written.
        Remove the tag; put a text that begins with an exclamation mark in quotes."
    `);
  });
});

describe("what a file is", () => {
  test("a list", () => {
    expect(problemsOf({ "sites/a.yaml": "- a\n" })).toMatchInlineSnapshot(`
      "sites/a.yaml:1:1 wrong-type
        The file holds a list, not a mapping.
        Begin it with "apiVersion: residentctl/v1" and "kind: Site" or "kind: Residents"."
    `);
  });

  test("a text", () => {
    expect(problemsOf({ "sites/a.yaml": "hello\n" })).toMatchInlineSnapshot(`
      "sites/a.yaml:1:1 wrong-type
        The file holds a text, not a mapping.
        Begin it with "apiVersion: residentctl/v1" and "kind: Site" or "kind: Residents"."
    `);
  });

  test("an alias for a file", () => {
    expect(problemsOf({ "sites/a.yaml": "*x\n" })).toMatchInlineSnapshot(`
      "sites/a.yaml:1:1 yaml-alias
        Aliases are not allowed: what an entry says must stand in it.
        Write the value out, in quotes where it begins with an asterisk."
    `);
  });

  test("no apiVersion", () => {
    expect(
      problemsOf({ "sites/a.yaml": "kind: Residents\nsite: a\nresidents: []\n" }),
    ).toMatchInlineSnapshot(`
      "sites/a.yaml:1:1 missing-key
        "apiVersion" is missing.
        Add "apiVersion: ...".
      sites/a.yaml:2:7 site-unknown
        No Site is named "a", so the residents of sites/a.yaml belong nowhere.
        Declare the Site, or correct its name here."
    `);
  });

  test("an unknown apiVersion", () => {
    expect(
      problemsOf({ "sites/a.yaml": "apiVersion: residentctl/v2\nkind: Site\nfoo: bar\n" }),
    ).toMatchInlineSnapshot(`
      "sites/a.yaml:1:13 api-version
        This version of the format is not known; "residentctl/v1" is.
        Write "apiVersion: residentctl/v1", or use a version of residentctl that knows the other.
        value: residentctl/v2"
    `);
  });

  test("no kind", () => {
    expect(problemsOf({ "sites/a.yaml": "apiVersion: residentctl/v1\n" })).toMatchInlineSnapshot(`
      "sites/a.yaml:1:1 missing-key
        "kind" is missing: a YAML file here is of kind "Site" or "Residents".
        Add it, or keep other YAML files where the sites globs of residentctl.yaml do not reach."
    `);
  });

  test("an unknown kind", () => {
    expect(problemsOf({ "sites/a.yaml": "apiVersion: residentctl/v1\nkind: site\n" })).toMatchInlineSnapshot(`
      "sites/a.yaml:2:7 kind
        This kind is not known; a file here is of kind "Site" or "Residents".
        Did you mean "Site"? Kinds are spelt with a capital letter.
        value: site"
    `);
  });

  test("a kind that is a list", () => {
    expect(
      problemsOf({ "sites/a.yaml": "apiVersion: residentctl/v1\nkind: [Site]\n" }),
    ).toMatchInlineSnapshot(`
      "sites/a.yaml:2:7 kind
        This kind is not known; a file here is of kind "Site" or "Residents".
        Kinds are spelt with a capital letter."
    `);
  });

  test("a Project among the sites", () => {
    expect(
      problemsOf({ "sites/a.yaml": "apiVersion: residentctl/v1\nkind: Project\n" }),
    ).toMatchInlineSnapshot(`
      "sites/a.yaml:2:7 kind
        Only residentctl.yaml at the root is of kind Project.
        Move what it says into residentctl.yaml at the root.
        value: Project"
    `);
  });

  test("a residentctl.yaml without a kind", () => {
    expect(problemsOf({ "residentctl.yaml": "apiVersion: residentctl/v1\n" })).toMatchInlineSnapshot(`
      "residentctl.yaml:1:1 missing-key
        "kind" is missing: a YAML file here is of kind "Project".
        Add "kind: Project"."
    `);
  });

  test("a residentctl.yaml that is a Site", () => {
    expect(problemsOf({ "residentctl.yaml": siteFile() })).toMatchInlineSnapshot(`
      "residentctl.yaml:2:7 kind
        residentctl.yaml is of kind Project, not Site.
        Move it into a file of its own where the sites globs reach: sites/**/*.yaml unless said otherwise.
        value: Site"
    `);
  });
});

describe("shape", () => {
  test("all that a Site requires", () => {
    expect(problemsOf({ "sites/a.yaml": "apiVersion: residentctl/v1\nkind: Site\n" })).toMatchInlineSnapshot(`
      "sites/a.yaml:1:1 missing-key
        "name" is missing.
        Add "name: ...".
      sites/a.yaml:1:1 missing-key
        "siteId" is missing.
        Add "siteId: ...".
      sites/a.yaml:1:1 missing-key
        "timezone" is missing.
        Add "timezone: ...".
      sites/a.yaml:1:1 team-missing
        The site has no team: neither it nor residentctl.yaml has a teamId.
        Add "teamId: ..." to residentctl.yaml for all sites, or here for this one."
    `);
  });

  test("unknown keys", () => {
    expect(
      problemsOf({
        "sites/a.yaml": siteFile(
          'zone: x\nresident: []\ntimes: {begin: "00:00"}\ndefaults: {floor: "1"}\nresidents:\n  - {email: ann@example.com, frist_name: A, firstName: A, lastName: L, unit: "1", building: B, floor: "1"}\n',
        ),
      }),
    ).toMatchInlineSnapshot(`
      "sites/a.yaml:7:1 unknown-key
        "zone" is not a key of a file of kind Site.
        Known here: apiVersion, kind, name, siteId, teamId, timezone, times, policy, accept, residents.
      sites/a.yaml:8:1 unknown-key
        "resident" is not a key of a file of kind Site.
        Did you mean "residents"? Known here: apiVersion, kind, name, siteId, teamId, timezone, times, policy, accept, residents.
      sites/a.yaml:9:9 unknown-key
        "begin" is not a key of this mapping.
        Known here: start, end.
      sites/a.yaml:10:1 unknown-key
        "defaults" is not a key of a file of kind Site.
        It belongs in a file of kind Residents.
      sites/a.yaml:12:30 unknown-key
        "frist_name" is not a key of this mapping.
        Did you mean "firstName"? Known here: email, firstName, lastName, phone, building, floor, unit, accessStart, accessEnd, state, protected, id, replaces, transferFrom."
    `);
  });

  test("a key that is far too long to have been meant for another", () => {
    expect(problemsOf({ "sites/a.yaml": siteFile(`${"a".repeat(101)}: x\n`) })).toMatchInlineSnapshot(`
      "sites/a.yaml:7:1 unknown-key
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…" is not a key of a file of kind Site.
        Known here: apiVersion, kind, name, siteId, teamId, timezone, times, policy, accept, residents."
    `);
  });

  test("keys that no object has of its own", () => {
    expect(
      problemsOf({ "sites/a.yaml": siteFile("__proto__: x\nconstructor: y\ntoString: z\n") }),
    ).toMatchInlineSnapshot(`
      "sites/a.yaml:7:1 unknown-key
        "__proto__" is not a key of a file of kind Site.
        Known here: apiVersion, kind, name, siteId, teamId, timezone, times, policy, accept, residents.
      sites/a.yaml:8:1 unknown-key
        "constructor" is not a key of a file of kind Site.
        Known here: apiVersion, kind, name, siteId, teamId, timezone, times, policy, accept, residents.
      sites/a.yaml:9:1 unknown-key
        "toString" is not a key of a file of kind Site.
        Known here: apiVersion, kind, name, siteId, teamId, timezone, times, policy, accept, residents."
    `);
  });

  test("lists, mappings and texts in the wrong places", () => {
    expect(
      problemsOf({
        "sites/a.yaml": siteFile("policy: report\nresidents: null\naccept: {a: b}\ntimes: []\n"),
      }),
    ).toMatchInlineSnapshot(`
      "sites/a.yaml:7:9 wrong-type
        "policy" must be a mapping.
        Write "key: value" lines, indented below it.
      sites/a.yaml:8:12 wrong-type
        "residents" must be a list.
        Write one "- ..." line for each item, or [] for none.
      sites/a.yaml:9:9 wrong-type
        "accept" must be a list.
        Write one "- ..." line for each item, or [] for none.
      sites/a.yaml:10:8 wrong-type
        "times" must be a mapping.
        Write "key: value" lines, indented below it."
    `);
  });

  test("a resident who is a text", () => {
    expect(
      problemsOf({ "sites/a.yaml": siteFile("residents:\n  - ann@example.com\n") }),
    ).toMatchInlineSnapshot(`
      "sites/a.yaml:8:5 wrong-type
        An item of "residents" must be a mapping.
        Write "key: value" lines, indented below it."
    `);
  });

  test("words that are not allowed", () => {
    expect(
      problemsOf({
        "sites/a.yaml": siteFile(
          `residents:\n${resident("ann@example.com", ", state: terminatd, protected: yes")}`,
        ),
      }),
    ).toMatchInlineSnapshot(`
      "sites/a.yaml:8:106 invalid-value
        "state" must be "active", "suspended", "terminated" or "purged".
        Did you mean "terminated"? Write one of those words.
        value: terminatd
      sites/a.yaml:8:128 invalid-value
        "protected" is true or false.
        Write true or false, in small letters and without quotes."
    `);
  });

  test("a list for a text", () => {
    expect(
      problemsOf({
        "sites/a.yaml": siteFile(`residents:\n${resident("ann@example.com", ", phone: [1], id: {a: b}")}`),
      }),
    ).toMatchInlineSnapshot(`
      "sites/a.yaml:8:106 wrong-type
        "phone" must be a text, or null, not a list or a mapping.
        Write the text behind the colon, on the same line.
      sites/a.yaml:8:115 wrong-type
        "id" must be a text, not a list or a mapping.
        Write the text behind the colon, on the same line."
    `);
  });

  test("quotes around true", () => {
    expect(
      problemsOf({
        "sites/a.yaml": siteFile(`residents:\n${resident("ann@example.com", ', protected: "true"')}`),
      }),
    ).toMatchInlineSnapshot(`
      "sites/a.yaml:8:110 invalid-value
        "protected" is true or false.
        Write true or false, in small letters and without quotes."
    `);
  });

  test("an unknown word in the policy", () => {
    expect(
      problemsOf({ "sites/a.yaml": siteFile("policy: {undeclared: Report, limits: {reinstate: 1}}\n") }),
    ).toMatchInlineSnapshot(`
      "sites/a.yaml:7:22 invalid-value
        "undeclared" must be "report", "terminate" or "refuse".
        Did you mean "report"? Write one of those words.
        value: Report
      sites/a.yaml:7:39 unknown-key
        "reinstate" is not a key of this mapping.
        Known here: create, update, suspend, terminate, purge."
    `);
  });

  test("missing keys of a resident", () => {
    expect(
      problemsOf({
        "sites/a.yaml": siteFile(
          "residents:\n  - {firstName: A}\n  - {email: b@example.com, state: active}\n  - {email: c@example.com, state: purged}\n",
        ),
      }),
    ).toMatchInlineSnapshot(`
      "sites/a.yaml:8:5 missing-key
        "building" is missing, and the file has no default for it.
        Add "building: ...", or give it for a whole Residents file in its defaults.
      sites/a.yaml:8:5 missing-key
        "email" is missing.
        Add "email: ...".
      sites/a.yaml:8:5 missing-key
        "floor" is missing, and the file has no default for it.
        Add "floor: ...", or give it for a whole Residents file in its defaults.
      sites/a.yaml:8:5 missing-key
        "lastName" is missing.
        Add "lastName: ..."; only a resident declared terminated or purged needs no more than an email.
      sites/a.yaml:8:5 missing-key
        "unit" is missing.
        Add "unit: ..."; only a resident declared terminated or purged needs no more than an email.
      sites/a.yaml:9:5 missing-key
        "building" is missing, and the file has no default for it.
        Add "building: ...", or give it for a whole Residents file in its defaults.
      sites/a.yaml:9:5 missing-key
        "firstName" is missing.
        Add "firstName: ..."; only a resident declared terminated or purged needs no more than an email.
      sites/a.yaml:9:5 missing-key
        "floor" is missing, and the file has no default for it.
        Add "floor: ...", or give it for a whole Residents file in its defaults.
      sites/a.yaml:9:5 missing-key
        "lastName" is missing.
        Add "lastName: ..."; only a resident declared terminated or purged needs no more than an email.
      sites/a.yaml:9:5 missing-key
        "unit" is missing.
        Add "unit: ..."; only a resident declared terminated or purged needs no more than an email."
    `);
  });

  test("a state that is misspelt, and nothing else to complain about", () => {
    expect(
      problemsOf({ "sites/a.yaml": siteFile("residents:\n  - {email: b@example.com, state: purge}\n") }),
    ).toMatchInlineSnapshot(`
      "sites/a.yaml:8:35 invalid-value
        "state" must be "active", "suspended", "terminated" or "purged".
        Did you mean "purged"? Write one of those words.
        value: purge"
    `);
  });

  test("a Residents file without building in the entry or the defaults", () => {
    expect(
      problemsOf({
        "sites/a.yaml": siteFile(),
        "sites/b.yaml": residentsFile(
          'defaults: {building: H}\nresidents:\n  - {email: b@example.com, firstName: A, lastName: L, unit: "1"}\n',
        ),
      }),
    ).toMatchInlineSnapshot(`
      "sites/b.yaml:6:5 missing-key
        "floor" is missing, and the file has no default for it.
        Add "floor: ...", or give it for a whole Residents file in its defaults."
    `);
  });

  test("an empty list of globs", () => {
    expect(
      problemsOf({
        "residentctl.yaml": "apiVersion: residentctl/v1\nkind: Project\nsites: []\n",
        "sites/a.yaml": siteFile(),
      }),
    ).toMatchInlineSnapshot(`
      "residentctl.yaml:3:8 invalid-value
        The list "sites" is empty.
        Give it an item, or leave it out."
    `);
  });
});

describe("values", () => {
  test("globs that leave the folder", () => {
    expect(
      problemsOf({
        "residentctl.yaml":
          "apiVersion: residentctl/v1\nkind: Project\nsites: [/etc/*.yaml, ../*.yaml, 'a\\b', {a: b}, '']\n",
        "sites/a.yaml": siteFile(),
      }),
    ).toMatchInlineSnapshot(`
      "residentctl.yaml:3:9 sites-glob
        A glob of site files does not leave the folder of residentctl.yaml, and has forward slashes only.
        Write it relative to that folder, such as sites/**/*.yaml.
        value: /etc/*.yaml
      residentctl.yaml:3:22 sites-glob
        A glob of site files does not leave the folder of residentctl.yaml, and has forward slashes only.
        Write it relative to that folder, such as sites/**/*.yaml.
        value: ../*.yaml
      residentctl.yaml:3:33 sites-glob
        A glob of site files does not leave the folder of residentctl.yaml, and has forward slashes only.
        Write it relative to that folder, such as sites/**/*.yaml.
        value: a\\b
      residentctl.yaml:3:40 wrong-type
        An item of "sites" must be a text, not a list or a mapping.
        Write the text behind the colon, on the same line.
      residentctl.yaml:3:48 text
        "sites" is empty.
        Give it a value; an optional key can be left out."
    `);
  });

  test("a team id that is not one, in the project", () => {
    expect(
      problemsOf({
        "residentctl.yaml":
          "apiVersion: residentctl/v1\nkind: Project\nteamId: a/b\npolicy: {limits: {create: -1}}\n",
        "sites/a.yaml": siteFile().replace("teamId: t1\n", ""),
      }),
    ).toMatchInlineSnapshot(`
      "residentctl.yaml:3:9 id
        "teamId" is not an id: letters, digits and signs without spaces or slashes, at most 200.
        Copy it from Site Manager.
        value: a/b
      residentctl.yaml:4:27 limit
        The limit of "create" is neither a count nor a percentage from 0% to 100%.
        Write a whole number such as 5, or a whole percentage such as 10%.
        value: -1"
    `);
  });

  test("a site without a team", () => {
    expect(problemsOf({ "sites/a.yaml": siteFile().replace("teamId: t1\n", "") })).toMatchInlineSnapshot(`
      "sites/a.yaml:3:7 team-missing
        The site has no team: neither it nor residentctl.yaml has a teamId.
        Add "teamId: ..." to residentctl.yaml for all sites, or here for this one."
    `);
  });

  test("ids that are not", () => {
    expect(
      problemsOf({ "sites/a.yaml": siteFile().replace("id-a", "..").replace("t1", "a b") }),
    ).toMatchInlineSnapshot(`
      "sites/a.yaml:4:9 id
        "siteId" is not an id: letters, digits and signs without spaces or slashes, at most 200.
        Copy it from Site Manager.
        value: ..
      sites/a.yaml:5:9 id
        "teamId" is not an id: letters, digits and signs without spaces or slashes, at most 200.
        Copy it from Site Manager.
        value: a b"
    `);
  });

  test("names with white space, hidden characters, and nothing", () => {
    expect(
      problemsOf({
        "sites/a.yaml": siteFile("", '" a"'),
        "sites/b.yaml": siteFile("", '"b\\u200b"'),
        "sites/c.yaml": siteFile("", "''"),
      }),
    ).toMatchInlineSnapshot(`
      "sites/a.yaml:3:7 text
        "name" has white space at its beginning or end.
        Delete it.
        value:  a
      sites/a.yaml:4:9 id
        "siteId" is not an id: letters, digits and signs without spaces or slashes, at most 200.
        Copy it from Site Manager.
        value: id-" a"
      sites/b.yaml:3:7 text
        "name" holds a character that cannot be seen (U+200B).
        Delete it; typing the text anew is the surest way.
        value: b\\u{200b}
      sites/c.yaml:3:7 text
        "name" is empty.
        Give it a value; an optional key can be left out."
    `);
  });

  test("the zone america/los_angeles", () => {
    expect(
      problemsOf({ "sites/a.yaml": siteFile().replace("America/Los_Angeles", "america/los_angeles") }),
    ).toMatchInlineSnapshot(`
      "sites/a.yaml:6:11 timezone
        This is not the name of an IANA time zone.
        Did you mean "America/Los_Angeles"? Write a name such as America/Los_Angeles.
        value: america/los_angeles"
    `);
  });

  test("the zone America/Los_Angelos", () => {
    expect(
      problemsOf({ "sites/a.yaml": siteFile().replace("America/Los_Angeles", "America/Los_Angelos") }),
    ).toMatchInlineSnapshot(`
      "sites/a.yaml:6:11 timezone
        This is not the name of an IANA time zone.
        Did you mean "America/Los_Angeles"? Write a name such as America/Los_Angeles.
        value: America/Los_Angelos"
    `);
  });

  test("the zone Los Angeles", () => {
    expect(
      problemsOf({ "sites/a.yaml": siteFile().replace("America/Los_Angeles", "Los Angeles") }),
    ).toMatchInlineSnapshot(`
      "sites/a.yaml:6:11 timezone
        This is not the name of an IANA time zone.
        Did you mean "America/Los_Angeles"? Write a name such as America/Los_Angeles.
        value: Los Angeles"
    `);
  });

  test("the zone +02:00", () => {
    expect(
      problemsOf({ "sites/a.yaml": siteFile().replace("America/Los_Angeles", "+02:00") }),
    ).toMatchInlineSnapshot(`
      "sites/a.yaml:6:11 timezone
        This is not the name of an IANA time zone.
        Write a name such as America/Los_Angeles.
        value: +02:00"
    `);
  });

  test("the zone UTC+1", () => {
    expect(
      problemsOf({ "sites/a.yaml": siteFile().replace("America/Los_Angeles", "UTC+1") }),
    ).toMatchInlineSnapshot(`
      "sites/a.yaml:6:11 timezone
        This is not the name of an IANA time zone.
        Write a name such as America/Los_Angeles.
        value: UTC+1"
    `);
  });

  test("the zone Mars/Olympus", () => {
    expect(
      problemsOf({ "sites/a.yaml": siteFile().replace("America/Los_Angeles", "Mars/Olympus") }),
    ).toMatchInlineSnapshot(`
      "sites/a.yaml:6:11 timezone
        This is not the name of an IANA time zone.
        Write a name such as America/Los_Angeles.
        value: Mars/Olympus"
    `);
  });

  test("the zone a:b", () => {
    expect(
      problemsOf({ "sites/a.yaml": siteFile().replace("America/Los_Angeles", "a:b") }),
    ).toMatchInlineSnapshot(`
      "sites/a.yaml:6:11 timezone
        This is not the name of an IANA time zone.
        Write a name such as America/Los_Angeles.
        value: a:b"
    `);
  });

  test("times that are none", () => {
    expect(
      problemsOf({ "sites/a.yaml": siteFile('times: {start: 24:00, end: "9:30"}\n') }),
    ).toMatchInlineSnapshot(`
      "sites/a.yaml:7:16 time
        This is not a time of day.
        Write hours and minutes with two digits each, from "00:00" to "23:59".
        value: 24:00
      sites/a.yaml:7:28 time
        This is not a time of day.
        Write hours and minutes with two digits each, from "00:00" to "23:59".
        value: 9:30"
    `);
  });

  test("limits that are none", () => {
    expect(
      problemsOf({
        "sites/a.yaml": siteFile(
          "policy: {limits: {create: 101%, update: ten, suspend: 1.5, terminate: 05, purge: 1000000000}}\n",
        ),
      }),
    ).toMatchInlineSnapshot(`
      "sites/a.yaml:7:27 limit
        The limit of "create" is neither a count nor a percentage from 0% to 100%.
        Write a whole number such as 5, or a whole percentage such as 10%.
        value: 101%
      sites/a.yaml:7:41 limit
        The limit of "update" is neither a count nor a percentage from 0% to 100%.
        Write a whole number such as 5, or a whole percentage such as 10%.
        value: ten
      sites/a.yaml:7:55 limit
        The limit of "suspend" is neither a count nor a percentage from 0% to 100%.
        Write a whole number such as 5, or a whole percentage such as 10%.
        value: 1.5
      sites/a.yaml:7:71 limit
        The limit of "terminate" is neither a count nor a percentage from 0% to 100%.
        Write a whole number such as 5, or a whole percentage such as 10%.
        value: 05
      sites/a.yaml:7:82 limit
        The limit of "purge" is neither a count nor a percentage from 0% to 100%.
        Write a whole number such as 5, or a whole percentage such as 10%.
        value: 1000000000"
    `);
  });

  test("consents that are none", () => {
    expect(
      problemsOf({
        "sites/a.yaml": siteFile(
          "accept: [limit-exceded/create/9c41f0aa, protected/x/9c41f0aa, limit-exceeded/create/9C41F0AA, limit-exceeded/create, unit-cycle/a/9c41f0aa/x]\n",
        ),
      }),
    ).toMatchInlineSnapshot(`
      "sites/a.yaml:7:10 consent
        No consent begins like this: only "limit-exceeded", "live-empty" or "unit-cycle" can be consented to.
        Did you mean "limit-exceeded"? The other refusals go away when the declaration says what is meant.
        value: limit-exceded/create/9c41f0aa
      sites/a.yaml:7:41 consent
        No consent begins like this: only "limit-exceeded", "live-empty" or "unit-cycle" can be consented to.
        The other refusals go away when the declaration says what is meant.
        value: protected/x/9c41f0aa
      sites/a.yaml:7:63 consent
        This is not a consent: rule, subject and 8 hex digits in small letters, with slashes between them.
        Paste the line that the refused plan prints, such as limit-exceeded/terminate/9c41f0aa.
        value: limit-exceeded/create/9C41F0AA
      sites/a.yaml:7:95 consent
        This is not a consent: rule, subject and 8 hex digits in small letters, with slashes between them.
        Paste the line that the refused plan prints, such as limit-exceeded/terminate/9c41f0aa.
        value: limit-exceeded/create
      sites/a.yaml:7:118 consent
        This is not a consent: rule, subject and 8 hex digits in small letters, with slashes between them.
        Paste the line that the refused plan prints, such as limit-exceeded/terminate/9c41f0aa.
        value: unit-cycle/a/9c41f0aa/x"
    `);
  });

  test("a consent that stands twice", () => {
    expect(
      problemsOf({
        "sites/a.yaml": siteFile("accept:\n  - live-empty/a/9c41f0aa\n  - live-empty/a/9c41f0aa\n"),
      }),
    ).toMatchInlineSnapshot(`
      "sites/a.yaml:9:5 consent
        and sites/a.yaml:8:5
        This consent stands twice: here and on line 8.
        Keep one of the two."
    `);
  });

  test("dates that are none", () => {
    expect(
      problemsOf({
        "sites/a.yaml": siteFile(
          `residents:\n${resident("ann@example.com", ", accessStart: 2021-02-30, accessEnd: 11/05/2021")}`,
        ),
      }),
    ).toMatchInlineSnapshot(`
      "sites/a.yaml:8:112 date
        "accessStart" is not a date, or not one of the calendar.
        Write 2026-11-05, 2026-11-05T11:00, or 2026-11-05T11:00:00-08:00.
        value: 2021-02-30
      sites/a.yaml:8:135 date
        "accessEnd" is not a date, or not one of the calendar.
        Write 2026-11-05, 2026-11-05T11:00, or 2026-11-05T11:00:00-08:00.
        value: 11/05/2021"
    `);
  });

  test("null where it means nothing", () => {
    expect(
      problemsOf({
        "sites/a.yaml": siteFile(`residents:\n${resident("ann@example.com", ", accessStart: null")}`),
      }),
    ).toMatchInlineSnapshot(`
      "sites/a.yaml:8:112 date
        "accessStart" is not a date, or not one of the calendar.
        Leave accessStart out: it cannot be null.
        value: null"
    `);
  });

  test("null with quotes, and tildes", () => {
    expect(
      problemsOf({
        "sites/a.yaml": siteFile(`residents:\n${resident("ann@example.com", ', accessEnd: "null"')}`),
      }),
    ).toMatchInlineSnapshot(`
      "sites/a.yaml:8:110 date
        "accessEnd" is not a date, or not one of the calendar.
        Write null, in small letters and without quotes, for access without an end.
        value: null"
    `);
  });

  test("a phone that is a tilde", () => {
    expect(
      problemsOf({ "sites/a.yaml": siteFile(`residents:\n${resident("ann@example.com", ", phone: ~")}`) }),
    ).toMatchInlineSnapshot(`
      "sites/a.yaml:8:106 text
        "phone" is not a phone number.
        Write null, in small letters and without quotes, to clear it; leave the key out to not manage it.
        value: ~"
    `);
  });

  test("a phone that is null with quotes", () => {
    expect(
      problemsOf({
        "sites/a.yaml": siteFile(`residents:\n${resident("ann@example.com", ', phone: "null"')}`),
      }),
    ).toMatchInlineSnapshot(`
      "sites/a.yaml:8:106 text
        "phone" is not a phone number.
        Write null, in small letters and without quotes, to clear it; leave the key out to not manage it.
        value: null"
    `);
  });

  test("a phone that is empty", () => {
    expect(
      problemsOf({ "sites/a.yaml": siteFile(`residents:\n${resident("ann@example.com", ', phone: ""')}`) }),
    ).toMatchInlineSnapshot(`
      "sites/a.yaml:8:106 text
        "phone" is empty.
        Give it a value; an optional key can be left out."
    `);
  });

  test("a local time that does not exist", () => {
    expect(
      problemsOf({
        "sites/a.yaml": siteFile(
          `residents:\n${resident("ann@example.com", ", accessStart: 2022-03-13T02:30")}`,
        ),
      }),
    ).toMatchInlineSnapshot(`
      "sites/a.yaml:8:112 date
        "accessStart" is a time that America/Los_Angeles skips when the clocks change.
        Take another time, or write the offset that counts behind it: -08:00 or -07:00.
        value: 2022-03-13T02:30"
    `);
  });

  test("a local time that exists twice", () => {
    expect(
      problemsOf({
        "sites/a.yaml": siteFile(
          `residents:\n${resident("ann@example.com", ", accessEnd: 2022-11-06T01:30:00")}`,
        ),
      }),
    ).toMatchInlineSnapshot(`
      "sites/a.yaml:8:110 date
        "accessEnd" is a time that America/Los_Angeles has twice when the clocks change.
        Write the offset of the one that is meant behind it: -07:00 or -08:00.
        value: 2022-11-06T01:30:00"
    `);
  });

  test("an end before a start", () => {
    expect(
      problemsOf({
        "sites/a.yaml": siteFile(
          `residents:\n${resident("ann@example.com", ", accessStart: 2022-01-02, accessEnd: 2022-01-01")}`,
        ),
      }),
    ).toMatchInlineSnapshot(`
      "sites/a.yaml:8:135 date-order
        and sites/a.yaml:8:112
        "accessEnd" is before "accessStart", on line 8.
        Correct one of the two.
        value: 2022-01-02 to 2022-01-01"
    `);
  });

  test("an end before a start by instants", () => {
    expect(
      problemsOf({
        "sites/a.yaml": siteFile(
          `residents:\n${resident("ann@example.com", ", accessStart: 2022-01-01T12:00, accessEnd: 2022-01-01T19:59:59Z")}`,
        ),
      }),
    ).toMatchInlineSnapshot(`
      "sites/a.yaml:8:141 date-order
        and sites/a.yaml:8:112
        "accessEnd" is before "accessStart", on line 8.
        Correct one of the two.
        value: 2022-01-01T12:00 to 2022-01-01T19:59:59Z"
    `);
  });

  test("a name with a letter in two characters", () => {
    expect(
      problemsOf({
        "sites/a.yaml": siteFile(
          `residents:\n${resident("ann@example.com", ', transferFrom: "Zoe\\u0308"')}`,
        ),
      }),
    ).toMatchInlineSnapshot(`
      "sites/a.yaml:8:113 text
        "transferFrom" has a letter and its accent as two characters (it is not NFC).
        Type the letter anew, so that it is one character.
        value: Zoë"
    `);
  });

  test("a text that is too long", () => {
    expect(
      problemsOf({
        "sites/a.yaml": siteFile(
          `residents:\n${resident("ann@example.com", `, id: ${"x".repeat(201)}, transferFrom: ${"y".repeat(201)}`)}`,
        ),
      }),
    ).toMatchInlineSnapshot(`
      "sites/a.yaml:8:103 id
        "id" is not an id: letters, digits and signs without spaces or slashes, at most 200.
        Copy it from Site Manager.
        value: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…
      sites/a.yaml:8:320 text
        "transferFrom" is longer than 200 characters.
        Shorten it.
        value: yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy…"
    `);
  });
});

describe("e-mail addresses", () => {
  test("each with what is wrong with it", () => {
    const emails = [
      "''",
      '" a@example.com"',
      "a b@example.com",
      '"a\\u200b@example.com"',
      '"zoe\\u0308@example.com"',
      "a.example.com",
      "a@b@example.com",
      '"@example.com"',
      "a@",
      `${"a".repeat(250)}@example.com`,
    ];
    const entries = emails.map((email) => `  - {email: ${email}, state: purged}\n`);
    expect(
      problemsOf({ "sites/a.yaml": siteFile(`residents:\n${entries.join("")}`) }),
    ).toMatchInlineSnapshot(`
      "sites/a.yaml:8:13 email
        "email" is empty.
        Give the resident's e-mail address.
      sites/a.yaml:9:13 email
        "email" has white space at its beginning or end.
        Delete it.
        value:  a@example.com
      sites/a.yaml:10:13 email
        "email" has white space in it.
        Delete it, or give one address only.
        value: a b@example.com
      sites/a.yaml:11:13 email
        "email" holds a character that cannot be seen (U+200B).
        Delete it; typing the address anew is the surest way.
        value: a\\u{200b}@example.com
      sites/a.yaml:12:13 email
        "email" has a letter and its accent as two characters (it is not NFC).
        Type the letter anew, so that it is one character.
        value: zoë@example.com
      sites/a.yaml:13:13 email
        "email" has no @.
        Give a whole e-mail address.
        value: a.example.com
      sites/a.yaml:14:13 email
        "email" has more than one @.
        Give one e-mail address.
        value: a@b@example.com
      sites/a.yaml:15:13 email
        "email" has nothing before the @.
        Give a whole e-mail address.
        value: @example.com
      sites/a.yaml:16:13 email
        "email" has nothing after the @.
        Give a whole e-mail address.
        value: a@
      sites/a.yaml:17:13 email
        "email" is longer than 254 bytes.
        No mail server takes it: correct it.
        value: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…"
    `);
  });
});

describe("across files", () => {
  test("an e-mail address twice, over two sites", () => {
    expect(
      problemsOf({
        "sites/b.yaml": siteFile(`residents:\n${resident("Ann@Example.com")}`, "b"),
        "sites/a.yaml": siteFile(`residents:\n${resident("ann@example.com")}`),
      }),
    ).toMatchInlineSnapshot(`
      "sites/b.yaml:8:13 email-duplicate
        and sites/a.yaml:8:13
        This e-mail address is declared twice: here and at sites/a.yaml:8:13.
        Keep one of the two. Capitals make no difference. Two people need two addresses; a move to another site is one entry there, with transferFrom.
        value: Ann@Example.com"
    `);
  });

  test("a site twice", () => {
    expect(problemsOf({ "sites/b.yaml": siteFile(), "sites/a.yaml": siteFile() })).toMatchInlineSnapshot(`
      "sites/b.yaml:3:7 site-duplicate
        and sites/a.yaml:3:7
        The site name "a" is declared twice: here and at sites/a.yaml:3:7.
        Give each Site a name of its own; more residents of one Site go into a file of kind Residents.
      sites/b.yaml:4:9 site-duplicate
        and sites/a.yaml:4:9
        The SiteId "id-a" is declared twice: here and at sites/a.yaml:4:9.
        Declare each site of Site Manager once; more residents of it go into a file of kind Residents."
    `);
  });

  test("residents of a site that is not there", () => {
    expect(
      problemsOf({
        "sites/a.yaml": siteFile("", "harbor-point"),
        "sites/b.yaml": residentsFile(
          `residents:\n${resident("ann@example.com", ", accessStart: 2022-13-01")}`,
          "harbour-point",
        ),
      }),
    ).toMatchInlineSnapshot(`
      "sites/b.yaml:3:7 site-unknown
        No Site is named "harbour-point", so the residents of sites/b.yaml belong nowhere.
        Did you mean "harbor-point"? Declare the Site, or correct its name here.
      sites/b.yaml:5:112 date
        "accessStart" is not a date, or not one of the calendar.
        Write 2026-11-05, 2026-11-05T11:00, or 2026-11-05T11:00:00-08:00.
        value: 2022-13-01"
    `);
  });

  test("no complaint about a site that may be in a broken file", () => {
    expect(
      problemsOf({ "sites/a.yaml": "[", "sites/b.yaml": residentsFile("residents: []\n") }),
    ).toMatchInlineSnapshot(`
      "sites/a.yaml:1:1 yaml-syntax
        This quote or bracket is not closed, or what it holds is not indented further than its key.
        Close it; a quote that belongs to the text needs quotes of the other kind around the text."
    `);
  });

  test("two residents in a unit", () => {
    expect(
      problemsOf({
        "sites/a.yaml": siteFile(
          `residents:\n${resident("ann@example.com", ", accessEnd: 2022-01-31")}${resident("bob@example.com", ", accessStart: 2022-01-31, state: suspended")}`,
        ),
      }),
    ).toMatchInlineSnapshot(`
      "sites/a.yaml:9:13 unit-overlap
        and sites/a.yaml:8:13
        Two residents are declared in H/1/101 on the same days; the other stands at sites/a.yaml:8:13.
        Let one end at least a day before the other starts (both end dates count), correct the unit, or declare the one who left as terminated.
        value: 2022-01-31"
    `);
  });

  test("two residents in a unit for ever", () => {
    expect(
      problemsOf({
        "sites/a.yaml": siteFile(
          `residents:\n${resident("ann@example.com")}${resident("bob@example.com", ", accessEnd: null")}`,
        ),
      }),
    ).toMatchInlineSnapshot(`
      "sites/a.yaml:9:13 unit-overlap
        and sites/a.yaml:8:13
        Two residents are declared in H/1/101 on the same days; the other stands at sites/a.yaml:8:13.
        Let one end at least a day before the other starts (both end dates count), correct the unit, or declare the one who left as terminated.
        value: always"
    `);
  });

  test("replaces", () => {
    expect(
      problemsOf({
        "sites/a.yaml": siteFile(
          'residents:\n  - {email: a@example.com, replaces: A@example.com, firstName: A, lastName: L, building: B, floor: "1", unit: "1"}\n  - {email: b@example.com, replaces: a@example.com, firstName: A, lastName: L, building: B, floor: "1", unit: "2"}\n  - {email: c@example.com, replaces: old@example.com, firstName: A, lastName: L, building: B, floor: "1", unit: "3"}\n  - {email: d@example.com, replaces: OLD@example.com, firstName: A, lastName: L, building: B, floor: "1", unit: "4"}\n  - {email: e@example.com, replaces: older@example.com, state: purged}\n  - {email: f@example.com, replaces: older, firstName: A, lastName: L, building: B, floor: "1", unit: "5"}\n',
        ),
      }),
    ).toMatchInlineSnapshot(`
      "sites/a.yaml:8:38 replaces
        "replaces" names the e-mail address of its own entry.
        Name the old address, or leave replaces out. A change of capitals needs none.
        value: A@example.com
      sites/a.yaml:9:38 replaces
        and sites/a.yaml:8:13
        "replaces" names an account that is declared to go on, at sites/a.yaml:8:13.
        Delete that entry, or leave replaces out.
        value: a@example.com
      sites/a.yaml:11:38 replaces
        and sites/a.yaml:10:38
        Another entry replaces the same account, at sites/a.yaml:10:38.
        An account has one successor: keep one of the two.
        value: OLD@example.com
      sites/a.yaml:12:38 replaces
        "replaces" makes no sense for a resident who is declared terminated or purged.
        Put it on the entry with the new e-mail address.
        value: older@example.com
      sites/a.yaml:13:38 email
        "replaces" has no @.
        Give a whole e-mail address.
        value: older"
    `);
  });

  test("transferFrom at a site without a name: other sites may be the one it means", () => {
    const text = siteFile(`residents:\n${resident("a@example.com", ", transferFrom: b")}`).replace(
      "name: a",
      "name: ''",
    );
    expect(problemsOf({ "sites/a.yaml": text })).toMatchInlineSnapshot(`
      "sites/a.yaml:3:7 text
        "name" is empty.
        Give it a value; an optional key can be left out."
    `);
  });

  test("transferFrom", () => {
    expect(
      problemsOf({
        "sites/a.yaml": siteFile(
          'residents:\n  - {email: a@example.com, transferFrom: a, firstName: A, lastName: L, building: B, floor: "1", unit: "1"}\n  - {email: b@example.com, transferFrom: c, firstName: A, lastName: L, building: B, floor: "1", unit: "2"}\n  - {email: e@example.com, transferFrom: b, state: terminated}\n',
        ),
      }),
    ).toMatchInlineSnapshot(`
      "sites/a.yaml:8:42 transfer-from
        "transferFrom" names the site of its own entry.
        Name the site the resident comes from.
      sites/a.yaml:9:42 transfer-from
        No Site is named "c".
        Name a Site of this repository.
      sites/a.yaml:10:42 transfer-from
        "transferFrom" makes no sense for a resident who is declared terminated or purged.
        Leave it out."
    `);
  });
});

test.each(["!!omap", "!!set", "!!pairs", "!!binary", "!!timestamp"])("%s is a tag like any other", (tag) => {
  const problems = problemsOf({ "sites/a.yaml": siteFile(`accept: ${tag}\n  - b: c\n`) });
  expect(problems).toMatch(/^sites\/a\.yaml:7:9 yaml-tag$/m);
});
