import { ACTION_KINDS } from "../domain/action-kind.ts";
import { formatUnit } from "../domain/unit.ts";
import type { Action, SitePlan } from "../planning/plan.ts";
import { markdownCode, markdownText } from "./markdown-escape.ts";
import {
  type ActionGroup,
  declaredCell,
  effectsCell,
  groupsOf,
  groupTitle,
  takesAccess,
  unitCell,
} from "./markdown-groups.ts";
import type { SourceLinks } from "./markdown-source.ts";

/**
 * How much of each change that ends access is told. `full` and `brief` are tables. `listed` has unit and resident of
 * each, `packed` the same with building and floor said once, and `named` nothing but each resident: some 5,000 of them
 * fit a comment. Only `counted`, for more than that, has not everybody.
 */
export type EndingDetail = "full" | "brief" | "listed" | "packed" | "named" | "counted";

/** Who loses access, site by site. */
export function endingsMarkdown(
  sites: readonly SitePlan[],
  detail: EndingDetail,
  links: SourceLinks | null,
): string {
  const groups = groupsOf(sites, takesAccess);
  if (groups.length === 0) return "";
  return `### Ends access\n\n${endingsBody(groups, detail, links)}\n`;
}

function endingsBody(
  groups: readonly ActionGroup[],
  detail: EndingDetail,
  links: SourceLinks | null,
): string {
  switch (detail) {
    case "full": {
      const rows = groups.flatMap((group) => group.actions.map((action) => fullEnding(group, action, links)));
      return `| | Site | Unit | Resident | What follows | Declared at |\n|---|---|---|---|---|---|\n${rows.join("")}`;
    }
    case "brief": {
      const rows = groups.flatMap((group) =>
        group.actions.map(
          (action) => `| ${group.kind} | ${markdownText(group.site)} | ${markdownCode(who(action))} |\n`,
        ),
      );
      return `| | Site | Unit and resident |\n|---|---|---|\n${rows.join("")}`;
    }
    case "listed":
      return listOf(groups, ({ actions }) => actions.map(who).join(", "));
    case "packed":
      return listOf(groups, packed);
    case "named":
      return listOf(groups, ({ actions }) => actions.map(({ email }) => email).join(" "));
    case "counted":
      return countedEndings(groups);
  }
}

function fullEnding(group: ActionGroup, action: Action, links: SourceLinks | null): string {
  const kind = group.origin === "drift" ? `${group.kind} (drift)` : group.kind;
  return `| ${kind} | ${markdownText(group.site)} | ${unitCell(action)} | ${markdownCode(action.email)} | ${effectsCell(action)} | ${declaredCell(action, links)} |\n`;
}

function listOf(groups: readonly ActionGroup[], words: (group: ActionGroup) => string): string {
  return groups.map((group) => `- ${groupTitle(group)}: ${markdownCode(words(group))}\n`).join("");
}

/** `Hudson/1: 105 r-3f9a2c1b, 106 r-0c77d1e2; Hudson/2: 201 r-91ab33f0`. */
function packed({ actions }: ActionGroup): string {
  const floors = new Map<string, string[]>();
  for (const { unit, email } of actions) {
    const floor = `${unit.building}/${unit.floor}`;
    const before = floors.get(floor) ?? [];
    before.push(`${unit.unit} ${email}`);
    floors.set(floor, before);
  }
  return [...floors].map(([floor, residents]) => `${floor}: ${residents.join(", ")}`).join("; ");
}

function countedEndings(groups: readonly ActionGroup[]): string {
  const total = groups.reduce((sum, group) => sum + group.actions.length, 0);
  const counts = ACTION_KINDS.filter(takesAccess).map((kind) => {
    const mine = groups.filter((group) => group.kind === kind);
    return `${mine.reduce((sum, group) => sum + group.actions.length, 0)} to ${kind}`;
  });
  return `**${total} residents lose access (${counts.join(", ")}): too many to show here.** Read all of them in the saved plan, or in the summary of the run, before you approve.\n`;
}

function who(action: Action): string {
  return `${formatUnit(action.unit)} ${action.email}`;
}
