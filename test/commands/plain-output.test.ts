import { execFileSync } from "node:child_process";
import {
  closeSync,
  constants,
  mkdtempSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Writable } from "node:stream";
import { afterAll, expect, test } from "vitest";
import { plainOutput } from "../../src/commands/plain-output.ts";

const folder = mkdtempSync(path.join(tmpdir(), "plain-output-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Writes to a descriptor; gives what the stream was handed, and null where it was never asked for. */
function writeTo(descriptor: number, text: string) {
  let handed: Buffer | null = null;
  const stream = Object.assign(
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        handed = Buffer.concat([handed ?? Buffer.alloc(0), chunk]);
        done();
      },
    }),
    { columns: 80 },
  );
  const output = plainOutput(descriptor, () => stream);
  output.write(text);
  return { handed: handed as Buffer | null, columns: output.columns };
}

test("a file takes all of a text, in UTF-8, and has no width", () => {
  const file = path.join(folder, "out.txt");
  const descriptor = openSync(file, "w");
  const long = `Zoë «${"x".repeat(300_000)}»\n`;
  expect(writeTo(descriptor, long)).toEqual({ handed: null, columns: undefined });
  closeSync(descriptor);
  expect(readFileSync(file, "utf8")).toBe(long);
});

test("a device, which may be a terminal, is left to the stream", () => {
  const descriptor = openSync("/dev/null", "w");
  expect(writeTo(descriptor, "text")).toEqual({ handed: Buffer.from("text"), columns: 80 });
  closeSync(descriptor);
});

test("what cannot be written is left to the stream, which says so", () => {
  const file = path.join(folder, "in.txt");
  writeFileSync(file, "");
  const descriptor = openSync(file, "r");
  expect(writeTo(descriptor, "Zoë")).toEqual({ handed: Buffer.from("Zoë"), columns: undefined });
  closeSync(descriptor);
});

test("what a full pipe does not take is left to the stream, and nothing twice", () => {
  const pipe = path.join(folder, "pipe");
  execFileSync("mkfifo", [pipe]);
  const descriptor = openSync(pipe, constants.O_RDWR | constants.O_NONBLOCK);
  const long = "Zoë ".repeat(50_000);
  const { handed } = writeTo(descriptor, long);
  const taken = Buffer.alloc(1024 * 1024);
  const size = readSync(descriptor, taken);
  closeSync(descriptor);
  expect(size).toBeGreaterThan(0);
  expect(Buffer.concat([taken.subarray(0, size), handed ?? Buffer.alloc(0)]).toString()).toBe(long);
});

test("a descriptor that is closed is left to the stream", () => {
  expect(writeTo(2 ** 30, "text")).toEqual({ handed: Buffer.from("text"), columns: 80 });
});
