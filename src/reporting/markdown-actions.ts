import type { Action, SitePlan } from "../planning/plan.ts";
import type { Section } from "./byte-budget.ts";
import { markdownCode, markdownText } from "./markdown-escape.ts";
import { declaredCell, effectsCell, groupsOf, groupTitle, takesAccess, unitCell } from "./markdown-groups.ts";
import type { SourceLinks } from "./markdown-source.ts";

/** Everything that takes nobody's access away, folded: a section for each site and kind. */
export function otherActions(sites: readonly SitePlan[], links: SourceLinks | null): readonly Section[] {
  return groupsOf(sites, (kind) => !takesAccess(kind)).map((group) => ({
    head: `<details><summary>${groupTitle(group)}</summary>\n\n| Unit | Resident | Fields | What follows | Declared at |\n|---|---|---|---|---|\n`,
    rows: group.actions.map(
      (action) =>
        `| ${unitCell(action)} | ${markdownCode(action.email)} | ${fieldsCell(action)} | ${effectsCell(action)} | ${declaredCell(action, links)} |\n`,
    ),
    tail: "\n</details>\n\n",
  }));
}

/** The names of the fields that change, never their values. A create sets them all, which says nothing. */
function fieldsCell(action: Action): string {
  if (action.kind === "create") return "";
  const fields = action.patch
    .filter(({ op, path }) => op !== "test" && path !== "/state")
    .map(({ path }) => path.slice(1));
  return markdownText([...new Set(fields)].join(", "));
}
