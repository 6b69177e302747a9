import { describe, expect, test } from "vitest";
import { pullSite } from "../../../src/declarations/edit/pull-site.ts";
import type { LiveResident } from "../../../src/domain/site.ts";
import { residentsFile, siteFile } from "../memory-tree.ts";
import { declaredSites, live, liveSite, NOW, planOf } from "./live.ts";

const SITE = "sites/a.yaml";

interface Options {
  readonly includeExpired?: boolean;
  readonly elsewhere?: ReadonlyMap<string, string>;
}

/** Pulls into files; the plan after it is empty. */
function pull(
  files: Readonly<Record<string, string>>,
  residents: readonly LiveResident[],
  { includeExpired = false, elsewhere = new Map() }: Options = {},
) {
  const before = new Map(Object.entries(files));
  const declared = declaredSites(before)[0];
  if (declared === undefined) throw new Error("no site");
  const site = liveSite(residents);
  const input = {
    files: before,
    declared,
    live: site,
    now: NOW,
    includeExpired,
    declaredElsewhere: elsewhere,
  };
  const { edits, notes } = pullSite(input);
  const after = new Map([...before, ...edits]);
  expect(planOf(after, site).sites[0]).toMatchObject({ actions: [], refusals: [] });
  const words = notes.map(({ kind, email, keys, reason }) =>
    `${kind} ${email} ${keys.join()} ${reason ?? ""}`.trim(),
  );
  return { text: (file = SITE) => after.get(file) ?? "", edits, words };
}

const HAND_WRITTEN = siteFile(`
# People. Ask Ada before you touch this.
residents:
    # The manager.
    - email:     'Ann@Example.com'   # on site
      unit: "101"   # ground floor
      floor: '1'
      building: H
      lastName: Lee
      firstName: "Ann"


    # Moved out, it seems.
    - {email: bob@example.com, firstName: Bob, lastName: Ray, building: H, floor: "1", unit: "102"} # keys returned

    - email: cid@example.com
      firstName: Cid
      lastName: Poe
      phone: null
      building: H
      floor: "2"
      unit: "201"
      state: suspended   # until spring
      # Pays late.
# The end.
`);

const CID: Partial<LiveResident> = { firstName: "Cid", lastName: "Poe", floor: "2", unit: "201" };

