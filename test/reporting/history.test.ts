import pc from "picocolors";
import { describe, expect, test } from "vitest";
import type { Change, HistoryCommit, HistoryEvent } from "../../src/domain/history-event.ts";
import type { Receipt } from "../../src/domain/receipt.ts";
import { redactEvent } from "../../src/reporting/history-redact.ts";
import { HISTORY_REPORTERS, type HistoryFormat } from "../../src/reporting/history-reporters.ts";

const FIRST: HistoryCommit = {
  id: "1c0ffee123451c0ffee123451c0ffee12345abcd",
  author: "Ada Byron",
  authorEmail: "ada@example.org",
  date: "2026-11-23T17:00:00+00:00",
  instant: Date.parse("2026-11-23T17:00:00Z"),
  subject: "Chris moves in",
};
const SECOND: HistoryCommit = { ...FIRST, id: "2".repeat(40), subject: "More" };
const RECEIPT: Receipt = {
  formatVersion: "1.0",
  commit: FIRST.id,
  digest: "9c41f0aa9c41f0aa9c41f0aa",
  outcome: "done",
  counts: { create: 1 },
  jobs: ["j1"],
  run: "https://example.com/runs/1",
  appliedAt: "2026-11-23T18:00:00Z",
  sites: null,
};
const unit = { building: "Hudson", floor: "1", unit: "105" };
const chris = { site: "oak", email: "chris@example.com", unit };

const CHANGES: readonly Change[] = [
  { type: "unreadable", site: "oak", file: "sites/a.yaml", line: 3, message: "This is not valid YAML." },
  { type: "unreadable", site: null, file: "sites/b.yaml", line: 1, message: "The file is empty." },
  { type: "project-changed", field: "policy.undeclared", old: null, new: "refuse" },
  { type: "site-created", site: "oak", fields: { siteId: "id-oak" } },
  { type: "site-changed", site: "oak", field: "timezone", old: "America/New_York", new: "America/Chicago" },
  { type: "site-renamed", site: "oak", fromSite: "elm" },
  { type: "site-removed", site: "ash" },
  {
    type: "resident-created",
    ...chris,
    fields: { email: chris.email, ...unit, firstName: "Chris", state: "suspended" },
  },
  {
    type: "resident-changed",
    ...chris,
    previousUnit: unit,
    field: "accessEnd",
    old: null,
    new: "2027-11-05",
  },
  { type: "resident-moved", ...chris, fromSite: "elm", previousUnit: null },
  { type: "resident-removed", ...chris, unit: null, fields: { email: chris.email } },
];

function render(format: HistoryFormat, events: readonly HistoryEvent[]): string {
  const reporter = HISTORY_REPORTERS[format](pc.createColors(false));
  return [reporter.begin(), ...events.map(reporter.event), reporter.end()].join("");
}

function of(
  changes: readonly Change[],
  commit = FIRST,
  receipt: Receipt | null = null,
): readonly HistoryEvent[] {
  return changes.map((change) => ({ ...change, commit, receipt }));
}

describe("history as text", () => {
  test("has a line for each event, below its commit", () => {
    expect(render("text", of(CHANGES))).toBe(`1c0ffee12345  2026-11-23T17:00:00+00:00  Ada Byron
  Chris moves in
  ! sites/a.yaml:3 (of oak) cannot be read: This is not valid YAML. What it said before counts on.
  ! sites/b.yaml:1 cannot be read: The file is empty. What it said before counts on.
  ~ project policy.undeclared: (none) -> refuse
  + oak: site created: siteId id-oak
  ~ oak: site timezone: America/New_York -> America/Chicago
  > oak: site renamed from elm
  - ash: site removed
  + oak: chris@example.com (Hudson/1/105) created: firstName Chris, state suspended
  ~ oak: chris@example.com (Hudson/1/105) accessEnd: (none) -> 2027-11-05
  > oak: chris@example.com (Hudson/1/105) moved from elm
  - oak: chris@example.com removed
`);
  });

  test("says which apply followed, once for all events that it brought", () => {
    const [removed, ...others] = of(CHANGES.slice(6, 8), FIRST, RECEIPT);
    const bare = of([{ type: "site-created", site: "elm", fields: {} }]);
    const events = [
      removed,
      ...others,
      ...bare,
      ...of(CHANGES.slice(6, 7), SECOND, { ...RECEIPT, run: null }),
    ];
    expect(
      render(
        "text",
        events.filter((event) => event !== undefined),
      ),
    ).toBe(`1c0ffee12345  2026-11-23T17:00:00+00:00  Ada Byron
  Chris moves in
  applied 2026-11-23T18:00:00Z: done, plan 9c41f0aa9c41, https://example.com/runs/1
  - ash: site removed
  + oak: chris@example.com (Hudson/1/105) created: firstName Chris, state suspended
  no apply is known of what follows
  + elm: site created

222222222222  2026-11-23T17:00:00+00:00  Ada Byron
  More
  applied 2026-11-23T18:00:00Z: done, plan 9c41f0aa9c41
  - ash: site removed
`);
  });

  test("is empty without events", () => {
    expect(render("text", [])).toBe("");
  });
});

describe("history as JSON", () => {
  test("is one document with an event a line", () => {
    const text = render("json", of(CHANGES.slice(7, 9), FIRST, RECEIPT));
    expect(text.split("\n")).toHaveLength(5);
    const { id, date, author, authorEmail, subject } = FIRST;
    const commit = { commit: id, date, author, authorEmail, subject, receipt: RECEIPT };
    expect(JSON.parse(text)).toEqual({
      formatVersion: "1.0",
      events: [
        { ...commit, ...CHANGES[7] },
        { ...commit, ...CHANGES[8] },
      ],
    });
    expect(JSON.parse(render("json", []))).toEqual({ formatVersion: "1.0", events: [] });
  });
});

