import type { Policy } from "../domain/site.ts";
import { visibleText } from "../domain/visible-text.ts";
import { cleanText, idText } from "./check-text.ts";
import type { Findings } from "./findings.ts";
import { itemsUnder, type MapNode, textUnder } from "./node.ts";
import { DEFAULT_POLICY, readPolicy } from "./read-policy.ts";

/** What goes for all sites. */
export interface Project {
  readonly teamId: string | undefined;
  /** Where site files are; never empty. */
  readonly globs: readonly string[];
  readonly policy: Policy;
  /** False where the file is there and something in it could not be used, so that less is known than was written. */
  readonly isWhole: boolean;
}

const DEFAULT_GLOBS = ["sites/**/*.yaml"];

/** The Project of a repository without a residentctl.yaml, or with one that cannot be read. */
export function defaultProject(isWhole: boolean): Project {
  return { teamId: undefined, globs: DEFAULT_GLOBS, policy: DEFAULT_POLICY, isWhole };
}

/** Reads a Project and reports what is wrong with its values. */
export function readProject(root: MapNode, findings: Findings): Project {
  const teamId = idText(textUnder(root, "teamId"), "teamId", findings);
  const items = itemsUnder(root, "sites");
  const globs: string[] = [];
  for (const node of items) {
    const glob = node.kind === "text" ? cleanText(node, "sites", findings) : undefined;
    if (glob === undefined) continue;
    if (staysInside(glob)) globs.push(glob);
    else {
      findings.at(node, {
        rule: "sites-glob",
        message:
          "A glob of site files does not leave the folder of residentctl.yaml, and has forward slashes only.",
        remedy: "Write it relative to that folder, such as sites/**/*.yaml.",
        value: visibleText(glob, 100),
      });
    }
  }
  const isTeamKnown = teamId !== undefined || !root.entries.has("teamId");
  const areGlobsKnown = globs.length === items.length && (items.length > 0 || !root.entries.has("sites"));
  return {
    teamId,
    globs: globs.length === 0 ? DEFAULT_GLOBS : globs,
    policy: readPolicy(root, DEFAULT_POLICY, findings),
    isWhole: isTeamKnown && areGlobsKnown,
  };
}

function staysInside(glob: string): boolean {
  const path = glob.replace(/^!+/, "");
  const isPlain = !path.startsWith("/") && !path.includes("//") && !path.includes("\\");
  return isPlain && !path.split("/").some((part) => part.startsWith(".."));
}
