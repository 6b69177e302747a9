import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import type { Results } from "./result.ts";

const SCHEMA = new URL("../results.schema.json", import.meta.url);

/** The results in a file of an earlier run; an error says what is wrong with it. */
export function readResults(file: string): Results {
  return parseResults(readFileSync(file, "utf8"), file, JSON.parse(readFileSync(SCHEMA, "utf8")));
}

/** Results as JSON. Another version, an unknown key or a missing one is an error that names it. */
export function parseResults(text: string, file: string, schema: object): Results {
  const value = parsed(text, file);
  const isResults = new Ajv2020({ allErrors: true }).compile<Results>(schema);
  if (isResults(value)) return value;
  const version = (value as { formatVersion?: unknown } | null)?.formatVersion;
  const problems = (isResults.errors ?? []).map(({ instancePath, message, params }) => {
    const key = "additionalProperty" in params ? `: "${params.additionalProperty}"` : "";
    return `  ${instancePath === "" ? "/" : instancePath} ${message}${key}`;
  });
  const why =
    version === "1.0" ? problems.join("\n") : `  its formatVersion is ${JSON.stringify(version)}, not "1.0"`;
  throw new Error(`${file} does not hold results of this bench:\n${why}\nWrite some with --out FILE.`);
}

function parsed(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${file} is not JSON.`, { cause: error });
  }
}
