import { Writable } from "node:stream";
import { describe, expect, test } from "vitest";
import { writeParts } from "../../src/commands/write-parts.ts";
import { inChunks } from "../../src/domain/parts.ts";

const LINE = "0123456789abcdef\n";

function* lines(count: number): Generator<string> {
  for (let index = 0; index < count; index += 1) yield LINE;
}

/** A stream that takes a chunk at a time, and tells how many characters it was ever given at once. */
function slowStream(onChunk: (chunk: string) => void): Writable {
  return new Writable({
    decodeStrings: false,
    highWaterMark: 1,
    write: (chunk: string, _encoding, done) => {
      onChunk(chunk);
      setImmediate(done);
    },
  });
}

describe("a text in parts", () => {
  test("is joined to chunks, none much longer than the first that is long enough", () => {
    const chunks = [...inChunks(lines(100_000))];
    expect(chunks.join("")).toBe(LINE.repeat(100_000));
    expect(Math.max(...chunks.map(({ length }) => length))).toBeLessThan(65 * 1024);
    expect(chunks.length).toBeLessThan(30);
  });

  test("without a character has no chunk", () => {
    expect([...inChunks([])]).toEqual([]);
    expect([...inChunks(["", ""])]).toEqual([]);
  });

  test("is written whole, and no faster than it is read", async () => {
    const chunks: string[] = [];
    const stream = slowStream((chunk) => chunks.push(chunk));
    await writeParts(stream, lines(20_000));
    expect(stream.writableLength).toBeLessThan(66 * 1024);
    await new Promise((resolve) => stream.end(resolve));
    expect(chunks.join("")).toBe(LINE.repeat(20_000));
  });

  test.each(["close", "error"])("is not waited for where the reader goes away (%s)", async (how) => {
    let written = 0;
    const stream = slowStream(() => {
      written += 1;
      stream.destroy(how === "error" ? new Error("gone") : undefined);
    });
    stream.on("error", () => undefined);
    await writeParts(stream, lines(100_000));
    expect(written).toBe(1);
  });
});
