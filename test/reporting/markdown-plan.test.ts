import { describe, expect, test } from "vitest";
import type { ActionKind } from "../../src/domain/action-kind.ts";
import type { Action, SitePlan } from "../../src/planning/plan.ts";
import { COMMENT_BYTES, type PlanMarkdownOptions, planMarkdown } from "../../src/reporting/markdown-plan.ts";
import { createPseudonym } from "../../src/reporting/pseudonym.ts";
import { redactPlan } from "../../src/reporting/redact.ts";
import { mentionsIn } from "./github-mentions.ts";
import { HOSTILE } from "./hostile.ts";
import { action, plan, refusal, send, site } from "./sample-plan.ts";

const OPTIONS: PlanMarkdownOptions = {
  limit: COMMENT_BYTES,
  links: null,
  headCommit: null,
  wholePlan: null,
};
const KEY = createPseudonym("key");

/** `count` actions of a kind, each with its own address and unit. */
function actions(kind: ActionKind, count: number, changes: Partial<Action> = {}): readonly Action[] {
  return Array.from({ length: count }, (_, index) =>
    action(kind, {
      email: `${kind}${index}@example.com`,
      unit: { building: "Hudson", floor: "1", unit: `${kind[0]}${index}` },
      ...changes,
    }),
  );
}

