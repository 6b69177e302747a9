import { describe, expect, test } from "vitest";
import { createPseudonym } from "../../src/reporting/pseudonym.ts";
import { redactOutlook } from "../../src/reporting/redact-outlook.ts";
import { statusIcs } from "../../src/reporting/status-ics.ts";
import { statusJson } from "../../src/reporting/status-json.ts";
import { statusText } from "../../src/reporting/status-text.ts";
import { HOSTILE } from "./hostile.ts";
import { validatorsOf } from "./plan-schema.ts";
import { event, HUDSON, outlook, row, siteOutlook, stay, timeline, unitOf } from "./sample-outlook.ts";
import { PLAIN } from "./sample-plan.ts";

describe("status as text", () => {
  test("is a table a site, with what differs, and what comes next", () => {
    const shown = statusText(
      outlook(
        siteOutlook({
          rows: [
            row({ next: event("expiry", "2027-01-31") }),
            row({ email: "bob@example.com", live: null, plan: ["create"], declared: { state: "active" } }),
            row({ email: "cy@example.com", unit: null, declared: null, plan: ["undeclared"] }),
          ],
        }),
        siteOutlook({ name: "empty", rows: [] }),
      ),
      PLAIN,
      false,
    );
    expect(shown).toBe(
      [
        "wraeclast: 3 residents, 2 not as declared, on 2026-11-23",
        "  UNIT          E-MAIL           DECLARED                    LIVE                         PLAN         NEXT",
        "  Hudson/1/105  ada@example.com  active, 2025-01-01 to open  current, 2025-01-01 to open  as declared  2027-01-31 access ends",
        "  Hudson/1/105  bob@example.com  active                      no account                   create       -",
        "  -             cy@example.com   not declared                current, 2025-01-01 to open  undeclared   -",
        "",
        "empty: 0 residents, all as declared, on 2026-11-23",
        "",
      ].join("\n"),
    );
  });

  test.each([
    [{ state: "suspended", accessStart: "2026-01-01" }, "suspended, from 2026-01-01"],
    [{ state: "active", accessEnd: "2026-12-31T11:00" }, "active, to 2026-12-31T11:00"],
    [{ state: "purged" }, "purged"],
  ] as const)("says of a declaration %j: %s", (declared, words) => {
    expect(statusText(outlook(siteOutlook({ rows: [row({ declared })] })), PLAIN, false)).toContain(
      `  ${words}  `,
    );
  });

  test("shows where the API gives no start", () => {
    const live = { status: "pending", accessStart: null, accessEnd: "2027-01-31" } as const;
    const shown = statusText(outlook(siteOutlook({ rows: [row({ live })] })), PLAIN, false);
    expect(shown).toContain("pending, always to 2027-01-31");
  });

  test("with a calendar, over all sites by date, what one day brings one resident in one line", () => {
    const shown = statusText(
      outlook(
        siteOutlook({
          events: [
            event("move-out", "2026-12-31"),
            event("expiry", "2026-12-31"),
            event("removal", "2027-01-31", { isPlanned: true }),
          ],
        }),
        siteOutlook({
          events: [
            event("move-in", "2026-12-01", { site: "oak", isPlanned: true }),
            event("invitation", "2026-12-01", { site: "oak", isPlanned: true }),
            event("invitation", "2026-12-31", { site: "oak", email: "bob@example.com" }),
          ],
        }),
      ),
      PLAIN,
      true,
    );
    expect(shown.slice(shown.indexOf("Until"))).toBe(
      [
        "Until 2027-02-23:",
        "  2026-12-01  oak        Hudson/1/105  ada@example.com  moves in; is invited (once applied)",
        "  2026-12-31  wraeclast  Hudson/1/105  ada@example.com  moves out; access ends",
        "  2026-12-31  oak        Hudson/1/105  bob@example.com  is invited",
        "  2027-01-31  wraeclast  Hudson/1/105  ada@example.com  account is removed (once applied)",
        "",
      ].join("\n"),
    );
  });

  test("says so where nothing comes", () => {
    expect(statusText(outlook(siteOutlook()), PLAIN, true)).toContain(
      "Until 2027-02-23: time changes nothing.\n",
    );
  });
});

describe("status as JSON", () => {
  test("is the residents and the calendar of every site, without repeating its name", () => {
    const next = event("expiry", "2027-01-31");
    const shown: unknown = JSON.parse(
      statusJson(outlook(siteOutlook({ rows: [row({ next })], events: [next] }))),
    );
    const { closed } = validatorsOf("status");
    closed(shown);
    expect(closed.errors).toBeNull();
    expect(shown).toMatchObject({
      formatVersion: "1.0",
      now: "2026-11-23T17:00:00Z",
      until: "2027-02-23",
      sites: [
        {
          name: "wraeclast",
          timezone: "America/Los_Angeles",
          today: "2026-11-23",
          residents: [{ email: "ada@example.com", plan: [], next: { kind: "expiry" } }],
          calendar: [{ date: "2027-01-31", kind: "expiry", unit: HUDSON, email: "ada@example.com" }],
        },
      ],
    });
  });
});

