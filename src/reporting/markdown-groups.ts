import { ACTION_KINDS, type ActionKind, isEnding } from "../domain/action-kind.ts";
import { formatUnit } from "../domain/unit.ts";
import type { Action, SitePlan } from "../planning/plan.ts";
import { markdownCode, markdownText } from "./markdown-escape.ts";
import { markdownSource, type SourceLinks } from "./markdown-source.ts";
import { effectWords } from "./words.ts";

/** True for what takes somebody's access away: `terminate`, `purge` and `suspend`. */
export function takesAccess(kind: ActionKind): boolean {
  return isEnding(kind) || kind === "suspend";
}

/** Actions of one site and kind, and with `--base` of one origin. */
export interface ActionGroup {
  readonly site: string;
  readonly kind: ActionKind;
  readonly origin: Action["origin"];
  readonly actions: readonly Action[];
}

/** The actions of the wanted kinds, by site, kind and origin. */
export function groupsOf(
  sites: readonly SitePlan[],
  isWanted: (kind: ActionKind) => boolean,
): readonly ActionGroup[] {
  return sites.flatMap((site) =>
    ACTION_KINDS.filter(isWanted).flatMap((kind) =>
      (["change", undefined, "drift"] as const).flatMap((origin) => {
        const actions = site.actions.filter((action) => action.kind === kind && action.origin === origin);
        return actions.length === 0 ? [] : [{ site: site.name, kind, origin, actions }];
      }),
    ),
  );
}

/** `<b>cedar-court</b>, 12 to update (drift: due anyway)`. */
export function groupTitle({ site, kind, origin, actions }: ActionGroup): string {
  const drift = origin === "drift" ? " (drift: due anyway)" : "";
  return `<b>${markdownText(site)}</b>, ${actions.length} to ${kind}${drift}`;
}

/** `Hudson/1/105`. */
export function unitCell(action: Action): string {
  return markdownCode(formatUnit(action.unit));
}

/** What the action causes beyond the record. */
export function effectsCell(action: Action): string {
  return markdownText(
    action.effects
      .map(effectWords)
      .filter((words) => words !== null)
      .join("; "),
  );
}

/** The line of the file that asked for it. */
export function declaredCell({ source }: Action, links: SourceLinks | null): string {
  return source === null ? "not declared" : markdownSource(source, links);
}