describe("only what differs changes", () => {
  test("nothing, where nothing differs", () => {
    const bob = live("bob@example.com", { firstName: "Bob", lastName: "Ray", unit: "102" });
    const cid = live("cid@example.com", CID, ["current", "suspended"]);
    expect(pull({ [SITE]: HAND_WRITTEN }, [live("ann@example.com"), bob, cid]).edits.size).toBe(0);
  });

  test("values in their quotes, new keys in their place, entries with their comments", () => {
    const ann = live("ann@example.com", { firstName: "Anna: A", floor: "G", phone: "555" });
    const cid = live("cid@example.com", { ...CID, phone: "0612" });
    const dan = live("dan@example.com", { firstName: "Dan", floor: "2", unit: "0202", phone: "+1 555" });
    const { text, words } = pull({ [SITE]: HAND_WRITTEN }, [ann, cid, dan]);
    const expected = HAND_WRITTEN.replace('"Ann"', '"Anna: A"')
      .replace("floor: '1'", "floor: 'G'")
      .replace(/\n\n\n {4}# Moved[\s\S]*?returned\n/, "\n")
      .replace("phone: null", 'phone: "0612"')
      .replace("      state: suspended   # until spring\n", "")
      .replace(
        "# Pays late.\n",
        `# Pays late.

    - email: dan@example.com
      firstName: Dan
      lastName: Lee
      phone: +1 555
      building: H
      floor: "2"
      unit: "0202"
`,
      );
    expect(text()).toBe(expected);
    expect(words).toEqual([
      "changed ann@example.com firstName,floor",
      "removed bob@example.com  has no account",
      "changed cid@example.com phone,state",
      "added dan@example.com",
    ]);
  });

  test("line ends stay CRLF, and a file without an end stays without", () => {
    const source = HAND_WRITTEN.replaceAll("\n", "\r\n").trimEnd();
    const { text } = pull({ [SITE]: source }, [
      live("ann@example.com", { lastName: "Li" }),
      live("x@example.com", { unit: "9" }),
    ]);
    expect(text()).toContain("lastName: Li\r\n");
    expect(text()).toContain("    - email: x@example.com\r\n      firstName: Ann\r\n");
    expect(text().replaceAll("\r\n", "")).not.toContain("\n");
    expect(text()).toMatch(/# The end\.$/);
  });

  test("the last entry that goes leaves an empty list; the first that comes opens it", () => {
    const { text } = pull({ [SITE]: HAND_WRITTEN }, []);
    expect(text()).toContain("residents: []\n");
    const again = pull({ [SITE]: text() }, [live("ann@example.com")]);
    expect(again.text()).toContain("residents:\n  - email: ann@example.com\n    firstName: Ann\n");
  });

  test("a list in brackets, and one in JSON, stay so", () => {
    const entry =
      '{"email": "ann@example.com", "firstName": "Ann", "lastName": "Lee", "building": "H", "floor": "1", "unit": "101"}';
    const source = siteFile(
      `residents: [${entry}, ${entry.replace("ann@", "bob@").replace("101", "102")}]\n`,
    );
    const { text } = pull({ [SITE]: source }, [
      live("ann@example.com", {}, ["current", "suspended"]),
      live("cid@example.com", { unit: "103" }),
    ]);
    const changed = entry.replace("}", ', "state": "suspended"}');
    const added =
      '{ "email": "cid@example.com", "firstName": "Ann", "lastName": "Lee", "building": "H", "floor": "1", "unit": "103" }';
    expect(text()).toBe(siteFile(`residents: [${changed}, ${added}]\n`));
  });
});

describe("lists in brackets", () => {
  const entryOf = (name: string, unit: number) =>
    `{email: ${name}@example.com, firstName: Ann, lastName: Lee, building: H, floor: "1", unit: "${unit}", state: active}`;
  const [a, b, c] = [entryOf("a", 1), entryOf("b", 2), entryOf("c", 3)];
  const staying = (name: string, unit: number) => live(`${name}@example.com`, { unit: `${unit}` });
  const listed = siteFile(`residents: [${a}, ${b}, ${c}] # all\n`);

  test.each([
    [[staying("a", 1)], `[${a}] # all`],
    [[staying("b", 2)], `[${b}] # all`],
    [[staying("c", 3)], `[${c}] # all`],
    [[staying("a", 1), staying("c", 3)], `[${a}, ${c}] # all`],
    [[], "[] # all"],
  ])("%#: entries go with their commas", (residents, list) => {
    expect(pull({ [SITE]: listed }, residents).text()).toBe(siteFile(`residents: ${list}\n`));
  });

  test("a file that is all in brackets", () => {
    const flow = `{apiVersion: residentctl/v1, kind: Site, name: a, siteId: id-a, teamId: t1, timezone: UTC, residents: [${a}]}\n`;
    const { text } = pull({ [SITE]: flow }, []);
    expect(text()).toContain("residents: []}");
    expect(pull({ [SITE]: text() }, [staying("b", 2)]).text()).toContain(
      "residents: [{ email: b@example.com",
    );
    const none = flow.replace(`, residents: [${a}]`, "");
    expect(pull({ [SITE]: none }, [staying("b", 2)]).text()).toContain(
      "timezone: UTC, residents: [{ email: b@",
    );
  });
});

describe("an account that lives although its end has passed", () => {
  test("gets no end, unless the next resident of its unit is declared: then a plan may end it", () => {
    const entry = 'firstName: Ann, lastName: Lee, building: H, floor: "1", unit: "101"';
    const ended = `  - {email: a@example.com, ${entry}, accessEnd: 2026-11-22}\n`;
    const ann = live("a@example.com", { deactivationDateUTC: "2026-11-23T07:59:00+00:00" });
    expect(pull({ [SITE]: siteFile(`residents:\n${ended}`) }, [ann]).text()).not.toContain("accessEnd");
    const next = `  - {email: b@example.com, ${entry}, accessStart: 2026-11-24}\n`;
    const files = new Map([[SITE, siteFile(`residents:\n${ended}${next}`)]]);
    const declared = declaredSites(files)[0];
    if (declared === undefined) throw new Error("no site");
    const bea = live("b@example.com", { activationDateUTC: "2026-11-24T08:00:00+00:00" }, ["scheduled"]);
    const { edits, notes } = pullSite({
      files,
      declared,
      live: liveSite([ann, bea]),
      now: NOW,
      includeExpired: false,
      declaredElsewhere: new Map(),
    });
    expect(edits.size).toBe(0);
    expect(notes).toMatchObject([{ kind: "attention", email: "a@example.com" }]);
  });

  test("of two accounts with one e-mail, the one that lives counts", () => {
    const twice = [
      live("a@example.com", { residentId: "1" }, ["expired"]),
      live("a@example.com", { residentId: "3", firstName: "Three" }),
      live("A@example.com", { residentId: "2", firstName: "Two" }),
    ];
    expect(pull({ [SITE]: siteFile() }, twice).text()).toContain("firstName: Two\n");
  });
});

describe("where new residents go", () => {
  const files = {
    [SITE]: siteFile("residents: []\n"),
    "sites/h.yaml": residentsFile("defaults: { building: H }\nresidents: []\n"),
    "sites/k1.yaml": residentsFile('defaults: { building: K, floor: "1" }\nresidents: []\n'),
    "sites/k2.yaml": residentsFile(
      'residents:\n- {email: k@example.com, firstName: Ann, lastName: Lee, building: K, floor: "2", unit: "201"}\n',
    ),
  };

  test("where their building and floor are, without what the defaults say", () => {
    const kept = live("k@example.com", { building: "K", floor: "2", unit: "201" });
    const { text } = pull(files, [
      kept,
      live("a@example.com", { unit: "10" }),
      live("b@example.com", { unit: "9" }),
      live("c@example.com", { building: "K" }),
      live("d@example.com", { building: "K", floor: "2", unit: "202" }),
      live("e@example.com", { building: "K", floor: "3", unit: "301" }),
      live("f@example.com", { building: "L" }),
    ]);
    expect(text("sites/h.yaml")).toMatch(/email: b@[\s\S]*floor: "1"\n {4}unit: "9"\n {2}- email: a@/);
    expect(text("sites/h.yaml")).not.toContain("building: H\n");
    expect(text("sites/k1.yaml")).toMatch(/email: c@[\s\S]*lastName: Lee\n {4}unit: "101"\n$/);
    expect(text("sites/k2.yaml")).toMatch(/\n- \{ email: d@example\.com, .*"202" \}\n- \{ email: e@/);
    expect(text(SITE)).toMatch(/email: f@[\s\S]*building: L\n/);
  });
});

describe("who is gone", () => {
  const source = siteFile(`residents:
  - {email: a@example.com, firstName: Ann, lastName: Lee, building: H, floor: "1", unit: "101", protected: true, id: old}
  - {email: b@example.com, state: terminated}
  - {email: c@example.com, state: purged}
  - {email: d@example.com, firstName: D, lastName: D, building: H, floor: "1", unit: "104", accessEnd: 2026-11-01}
`);

  test("tombstones and ended entries stay, others go", () => {
    const { text, words } = pull({ [SITE]: source }, [live("a@example.com", {}, ["expired"])]);
    expect(words).toEqual(["removed a@example.com  has an account that is expired"]);
    expect(text()).toBe(source.replace(/.*a@example.*\n/, ""));
  });

  test("with includeExpired they become tombstones", () => {
    const gone = [
      live("a@example.com", {}, ["expired"]),
      live("e@example.com", { firstName: "", unit: "9" }, ["expired"]),
    ];
    const { text, words } = pull({ [SITE]: source }, gone, { includeExpired: true });
    expect(words).toEqual([
      "changed a@example.com state has an account that is expired",
      "added e@example.com",
    ]);
    expect(text()).toContain('unit: "101", state: terminated, protected: true, id: old}');
    expect(text()).toContain(
      '{ email: e@example.com, lastName: Lee, building: H, floor: "1", unit: "9", state: terminated }',
    );
  });

  test("a tombstone whose account lives is whole again, and a pin follows the account", () => {
    const { text } = pull({ [SITE]: source }, [
      live("a@example.com", { residentId: "new" }),
      live("b@example.com", { unit: "102" }),
      live("c@example.com", { unit: "103" }, ["current", "hibernating"]),
    ]);
    expect(text()).toContain("id: new}");
    expect(text()).toContain(
      '{email: b@example.com, firstName: Ann, lastName: Lee, building: H, floor: "1", unit: "102"}',
    );
    expect(text()).toContain(
      '{email: c@example.com, firstName: Ann, lastName: Lee, building: H, floor: "1", unit: "103"}',
    );
  });
});

describe("dates", () => {
  const cases: readonly (readonly [string, string, string])[] = [
    [
      "2021-11-05T07:00:00+00:00",
      "2027-11-06T06:59:00+00:00",
      "accessStart: 2021-11-05\n    accessEnd: 2027-11-05\n",
    ],
    [
      "2021-11-05T21:10:22.844+00:00",
      "2027-11-06T07:00:00+00:00",
      "accessStart: 2021-11-05T14:10:22\n    accessEnd: 2027-11-06T00:00\n",
    ],
    ["2026-11-01T08:30:00+00:00", "2026-11-23T17:00:00+00:00", "accessStart: 2026-11-01T01:30:00-07:00\n"],
    [
      "1880-01-01T00:00:00+00:00",
      "9999-12-31T23:00:00+00:00",
      "accessStart: 1879-12-31T16:07:02\n    accessEnd: 9999-12-31T15:00\n",
    ],
    ["nonsense", "nonsense", 'unit: "101"\n'],
    ["2027-01-01T00:00:00+00:00", "2026-12-01T00:00:00+00:00", 'unit: "101"\n'],
  ];
  test.each(cases)("%s to %s", (activationDateUTC, deactivationDateUTC, expected) => {
    const { text } = pull({ [SITE]: siteFile() }, [
      live("a@example.com", { activationDateUTC, deactivationDateUTC }),
    ]);
    expect(text().endsWith(expected)).toBe(true);
  });

  test("what is not managed stays so, but where two could not have one unit otherwise", () => {
    const source = siteFile(
      'residents:\n  - {email: a@example.com, firstName: Ann, lastName: Lee, building: H, floor: "1", unit: "101"}\n',
    );
    const ann = live("a@example.com", {
      activationDateUTC: "2025-01-01T08:00:00+00:00",
      deactivationDateUTC: "2027-01-01T07:59:00+00:00",
    });
    expect(pull({ [SITE]: source }, [ann]).edits.size).toBe(0);
    const next = live("b@example.com", { activationDateUTC: "2027-01-01T08:00:00+00:00" }, ["scheduled"]);
    const { text } = pull({ [SITE]: source }, [ann, next]);
    expect(text()).toContain('unit: "101", accessStart: 2025-01-01, accessEnd: 2026-12-31}');
    expect(text()).toContain("email: b@example.com");
  });
});

describe("who cannot be declared", () => {
  test("is left out with a comment, which the next pull keeps or takes back", () => {
    const odd = live("odd@example.com", { lastName: " Lee", residentId: "id-7" });
    const other = live("b@example.com", { unit: "102" });
    const { text, words } = pull(
      { [SITE]: siteFile() },
      [odd, other, live("c@example.com", { unit: "103" })],
      {
        elsewhere: new Map([["c@example.com", "other-site"]]),
      },
    );
    const line =
      '# pull left out: odd@example.com (id-7) cannot be declared faithfully: "lastName" has white space at its beginning or end.\n';
    expect(text()).toContain(line);
    expect(text()).toContain(
      "# pull left out: c@example.com (id-of-c@example.com) is declared at other-site\n",
    );
    expect(words).toContain("added b@example.com");
    const again = pull({ [SITE]: text() }, [live("odd@example.com"), other]);
    expect(again.text()).not.toContain("pull left out");
  });

  test("keeps an entry that is there as it was", () => {
    const source = siteFile(
      'residents:\n  - {email: a@example.com, firstName: Ann, lastName: Lee, building: H, floor: "1", unit: "101"}\n',
    );
    const files = new Map([[SITE, source]]);
    const declared = declaredSites(files)[0];
    if (declared === undefined) throw new Error("no site");
    const { edits, notes } = pullSite({
      files,
      declared,
      live: liveSite([live("a@example.com", { lastName: "Lee " })]),
      now: NOW,
      includeExpired: false,
      declaredElsewhere: new Map(),
    });
    expect(edits.size).toBe(0);
    expect(notes.map(({ kind, reason }) => `${kind} ${reason}`)).toEqual([
      'attention stays as declared, and a plan will change it: "lastName" has white space at its beginning or end.',
    ]);
  });

  test("an account that an entry replaces, and that lives, takes the replacement back", () => {
    const source = siteFile(
      'residents:\n  - {email: a@example.com, firstName: Ann, lastName: Lee, building: H, floor: "1", unit: "101", replaces: old@example.com}\n',
    );
    const { text } = pull({ [SITE]: source }, [
      live("a@example.com"),
      live("old@example.com", { unit: "102" }),
    ]);
    expect(text()).not.toContain("replaces");
  });
});