/** The lines of an iCalendar text, unfolded; every one must end in CR LF, and hold at most 75 octets. */
function icsLines(text: string): readonly string[] {
  const folded = text.split("\r\n");
  expect(folded.pop()).toBe("");
  for (const line of folded) {
    expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    expect(line).not.toMatch(/[\r\n]/);
  }
  return folded.join("\r\n").replaceAll("\r\n ", "").split("\r\n");
}

function ics(...events: readonly ReturnType<typeof event>[]): readonly string[] {
  return icsLines(statusIcs(outlook(siteOutlook({ events }))));
}

/** The UIDs of events. */
function uidsOf(...events: readonly ReturnType<typeof event>[]): readonly string[] {
  return ics(...events).filter((line) => line.startsWith("UID:"));
}

describe("status as iCalendar", () => {
  test("is one all-day event each, by RFC 5545", () => {
    const lines = ics(event("move-in", "2026-12-31", { isPlanned: true }));
    expect(lines).toEqual([
      "BEGIN:VCALENDAR",
      "VERSION:2.0",
      "PRODID:-//residentctl//status//EN",
      "CALSCALE:GREGORIAN",
      "X-WR-CALNAME:Residents",
      "BEGIN:VEVENT",
      expect.stringMatching(/^UID:[0-9a-f]{32}@residentctl$/),
      "DTSTAMP:20261123T170000Z",
      "DTSTART;VALUE=DATE:20261231",
      "DTEND;VALUE=DATE:20270101",
      "SUMMARY:Hudson/1/105: ada@example.com moves in",
      "DESCRIPTION:ada@example.com moves in at wraeclast Hudson/1/105. Only once the plan is applied.",
      "LOCATION:wraeclast Hudson/1/105",
      "CATEGORIES:MOVE-IN",
      "STATUS:TENTATIVE",
      "TRANSP:TRANSPARENT",
      "END:VEVENT",
      "END:VCALENDAR",
    ]);
  });

  test("says of what time does by itself that it is confirmed", () => {
    expect(ics(event("expiry", "2026-12-31"))).toContain("STATUS:CONFIRMED");
  });

  test("escapes what has a meaning in a TEXT value", () => {
    const lines = ics(event("expiry", "2026-12-31", { unit: { ...HUDSON, unit: "1,0;5\\x" } }));
    expect(lines).toContain("LOCATION:wraeclast Hudson/1/1\\,0\\;5\\\\x");
  });

  test("folds between characters, and lets nobody begin a line of their own", () => {
    for (const unit of [...HOSTILE, "é".repeat(100), "👩‍🚀".repeat(40), "x\r\nBEGIN:VALARM"]) {
      const lines = ics(event("expiry", "2026-12-31", { unit: { ...HUDSON, unit } }));
      expect(lines.filter((line) => line.startsWith("BEGIN:"))).toEqual(["BEGIN:VCALENDAR", "BEGIN:VEVENT"]);
      expect(lines).toHaveLength(18);
    }
  });

  test("keeps the UID of an event whose date moves, and gives every event its own", () => {
    const [before] = uidsOf(event("expiry", "2026-12-31"));
    const after = uidsOf(
      event("expiry", "2027-01-31"),
      event("move-out", "2027-01-31"),
      event("expiry", "2027-02-01"),
      event("expiry", "2027-02-01", { email: "bob@example.com" }),
    );
    expect(after[0]).toBe(before);
    expect(new Set(after).size).toBe(4);
  });
});

test("redacted, no format has anybody's address, and all else stays", () => {
  const next = event("expiry", "2027-01-31");
  const conflict = {
    emails: ["ada@example.com", "bob@example.com"],
    days: { from: null, to: null },
    when: "after",
  } as const;
  const whole = outlook(
    siteOutlook({
      rows: [row({ next }), row()],
      events: [next],
      timeline: timeline({ units: [unitOf({ stays: [stay()], conflicts: [conflict] })] }),
    }),
  );
  const pseudonym = createPseudonym("key");
  const redacted = redactOutlook(whole, pseudonym);
  expect(JSON.stringify(redacted)).not.toContain("@");
  for (const format of [statusJson(redacted), statusText(redacted, PLAIN, true), statusIcs(redacted)]) {
    expect(format).not.toContain("@example");
    expect(format).toContain(pseudonym("ada@example.com"));
  }
  expect(redacted.sites[0]?.timeline.units[0]?.conflicts[0]?.emails).toEqual([
    pseudonym("ada@example.com"),
    pseudonym("bob@example.com"),
  ]);
});
