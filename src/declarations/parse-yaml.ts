import type { Findings } from "./findings.ts";
import type { Node } from "./node.ts";
import { parseDocument } from "./parse-document.ts";
import { readPlainYaml } from "./read-plain-yaml.ts";
import type { SourceText } from "./source-text.ts";

/**
 * Reads a file: every scalar is its text (YAML's failsafe schema). Most files are written plainly and in order, and
 * are read quickly; of any other the whole document is built, which takes ten times as long and tells what is wrong.
 * Null where nothing can be read.
 */
export function parseYaml(source: SourceText, findings: Findings): Node | null {
  return readPlainYaml(source) ?? parseDocument(source, findings);
}
