import { ACTION_KINDS, type ActionKind, isEnding } from "../domain/action-kind.ts";
import { formatUnit } from "../domain/unit.ts";
import type { Action, SitePlan } from "../planning/plan.ts";
import type { Section } from "./byte-budget.ts";
import { markdownCode, markdownText } from "./markdown-escape.ts";
import type { Detail } from "./markdown-refusals.ts";
import { markdownSource, type SourceLinks } from "./markdown-source.ts";
import { effectWords } from "./words.ts";

/** True for what takes somebody's access away: `terminate`, `purge` and `suspend`. */
export function takesAccess(kind: ActionKind): boolean {
  return isEnding(kind) || kind === "suspend";
}

/** Actions of one site and kind, and with `--base` of one origin. */
interface Group {
  readonly site: string;
  readonly kind: ActionKind;
  readonly origin: Action["origin"];
  readonly actions: readonly Action[];
}

function groupsOf(sites: readonly SitePlan[], isWanted: (kind: ActionKind) => boolean): readonly Group[] {
  return sites.flatMap((site) =>
    ACTION_KINDS.filter(isWanted).flatMap((kind) =>
      (["change", undefined, "drift"] as const).flatMap((origin) => {
        const actions = site.actions.filter((action) => action.kind === kind && action.origin === origin);
        return actions.length === 0 ? [] : [{ site: site.name, kind, origin, actions }];
      }),
    ),
  );
}

/** Who loses access, site by site: all of them, or (`counted`) only how many where not even their list fits. */
export function endingsMarkdown(
  sites: readonly SitePlan[],
  detail: Detail,
  links: SourceLinks | null,
): string {
  const groups = groupsOf(sites, takesAccess);
  if (groups.length === 0) return "";
  return `### Ends access\n\n${endingsBody(groups, detail, links)}\n`;
}

function endingsBody(groups: readonly Group[], detail: Detail, links: SourceLinks | null): string {
  switch (detail) {
    case "full": {
      const rows = groups.flatMap((group) => group.actions.map((action) => fullEnding(group, action, links)));
      return `| | Site | Unit | Resident | What follows | Declared at |\n|---|---|---|---|---|---|\n${rows.join("")}`;
    }
    case "brief": {
      const rows = groups.flatMap((group) =>
        group.actions.map((action) => `| ${group.kind} | ${markdownText(group.site)} | ${who(action)} |\n`),
      );
      return `| | Site | Unit and resident |\n|---|---|---|\n${rows.join("")}`;
    }
    case "listed":
      return groups
        .map(
          (group) =>
            `- ${groupTitle(group)}: ${markdownCode(
              group.actions.map((action) => `${formatUnit(action.unit)} ${action.email}`).join(", "),
            )}\n`,
        )
        .join("");
    case "counted": {
      const total = groups.reduce((sum, group) => sum + group.actions.length, 0);
      const counts = ACTION_KINDS.filter(takesAccess).map((kind) => {
        const mine = groups.filter((group) => group.kind === kind);
        return `${mine.reduce((sum, group) => sum + group.actions.length, 0)} to ${kind}`;
      });
      return `**${total} residents lose access (${counts.join(", ")}): too many to show here.** Read all of them in the saved plan before you approve.\n`;
    }
  }
}

function fullEnding(group: Group, action: Action, links: SourceLinks | null): string {
  const declared = action.source === null ? "not declared" : markdownSource(action.source, links);
  const kind = group.origin === "drift" ? `${group.kind} (drift)` : group.kind;
  return `| ${kind} | ${markdownText(group.site)} | ${unitCell(action)} | ${markdownCode(action.email)} | ${effectsCell(action)} | ${declared} |\n`;
}

/** Everything that takes nobody's access away, folded: a section for each site and kind. */
export function otherActions(sites: readonly SitePlan[], links: SourceLinks | null): readonly Section[] {
  return groupsOf(sites, (kind) => !takesAccess(kind)).map((group) => ({
    head: `<details><summary>${groupTitle(group)}</summary>\n\n| Unit | Resident | Fields | What follows | Declared at |\n|---|---|---|---|---|\n`,
    rows: group.actions.map((action) => {
      const declared = action.source === null ? "not declared" : markdownSource(action.source, links);
      return `| ${unitCell(action)} | ${markdownCode(action.email)} | ${fieldsCell(action)} | ${effectsCell(action)} | ${declared} |\n`;
    }),
    tail: "\n</details>\n\n",
  }));
}

/** `<b>cedar-court</b>, 12 to update (drift: due anyway)`. */
function groupTitle({ site, kind, origin, actions }: Group): string {
  const drift = origin === "drift" ? " (drift: due anyway)" : "";
  return `<b>${markdownText(site)}</b>, ${actions.length} to ${kind}${drift}`;
}

function unitCell(action: Action): string {
  return markdownCode(formatUnit(action.unit));
}

function who(action: Action): string {
  return markdownCode(`${formatUnit(action.unit)} ${action.email}`);
}

/** The names of the fields that change, never their values. A create sets them all, which says nothing. */
function fieldsCell(action: Action): string {
  if (action.kind === "create") return "";
  const fields = action.patch
    .filter(({ op, path }) => op !== "test" && path !== "/state")
    .map(({ path }) => path.slice(1));
  return markdownText([...new Set(fields)].join(", "));
}

function effectsCell(action: Action): string {
  return markdownText(
    action.effects
      .map(effectWords)
      .filter((words) => words !== null)
      .join("; "),
  );
}
