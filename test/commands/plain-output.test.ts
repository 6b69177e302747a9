import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Writable } from "node:stream";
import { afterAll, expect, test } from "vitest";
import { plainOutput } from "../../src/commands/plain-output.ts";

const folder = mkdtempSync(path.join(tmpdir(), "plain-output-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Writes to a descriptor; gives what the stream was handed, and null where it was never asked for. */
function writeTo(descriptor: number, text: string) {
  let handed: string | null = null;
  const stream = Object.assign(
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        handed = (handed ?? "") + chunk.toString();
        done();
      },
    }),
    { columns: 80 },
  );
  const output = plainOutput(descriptor, () => stream);
  output.write(text);
  return { handed, columns: output.columns };
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
  expect(writeTo(descriptor, "text")).toEqual({ handed: "text", columns: 80 });
  closeSync(descriptor);
});

test("what cannot be written is left to the stream, which says so", () => {
  const file = path.join(folder, "in.txt");
  writeFileSync(file, "");
  const descriptor = openSync(file, "r");
  expect(writeTo(descriptor, "Zoë")).toEqual({ handed: "Zoë", columns: undefined });
  closeSync(descriptor);
});

test("a descriptor that is closed is left to the stream", () => {
  expect(writeTo(2 ** 30, "text")).toEqual({ handed: "text", columns: 80 });
});
