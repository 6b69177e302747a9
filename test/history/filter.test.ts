import { describe, expect, test } from "vitest";
import type { Change, HistoryEvent } from "../../src/domain/history-event.ts";
import {
  type HistoryFilter,
  isWanted,
  latestEvents,
  parseMoment,
  wantedEvents,
} from "../../src/history/filter.ts";

const commit = {
  id: "c0ffee",
  author: "Ada Byron",
  authorEmail: "ada@example.org",
  date: "2026-11-23T23:30:00+01:00",
  instant: Date.parse("2026-11-23T22:30:00Z"),
  subject: "Change",
};
const unit = { building: "Hudson", floor: "1", unit: "105" };

function event(change: Change): HistoryEvent {
  return { ...change, commit, receipt: null };
}

const moved = event({
  type: "resident-moved",
  site: "oak",
  fromSite: "elm",
  email: "Bob@example.com",
  unit,
  previousUnit: { ...unit, unit: "7" },
});
const renamed = event({ type: "site-renamed", site: "oak", fromSite: "elm" });
const project = event({ type: "project-changed", field: "teamId", old: null, new: "t" });
const unreadable = event({ type: "unreadable", site: null, file: "a.yaml", line: 1, message: "No." });
const bare = event({ type: "resident-removed", site: "oak", email: "x@example.com", unit: null, fields: {} });

const ALL: HistoryFilter = { email: null, unit: null, sites: [], author: null, since: null, until: null };

describe("a filter", () => {
  test.each<[Partial<HistoryFilter>, readonly HistoryEvent[]]>([
    [{}, [moved, renamed, project, unreadable, bare]],
    [{ email: "bob@EXAMPLE.com" }, [moved]],
    [{ email: "ob@example.com" }, []],
    [{ unit: "105" }, [moved]],
    [{ unit: "7" }, [moved]],
    [{ unit: "Hudson/1/7" }, [moved]],
    [{ unit: "Hudson/1" }, []],
    [{ sites: ["oak"] }, [moved, renamed, bare]],
    [{ sites: ["elm", "ash"] }, [moved, renamed]],
    [{ author: "bYr" }, [moved, renamed, project, unreadable, bare]],
    [{ author: "ada@" }, [moved, renamed, project, unreadable, bare]],
    [{ author: "bob" }, []],
    [{ since: commit.instant, until: commit.instant + 1, email: "bob@example.com", sites: ["elm"] }, [moved]],
    [{ since: commit.instant + 1 }, []],
    [{ until: commit.instant }, []],
  ])("%j", async (parts, expected) => {
    const filter = { ...ALL, ...parts };
    const events = [moved, renamed, project, unreadable, bare];
    expect(events.filter((one) => isWanted(one, filter))).toEqual(expected);
    expect(await collect(wantedEvents(stream(events), filter))).toEqual(expected);
  });
});

async function* stream<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}

async function collect<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

describe("a limit", () => {
  test.each([
    [null, 7, [0, 1, 2, 3, 4, 5, 6]],
    [3, 7, [4, 5, 6]],
    [3, 6, [3, 4, 5]],
    [3, 2, [0, 1]],
    [1, 5, [4]],
  ])("of %s of %i keeps the last, oldest first", async (limit, count, expected) => {
    const events = Array.from({ length: count }, (_, index) => ({
      ...project,
      commit: { ...commit, instant: index },
    }));
    const kept = await collect(latestEvents(stream(events), limit));
    expect(kept.map((one) => one.commit.instant)).toEqual(expected);
  });
});

describe("a moment", () => {
  test.each([
    ["2026-11-23", "since", "2026-11-23T00:00:00Z"],
    ["2026-11-23", "until", "2026-11-24T00:00:00Z"],
    ["2026-11-23T09:00:00-08:00", "since", "2026-11-23T17:00:00Z"],
    ["2026-11-23T09:00Z", "until", "2026-11-23T09:00:00Z"],
  ] as const)("%s for --%s", (text, flag, expected) => {
    expect(parseMoment(text, flag)).toBe(Date.parse(expected));
  });

  test.each(["yesterday", "2026-02-30", "2026-02-30T00:00:00Z", "2026-11-23T09:00", ""])(
    "%j is none",
    (text) => {
      expect(() => parseMoment(text, "since")).toThrow(`--since "${text}" is neither a date nor an instant.`);
    },
  );
});