describe("history as CSV", () => {
  test("has a header and a row an event", () => {
    const rows = render("csv", of(CHANGES, FIRST, RECEIPT)).split("\r\n");
    expect(rows[0]).toBe(
      "commit,date,author,authorEmail,subject,event,site,fromSite,email,unit,previousUnit,field,old,new,outcome,appliedAt,digest,run",
    );
    const about = rows.slice(1, -1).map((row) => {
      expect(
        row.startsWith(`${FIRST.id},2026-11-23T17:00:00+00:00,Ada Byron,ada@example.org,Chris moves in,`),
      ).toBe(true);
      expect(
        row.endsWith(",done,2026-11-23T18:00:00Z,9c41f0aa9c41f0aa9c41f0aa,https://example.com/runs/1"),
      ).toBe(true);
      return row.split(",").slice(5, -4).join(",");
    });
    expect(about).toEqual([
      "unreadable,oak,,,,,sites/a.yaml:3,,This is not valid YAML.",
      "unreadable,,,,,,sites/b.yaml:1,,The file is empty.",
      "project-changed,,,,,,policy.undeclared,,refuse",
      "site-created,oak,,,,,,,siteId: id-oak",
      "site-changed,oak,,,,,timezone,America/New_York,America/Chicago",
      "site-renamed,oak,elm,,,,,,",
      "site-removed,ash,,,,,,,",
      "resident-created,oak,,chris@example.com,Hudson/1/105,,,,email: chris@example.com; building: Hudson; floor: 1; unit: 105; firstName: Chris; state: suspended",
      "resident-changed,oak,,chris@example.com,Hudson/1/105,Hudson/1/105,accessEnd,,2027-11-05",
      "resident-moved,oak,elm,chris@example.com,Hudson/1/105,,,,",
      "resident-removed,oak,,chris@example.com,,,,email: chris@example.com,",
    ]);
  });
});

describe("hostile text", () => {
  const evil = '=cmd()|"\u001b[31m\u202eAda, \u009b\n@everyone\u{e0041}';
  const commit = { ...FIRST, author: evil, subject: evil, authorEmail: evil, date: evil };
  const receipt = { ...RECEIPT, run: evil, digest: evil, appliedAt: evil };
  const place = { building: evil, floor: evil, unit: evil };
  const events = of(
    [
      {
        type: "resident-changed",
        site: evil,
        email: evil,
        unit: place,
        previousUnit: place,
        field: "firstName",
        old: evil,
        new: evil,
      },
      { type: "resident-created", site: evil, email: evil, unit: place, fields: { firstName: evil } },
      { type: "resident-moved", site: evil, fromSite: evil, email: evil, unit: place, previousUnit: place },
      { type: "site-created", site: evil, fields: { timezone: evil } },
      { type: "site-renamed", site: evil, fromSite: evil },
      { type: "unreadable", site: evil, file: evil, line: 1, message: "No." },
    ],
    commit,
    receipt,
  );

  test.each<HistoryFormat>(["text", "json", "csv"])("moves no cursor and hides nothing as %s", (format) => {
    const text = render(format, events);
    expect(text.replaceAll(/[\r\n]/g, "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  });

  test("is the same again when JSON is read", () => {
    expect(JSON.parse(render("json", events)).events[0]).toMatchObject({
      author: evil,
      email: evil,
      unit: place,
    });
  });

  test.each(["=1+1", "+1", "-1", "@x", "\t=1", "\r=1"])("%j is no formula in a spreadsheet", (value) => {
    const [, row = ""] = render(
      "csv",
      of([{ type: "resident-changed", ...chris, previousUnit: null, field: "phone", old: null, new: value }]),
    ).split("\r\n");
    const cell = row.split(",")[13] ?? "";
    expect(cell).toMatch(/^"?(?:'|\\u\{)/);
  });

  test.each([
    ["a;=1+1", "a;'=1+1"],
    ["a; @x", "a;' @x"],
    ['a;"=1', `"a;'""=1"`],
    ["a; b", "a; b"],
  ])("%j is none either where a spreadsheet splits at semicolons", (value, cell) => {
    const event = {
      type: "resident-changed",
      ...chris,
      previousUnit: null,
      field: "phone",
      old: null,
    } as const;
    expect(render("csv", of([{ ...event, new: value }]))).toContain(`phone,,${cell},`);
  });
});

describe("history without personal data", () => {
  test("keeps commit, site, unit and field names, and no value", () => {
    const commit = { ...FIRST, author: "ada@example.org", subject: "chris@example.com moves in" };
    const redacted = of(CHANGES, commit, RECEIPT).map((event) =>
      redactEvent(event, (email) => `r-${email.length}`),
    );
    const text = (["text", "json", "csv"] as const).map((format) => render(format, redacted)).join("");
    for (const secret of ["chris", "Chris", "ada@", "2027-11-05", "suspended"])
      expect(text).not.toContain(secret);
    for (const kept of [
      "Hudson/1/105",
      "oak",
      FIRST.id,
      "accessEnd",
      "firstName",
      "r-17",
      "America/Chicago",
      RECEIPT.digest,
    ]) {
      expect(text).toContain(kept);
    }
    expect(redacted[8]).toMatchObject({ old: null, new: "(redacted)" });
    const cleared: Change = {
      type: "resident-changed",
      ...chris,
      previousUnit: unit,
      field: "phone",
      old: "1",
      new: null,
    };
    expect(of([cleared]).map((event) => redactEvent(event, () => "r-1"))[0]).toMatchObject({
      old: "(redacted)",
      new: null,
    });
    expect(JSON.parse(render("json", redacted)).events[0].authorEmail).toBeNull();
  });
});
