import type { Limit, LimitedKind, Policy } from "../domain/site.ts";
import { visibleText } from "../domain/visible-text.ts";
import type { Findings } from "./findings.ts";
import { type MapNode, mapUnder, type TextNode, textUnder } from "./node.ts";

/** The kinds that have a limit, in the order of kinds. */
const LIMITED_KINDS: readonly LimitedKind[] = ["create", "update", "suspend", "terminate", "purge"];

const LIMIT = /^(0|[1-9][0-9]{0,8}|(0|[1-9][0-9]?|100)%)$/;

/** What goes where neither the Site nor the Project says otherwise. */
export const DEFAULT_POLICY: Policy = {
  undeclared: "report",
  limits: {
    create: { unit: "percent", value: 25 },
    update: { unit: "percent", value: 30 },
    suspend: { unit: "percent", value: 10 },
    terminate: { unit: "percent", value: 10 },
    purge: { unit: "count", value: 0 },
  },
};

/** The `policy` of a Site or Project over the one beneath it, key by key. */
export function readPolicy(root: MapNode | undefined, beneath: Policy, findings: Findings): Policy {
  const policy = mapUnder(root, "policy");
  const limits = mapUnder(policy, "limits");
  const merged: Record<LimitedKind, Limit> = { ...beneath.limits };
  for (const kind of LIMITED_KINDS) {
    merged[kind] = readLimit(textUnder(limits, kind), kind, findings) ?? merged[kind];
  }
  return { undeclared: readUndeclared(policy) ?? beneath.undeclared, limits: merged };
}

/** A word that is none of these is the schema's to report. */
function readUndeclared(policy: MapNode | undefined): Policy["undeclared"] | undefined {
  const text = textUnder(policy, "undeclared")?.text;
  return (["report", "terminate", "refuse"] as const).find((word) => word === text);
}

function readLimit(node: TextNode | undefined, kind: LimitedKind, findings: Findings): Limit | undefined {
  if (node === undefined) return undefined;
  if (LIMIT.test(node.text)) {
    return { unit: node.text.endsWith("%") ? "percent" : "count", value: Number.parseInt(node.text, 10) };
  }
  findings.at(node, {
    rule: "limit",
    message: `The limit of "${kind}" is neither a count nor a percentage from 0% to 100%.`,
    remedy: "Write a whole number such as 5, or a whole percentage such as 10%.",
    value: visibleText(node.text, 100),
  });
  return undefined;
}
