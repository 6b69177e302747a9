import type { Change } from "../domain/history-event.ts";
import {
  changedItems,
  changedValues,
  isCreated,
  isRemoved,
  saidBefore,
  type ValueChange,
  type Versions,
} from "./versions.ts";
import { fieldsOf, HEAD_FIELDS, type WrittenHead } from "./written.ts";

/** A site by its name; null is the Project. */
export interface HeadVersions extends Versions<WrittenHead> {
  readonly site: string | null;
}

/** The new names of renamed sites by their old ones: one name goes and one comes, with the same siteId. */
export function renamesOf(heads: readonly HeadVersions[]): ReadonlyMap<string, string> {
  const gone = new Map<string, string>();
  for (const head of heads) {
    const siteId = siteIdOf(saidBefore(head)[0]);
    if (isRemoved(head) && siteId !== null && head.site !== null) gone.set(siteId, head.site);
  }
  const renames = new Map<string, string>();
  for (const head of heads) {
    const siteId = isCreated(head) ? siteIdOf(head.after) : null;
    const old = siteId === null ? undefined : gone.get(siteId);
    if (old !== undefined && head.site !== null && !renames.has(old)) renames.set(old, head.site);
  }
  return renames;
}

function siteIdOf(head: WrittenHead | undefined): string | null {
  return head?.values[HEAD_FIELDS.indexOf("siteId")] ?? null;
}

/** What happened to sites and to the Project. `heads` come sorted. */
export function headChanges(
  heads: readonly HeadVersions[],
  renames: ReadonlyMap<string, string>,
): readonly Change[] {
  const oldNames = new Map([...renames].map(([old, now]) => [now, old]));
  return heads.flatMap((head): readonly Change[] => {
    const { site } = head;
    if (site === null) return projectChanges(head);
    const oldName = oldNames.get(site);
    if (oldName !== undefined) {
      const old = heads.find((other) => other.site === oldName);
      return [
        { type: "site-renamed", site, fromSite: oldName },
        ...siteChanges(site, { before: old?.before ?? [], after: head.after }),
      ];
    }
    if (isCreated(head)) return [{ type: "site-created", site, fields: headFields(head.after) }];
    if (isRemoved(head)) return renames.has(site) ? [] : [{ type: "site-removed", site }];
    return siteChanges(site, head);
  });
}

function siteChanges(site: string, versions: Versions<WrittenHead>): readonly Change[] {
  return changedHead("accept", versions).map((change) => ({ type: "site-changed", site, ...change }));
}

const NOTHING: WrittenHead = { values: HEAD_FIELDS.map(() => null), listed: [] };

/** A repository without a residentctl.yaml has a Project that says nothing. */
function projectChanges({ before, after }: HeadVersions): readonly Change[] {
  const versions = { before: before.map((head) => head ?? NOTHING), after: after ?? NOTHING };
  return changedHead("sites", versions).map((change) => ({ type: "project-changed", ...change }));
}

function changedHead(list: string, versions: Versions<WrittenHead>): readonly ValueChange[] {
  const { after } = versions;
  const others = saidBefore(versions);
  if (after === undefined) return [];
  return [
    ...changedValues(
      HEAD_FIELDS,
      others.map(({ values }) => values),
      after.values,
    ),
    ...changedItems(
      list,
      others.map(({ listed }) => listed),
      after.listed,
    ),
  ];
}

function headFields({ values, listed }: WrittenHead): Readonly<Record<string, string>> {
  return { ...fieldsOf(HEAD_FIELDS, values), ...(listed.length === 0 ? {} : { accept: listed.join(", ") }) };
}
