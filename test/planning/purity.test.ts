import childProcess from "node:child_process";
import dns from "node:dns";
import fs from "node:fs";
import http from "node:http";
import { syncBuiltinESMExports } from "node:module";
import net from "node:net";
import { Temporal } from "temporal-polyfill";
import { afterEach, describe, expect, it, vi } from "vitest";
import { makePlan, type PlanInput } from "../../src/planning/make-plan.ts";
import { declared, emails, live, liveSite, site, tombstone, unitName } from "./build.ts";

const [SWAP_1, SWAP_2] = ["swap1@example.com", "swap2@example.com"] as const;

/** Something of everything. */
function input(): PlanInput {
  const people = emails(30);
  return {
    now: Temporal.Instant.from("2026-11-23T18:00:00Z"),
    declared: [
      site(
        [
          ...people.slice(0, 20).map((email, index) => declared(email, { unit: unitName(index) })),
          ...people
            .slice(20, 25)
            .map((email, index) => declared(email, { unit: unitName(20 + index), lastName: "Else" })),
          ...people.slice(25, 28).map((email) => tombstone(email, "terminated")),
          tombstone("r29@example.com", "purged"),
          declared(SWAP_1, { unit: "142" }),
          declared(SWAP_2, { unit: "141" }),
          declared("new@example.com", { unit: unitName(25), accessStart: "2026-12-01T10:00" }),
          declared("back@example.com", { unit: "150", state: "suspended" }),
          declared("lost@example.com", { unit: "x" }),
        ],
        { name: "a", undeclared: "terminate", accept: ["limit-exceeded/purge/00000000"] },
      ),
      site([declared("moved@example.com", { transferFrom: "a" })], { name: "b", timezone: "Europe/Berlin" }),
    ],
    live: new Map([
      [
        "a",
        liveSite([
          ...people.map((email, index) => live(email, { unit: unitName(index) })),
          live("moved@example.com", { unit: "151" }),
          live(SWAP_1, { unit: "141" }),
          live(SWAP_2, { unit: "142" }),
          live("odd@example.com", { unit: "152", status: "asleep" }),
        ]),
      ],
      ["b", liveSite([])],
    ]),
    base: [site([declared("was@example.com", { unit: unitName(25), lastName: "Example" })], { name: "a" })],
    source: { commit: null, dirty: null, digest: "0".repeat(64) },
    toolVersion: "0.0.0",
  };
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const inner of value instanceof Map ? value.values() : Object.values(value)) deepFreeze(inner);
  return value;
}

/** Runs something while every function of these modules throws, whoever has imported it and however. */
function without<T>(modules: readonly object[], run: () => T): T {
  const kept = modules.map((module) => ({ module, functions: { ...module } }));
  for (const { module, functions } of kept) {
    for (const [name, value] of Object.entries(functions)) {
      if (typeof value !== "function") continue;
      Reflect.set(module, name, () => {
        throw new Error(`${name} was called`);
      });
    }
  }
  syncBuiltinESMExports();
  try {
    return run();
  } finally {
    for (const { module, functions } of kept) {
      for (const [name, value] of Object.entries(functions)) {
        if (typeof value === "function") Reflect.set(module, name, value);
      }
    }
    syncBuiltinESMExports();
  }
}

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

describe("the planner", () => {
  it("plans the same with clock, chance, timers and network taken away", () => {
    const before = makePlan(input());
    expect(before.sites.flatMap((planned) => planned.refusals).length).toBeGreaterThan(3);
    const given = input();
    const taken = (name: string) => () => {
      throw new Error(`${name} was called`);
    };
    class NoClock extends Date {
      constructor(...args: [] | [number]) {
        if (args.length === 0) throw new Error("the clock was read");
        super(...args);
      }
      static override now(): number {
        throw new Error("the clock was read");
      }
    }
    vi.stubGlobal("Date", NoClock);
    vi.spyOn(Math, "random").mockImplementation(taken("Math.random"));
    for (const name of [
      "fetch",
      "setTimeout",
      "setInterval",
      "setImmediate",
      "queueMicrotask",
      "WebSocket",
    ]) {
      vi.stubGlobal(name, taken(name));
    }
    vi.spyOn(crypto, "getRandomValues").mockImplementation(taken("getRandomValues"));
    vi.spyOn(crypto, "randomUUID").mockImplementation(taken("randomUUID"));
    vi.spyOn(performance, "now").mockImplementation(taken("performance.now"));
    vi.spyOn(process, "hrtime").mockImplementation(taken("hrtime") as never);
    vi.stubGlobal("process", { ...process, env: new Proxy({}, { get: taken("process.env") }) });
    const plan = makePlan(given);
    vi.unstubAllGlobals();
    expect(plan).toEqual(before);
    expect(JSON.stringify(plan)).toBe(JSON.stringify(before));
  });

  it("plans the same with the file system, the network and other processes taken away", () => {
    const before = makePlan(input());
    const given = input();
    const outside = [fs, fs.promises, net, http, dns, childProcess];
    expect(() => without(outside, () => fs.readFileSync("package.json"))).toThrow("readFileSync was called");
    expect(() => without(outside, () => net.connect(80))).toThrow("connect was called");
    const plan = without(outside, () => makePlan(given));
    expect(JSON.stringify(plan)).toBe(JSON.stringify(before));
    expect(fs.readFileSync("package.json", "utf8")).toContain("residentctl");
  });

  it("changes nothing of what it is given", () => {
    const given = deepFreeze(input());
    expect(makePlan(given)).toEqual(makePlan(input()));
  });

  it("gives plain data: as JSON and back it is the same", () => {
    const plan = makePlan(input());
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
  });
});
