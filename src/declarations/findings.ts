import type { SourcePosition } from "../domain/source.ts";
import type { Node } from "./node.ts";
import { compareProblems, type Problem, type ProblemRule } from "./problem.ts";

/** What a check says; the severity is `error`. */
export interface Finding {
  readonly rule: ProblemRule;
  readonly message: string;
  readonly remedy: string;
  readonly related?: readonly SourcePosition[];
  readonly value?: string;
}

/** Collects problems, and knows which nodes have one: a cause is reported once. */
export interface Findings {
  /** Reports at a node, unless that node has a problem already. */
  readonly at: (node: Node, finding: Finding) => void;
  /** Reports at a place that is not a node, such as a key. */
  readonly atPosition: (position: SourcePosition, finding: Finding) => void;
  /** True where the node has a problem. */
  readonly has: (node: Node) => boolean;
  /** All problems so far, by file, line and column. */
  readonly sorted: () => readonly Problem[];
}

/** An empty collection. */
export function newFindings(): Findings {
  const problems: Problem[] = [];
  const nodes = new Set<Node>();
  function add(position: SourcePosition, finding: Finding): void {
    problems.push({ severity: "error", ...finding, position });
  }
  return {
    at: (node, finding) => {
      if (nodes.has(node)) return;
      nodes.add(node);
      add(node.source.at(node.offset), finding);
    },
    atPosition: add,
    has: (node) => nodes.has(node) || node.kind === "broken",
    sorted: () => problems.toSorted(compareProblems),
  };
}