describe("a plan in Markdown", () => {
  test("tells what is refused, then what ends access, then the rest", () => {
    const text = planMarkdown(
      plan([
        site({
          actions: [
            ...actions("update", 1, { patch: [{ op: "replace", path: "/phone", value: "1" }] }),
            ...actions("terminate", 1, { effects: [{ type: "undo-until", date: "2026-12-24" }] }),
          ],
          refusals: [refusal()],
          deferred: [{ email: "d@example.com", wish: "suspend", reason: "is pending" }],
          undeclared: [
            { email: "u@example.com", residentId: "1", status: "current", unit: action("update").unit },
          ],
          warnings: [{ message: "a consent is used up", source: { file: "sites/w.yaml", line: 3 } }],
        }),
      ]),
      OPTIONS,
    );
    const places = [
      "## Residents: refused",
      "1 to terminate (undo until 2026-12-24)",
      "### Refused",
      "- **wraeclast**, <code>limit-exceeded</code>: 5 to terminate",
      "<code>- limit-exceeded/terminate/9c41f0aa</code>",
      "### Ends access",
      "| terminate | wraeclast | <code>Hudson/1/t0</code> |",
      "### Warnings",
      "<details><summary><b>wraeclast</b>, 1 to update</summary>",
      "| phone |",
      "1 deferred",
      "1 live and not declared",
    ].map((part) => text.indexOf(part));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  test("names digest, commit, now and validity", () => {
    const source = { commit: "c".repeat(40), dirty: true, digest: "a".repeat(64) };
    const shown = plan([site()], { validUntil: "2026-12-01T00:00:00Z", source });
    const text = planMarkdown(shown, { ...OPTIONS, wholePlan: "the artifact plan" });
    expect(text).toContain(`- Digest: <code>${"d".repeat(64)}</code>`);
    expect(text).toContain(`<code>${"c".repeat(40)}</code> with local changes`);
    expect(text).toContain(
      "As of <code>2026-11-23T17:00:00Z</code>; valid until <code>2026-12-01T00:00:00Z</code>",
    );
    expect(text).toContain("The whole plan: the artifact plan");
    expect(text).toContain("## Residents: no changes");
    expect(planMarkdown(shown, { ...OPTIONS, headCommit: "e".repeat(40) })).toContain("e".repeat(40));
  });

  test("links to the line of the planned commit", () => {
    const links = {
      repositoryUrl: "https://github.com/o/r",
      commit: "c".repeat(40),
      folder: "my residents/",
    };
    const source = { file: "sites/a|b.yaml", line: 7 };
    const shown = plan([site({ actions: [action("purge", { source }), action("create", { source })] })]);
    const url = `https://github.com/o/r/blob/${"c".repeat(40)}/my%20residents/sites/a%7Cb.yaml#L7`;
    expect(
      planMarkdown(shown, { ...OPTIONS, links }).split(
        `<a href="${url}"><code>sites/a&#124;b.yaml:7</code></a>`,
      ),
    ).toHaveLength(3);
    expect(planMarkdown(shown, OPTIONS)).toContain("<code>sites/a&#124;b.yaml:7</code>");
  });

  test("keeps what was declared and what has drifted apart", () => {
    const drifted = [
      ...actions("update", 1, { origin: "change" }),
      ...actions("update", 2, { origin: "drift", source: null }),
      ...actions("terminate", 1, { origin: "drift", source: null }),
    ];
    const text = planMarkdown(plan([site({ actions: drifted })]), OPTIONS);
    expect(text).toContain("1 change declared here; 3 due anyway");
    expect(text).toContain("<b>wraeclast</b>, 1 to update</summary>");
    expect(text).toContain("<b>wraeclast</b>, 2 to update (drift: due anyway)</summary>");
    expect(text).toContain("| terminate (drift) |");
    expect(text).toContain("| not declared |");
  });

  test.each([
    [{ converged: true, remaining: [] }, "nothing was left to do"],
    [{ converged: false, remaining: ["a", "b", "c", "d", "e", "f|"] }, "  - 1 more"],
  ])("tells of a rehearsal", (rehearsal, expected) => {
    expect(planMarkdown({ ...plan([site()]), rehearsal }, OPTIONS)).toContain(expected);
  });

  test("never holds a value, redacted or not", () => {
    const values = ["Zaphod", "Beeblebrox", "555-0100", "1952-03-11"];
    const [firstName = "", lastName = "", phone = "", date = ""] = values;
    const patch = [
      { op: "test", path: "/phone", value: phone },
      { op: "replace", path: "/phone", value: phone },
      { op: "replace", path: "/accessEnd", value: date },
    ] as const;
    const all = (
      ["create", "update", "reinstate", "suspend", "unsuspend", "terminate", "purge"] as const
    ).map((kind) =>
      action(kind, { patch, send: send({ firstName, lastName, phone }), email: "zb@example.com" }),
    );
    const shown = plan([site({ actions: all })]);
    for (const value of values) expect(planMarkdown(shown, OPTIONS)).not.toContain(value);
    expect(planMarkdown(redactPlan(shown, KEY), OPTIONS)).not.toContain("example.com");
    expect(planMarkdown(redactPlan(shown, KEY), OPTIONS)).toContain(KEY("zb@example.com"));
  });

  test.each(HOSTILE)("%j in every place is harmless", (text) => {
    const unit = { building: text, floor: text, unit: text };
    const source = { file: text, line: 1 };
    const hostile = site({
      name: text,
      actions: [
        action("purge", {
          unit,
          source,
          email: text,
          effects: [{ type: "wifi-rejoin", from: text, to: text }],
        }),
        action("update", {
          unit,
          source,
          email: text,
          patch: [{ op: "add", path: `/${text}`, value: text }],
        }),
      ],
      refusals: [refusal({ message: text, remedy: text, consent: text, emails: [text], sources: [source] })],
      deferred: [{ email: text, wish: text, reason: text }],
      undeclared: [{ email: text, residentId: text, status: "current", unit }],
      warnings: [{ message: text, source }],
    });
    const links = { repositoryUrl: "https://github.com/o/r", commit: "c".repeat(40), folder: "" };
    const options = { ...OPTIONS, wholePlan: text };
    const markdown = planMarkdown(plan([hostile]), options);
    expect(mentionsIn(planMarkdown(plan([hostile]), { ...options, links }))).toEqual([]);
    const tame = planMarkdown(
      plan([JSON.parse(JSON.stringify(hostile).replaceAll(JSON.stringify(text).slice(1, -1), "tame"))]),
      {
        ...OPTIONS,
        wholePlan: "tame",
      },
    );
    expect(skeleton(markdown)).toBe(skeleton(tame));
    expect(mentionsIn(markdown)).toEqual([]);
  });
});

/** What gives Markdown its structure: line breaks, tags, cells, and marks at the start of lines and around words. */
function skeleton(markdown: string): string {
  return markdown
    .replaceAll(/<\/?code>/g, "")
    .replaceAll(/&#\d+;/g, "")
    .replaceAll(/[^\n<>|*#`[\]@]/g, "");
}

describe("a plan that is too large", () => {
  test("of 3,000 changes fits the comment and shows all that ends access", () => {
    const sites = Array.from({ length: 10 }, (_, index): SitePlan => {
      const name = `site-${index}`;
      const own = (kind: ActionKind, count: number) =>
        actions(kind, count, { effects: [{ type: "undo-until", date: "2026-12-24" }] }).map((one) => ({
          ...one,
          email: `${name}-${one.email}`,
        }));
      return site({
        name,
        actions: [
          ...own("create", 100),
          ...own("update", 140),
          ...own("suspend", 10),
          ...own("terminate", 45),
          ...own("purge", 5),
        ],
      });
    });
    const shown = redactPlan(plan(sites), KEY);
    const text = planMarkdown(shown, { ...OPTIONS, wholePlan: "the artifact plan" });
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(60_000);
    const ending = shown.sites.flatMap((one) =>
      one.actions.filter(({ kind }) => ["suspend", "terminate", "purge"].includes(kind)),
    );
    expect(ending).toHaveLength(600);
    for (const one of ending) expect(text).toContain(one.email);
    expect(text).toMatch(
      /\*\*\d+ more\*\*, none of which ends anybody's access. All of them are in the artifact plan/,
    );
    const shownRows = text.split("\n").filter((line) => line.startsWith("| <code>")).length;
    const more = Number(/\*\*(\d+) more/.exec(text)?.[1]);
    expect(shownRows + more).toBe(2_400);
    expect(text.match(/<details>/g)?.length ?? 0).toBe(text.match(/<\/details>/g)?.length ?? 0);
  });

  test.each([
    [10, "| terminate | wraeclast | <code>Hudson/1/t9</code> | <code>terminate9&#64;example.com</code>"],
    [500, "| terminate | wraeclast | <code>Hudson/1/t499 terminate499"],
    [1_300, "- <b>wraeclast</b>, 1300 to terminate: <code>Hudson/1/t0 terminate0"],
    [1_500, "- <b>wraeclast</b>, 1500 to terminate: <code>Hudson/1: t0 terminate0"],
    [2_000, "- <b>wraeclast</b>, 2000 to terminate: <code>terminate0&#64;example.com terminate1"],
    [5_000, "**5000 residents lose access (0 to suspend, 5000 to terminate, 0 to purge): too many"],
  ])("tells %d endings in fewer words rather than cut them", (count, expected) => {
    const text = planMarkdown(plan([site({ actions: actions("terminate", count) })]), OPTIONS);
    expect(text).toContain(expected);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(COMMENT_BYTES);
  });

  test.each([600, 1_500, 3_000, 5_000])("names all of %d residents who lose access", (count) => {
    const shown = redactPlan(
      plan([
        site({ name: "one", actions: actions("terminate", count / 2), refusals: [refusal()] }),
        site({ name: "two", actions: [...actions("purge", count / 2), ...actions("create", 1_500)] }),
      ]),
      KEY,
    );
    const text = planMarkdown(shown, OPTIONS);
    const ending = shown.sites.flatMap((one) => one.actions.filter(({ kind }) => kind !== "create"));
    expect(ending.filter(({ email }) => !text.includes(email))).toEqual([]);
    expect(text).toContain("limit-exceeded/terminate/9c41f0aa");
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(COMMENT_BYTES);
  });

  test("with its floors said once keeps all units apart", () => {
    const rooms = ["1/11", "1/12", "2/11"].map((room) => {
      const [floor = "", unit = ""] = room.split("/");
      return action("terminate", { email: `r${room}`, unit: { building: "H|", floor, unit } });
    });
    const filler = actions("terminate", 1_500);
    const text = planMarkdown(plan([site({ actions: [...rooms, ...filler] })]), OPTIONS);
    expect(text).toContain("<code>H&#124;/1: 11 r1/11, 12 r1/12; H&#124;/2: 11 r2/11; Hudson/1: t0 ");
  });

  test("however much there is to say before the first change", () => {
    const days = Array.from({ length: 3_000 }, (_, index) =>
      new Date(Date.UTC(2027, 0, 1 + index)).toISOString().slice(0, 10),
    );
    const creates = actions("create", days.length).map((one, index) => ({
      ...one,
      effects: [{ type: "invitation", when: days[index] ?? "" } as const],
    }));
    const unread = Array.from({ length: 500 }, (_, index) => ({
      name: `site-${index}`,
      siteId: `${index}`,
      reason: "no answer ".repeat(20),
    }));
    const rehearsal = { converged: false, remaining: ["x".repeat(100_000)] };
    const shown = {
      ...plan([site({ actions: [...creates, ...actions("purge", 3)] })]),
      unread,
      rehearsal,
    };
    const text = planMarkdown(shown, OPTIONS);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(COMMENT_BYTES);
    expect(text).toContain("2989 on 2989 later days until 2035-03-19");
    expect(text).toContain("site-19 (no answer");
    expect(text).toContain("; and 480 more**");
    expect(text).toContain("| purge | wraeclast | <code>Hudson/1/p2</code>");
  });

  test.each([
    [30, "  - Way out:"],
    [300, "- **wraeclast**, <code>limit-exceeded</code> (2), consent"],
    [3_000, "**3000 refusals at 1 sites: too many"],
  ])("tells %d refusals in fewer words rather than cut them", (count, expected) => {
    const refusals = Array.from({ length: count }, () => refusal());
    const text = planMarkdown(plan([site({ refusals })]), OPTIONS);
    expect(text).toContain(expected);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(COMMENT_BYTES);
  });

  test("counts residents beyond ten in a refusal", () => {
    const emails = Array.from({ length: 12 }, (_, index) => `r${index}@example.com`);
    expect(
      planMarkdown(plan([site({ refusals: [refusal({ emails, consent: null, sources: [] })] })]), OPTIONS),
    ).toContain(", and 2 more");
  });

  test("is measured in bytes, not in characters", () => {
    const unit = { building: "Ä".repeat(60), floor: "ß".repeat(60), unit: "漢".repeat(60) };
    const text = planMarkdown(plan([site({ actions: actions("create", 500, { unit }) })]), OPTIONS);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(COMMENT_BYTES);
    expect(Buffer.byteLength(text)).toBeGreaterThan(COMMENT_BYTES - 2_000);
  });
});
