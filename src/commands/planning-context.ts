import type { DeclaredSite, LiveSite } from "../domain/site.ts";
import { visibleText } from "../domain/visible-text.ts";
import { describeApiError } from "../elevenos/describe-error.ts";
import { makePlan } from "../planning/make-plan.ts";
import type { Plan } from "../planning/plan.ts";
import type { Connection } from "./connect.ts";
import type { Context } from "./context.ts";
import { type DeclaredSites, readBase } from "./declared-sites.ts";
import { gitSource } from "./git-source.ts";
import { readLiveSites, type UnreadSite } from "./read-live.ts";
import { failureText } from "./report-error.ts";
import { toolVersion } from "./tool-version.ts";

/** A plan, and what it was made from. */
export interface Planned {
  readonly plan: Plan;
  /** The sites that the plan is about. */
  readonly sites: readonly DeclaredSite[];
  /** By site name. */
  readonly live: ReadonlyMap<string, LiveSite>;
  /** True where a site could not be read, and is not in the plan. */
  readonly isIncomplete: boolean;
  /** Plans the same sites from the same declarations at the same `now`, from what is live at another moment. */
  readonly planAgain: (live: ReadonlyMap<string, LiveSite>) => Plan;
}

/**
 * Reads the live state of the selected sites and of those that a `transferFrom` ties to them, and plans. Sites that
 * cannot be read are reported on stderr and left out, and so are the sites tied to them.
 */
export async function planSites(
  context: Context,
  declared: DeclaredSites,
  connection: Connection,
  baseRef: string | null,
  signal?: AbortSignal,
): Promise<Planned> {
  const base = baseRef === null ? null : await readBase(context, baseRef);
  const names = withTransferPartners(declared.all, declared.selected);
  const added = [...names].filter((name) => !declared.selected.has(name)).map((name) => visibleText(name));
  if (added.length > 0) context.note(`Also read, for transfers only: ${added.join(", ")}`);
  const wanted = declared.all.filter(({ name }) => names.has(name));
  const [source, { live, unread }] = await Promise.all([
    gitSource(context.directory),
    readLiveSites(connection.api, wanted, context.flags.concurrency, signal),
  ]);
  const left = withTransferPartners(wanted, new Set(unread.map(({ name }) => name)));
  const missing = reportUnread(context, unread, left);
  const sites = wanted.filter(({ name }) => !left.has(name));
  // Every declared site goes in, so that nobody whom another site declares, or protects, counts as undeclared;
  // only those whose live state goes in are planned.
  const planAgain = (liveThen: ReadonlyMap<string, LiveSite>): Plan => ({
    ...makePlan({
      now: connection.now,
      declared: declared.all,
      selected: declared.selected,
      live: new Map([...liveThen].filter(([name]) => names.has(name) && !left.has(name))),
      base,
      source: { ...source, digest: declared.digest },
      toolVersion: toolVersion(),
    }),
    ...(missing.length === 0 ? {} : { unread: missing }),
  });
  return { plan: planAgain(live), sites, live, isIncomplete: left.size > 0, planAgain };
}

/** Says on stderr which sites could not be read, and which are left out because of them; the same for the plan. */
function reportUnread(
  context: Context,
  unread: readonly UnreadSite[],
  left: ReadonlySet<string>,
): NonNullable<Plan["unread"]> {
  const { world, flags } = context;
  for (const { name, error } of unread) {
    const { message, remedy } = describeApiError(error);
    const said = `${visibleText(name)} could not be read: ${message}`;
    world.stderr.write(failureText({ message: said, remedy, exitCode: 1 }, world, flags));
  }
  const read = [...left].filter((name) => unread.every((site) => site.name !== name));
  for (const name of read) {
    const message = `${visibleText(name)} is not planned: transferFrom ties it to a site that could not be read.`;
    world.stderr.write(failureText({ message, remedy: null, exitCode: 1 }, world, flags));
  }
  return [
    ...unread.map(({ name, error }) => ({ name, reason: describeApiError(error).message })),
    ...read.map((name) => ({ name, reason: "transferFrom ties it to a site that could not be read" })),
  ];
}

/** The sites, and whatever `transferFrom` ties to them in either direction. */
export function withTransferPartners(
  sites: readonly DeclaredSite[],
  names: ReadonlySet<string>,
): ReadonlySet<string> {
  const known = new Set(sites.map(({ name }) => name));
  const ties = sites.flatMap((site) =>
    site.residents.flatMap(({ transferFrom }) =>
      transferFrom === undefined || !known.has(transferFrom) ? [] : [[site.name, transferFrom] as const],
    ),
  );
  return new Set([
    ...names,
    ...ties.flatMap(([a, b]) => (names.has(a) ? [b] : [])),
    ...ties.flatMap(([a, b]) => (names.has(b) ? [a] : [])),
  ]);
}
