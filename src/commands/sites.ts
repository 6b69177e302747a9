import type { ExitCode } from "../domain/exit.ts";
import { visibleJson } from "../domain/visible-json.ts";
import { visibleText } from "../domain/visible-text.ts";
import { count } from "../reporting/words.ts";
import { createContext } from "./context.ts";
import { readDeclaredSites } from "./declared-sites.ts";
import type { CommonFlags } from "./flags.ts";
import type { SitesFormat } from "./formats.ts";
import { makeShards, type Shard, shardsFor } from "./shards.ts";
import type { World } from "./world.ts";

/** The flags of `sites`. */
export interface SitesFlags extends CommonFlags {
  readonly format: SitesFormat;
  /** How many shards at the most. */
  readonly shards: number | "auto";
}

/**
 * `sites`: the declared sites, spread over shards of about the same size. `matrix` is one line for a workflow's
 * `strategy.matrix` (`schemas/sites-matrix.schema.json`):
 * `{"include":[{"shard":1,"sites":"a, b","args":"--site=a\n--site=b"}]}`, with one argument a line in `args`, because a
 * name may hold spaces. Exit 0, or 4 for invalid declarations.
 */
export async function sites(flags: SitesFlags, world: World): Promise<ExitCode> {
  const declared = readDeclaredSites(createContext(flags, world), []);
  if (declared === null) return 4;
  const selected = declared.all.filter(({ name }) => declared.selected.has(name));
  const most = flags.shards === "auto" ? shardsFor(selected) : flags.shards;
  world.stdout.write(show(makeShards(selected, most), flags.format));
  return 0;
}

function show(shards: readonly Shard[], format: SitesFormat): string {
  switch (format) {
    case "text":
      return shards.map(shardText).join("");
    case "json":
      return `${visibleJson({ shards }, 2)}\n`;
    case "matrix":
      return `${visibleJson({ include: shards.map(matrixEntry) })}\n`;
  }
}

function shardText({ shard, sites: names, residents }: Shard): string {
  const words = `${count(names.length, "site")}, ${count(residents, "resident")}`;
  return `Shard ${shard}: ${words}: ${names.map((name) => visibleText(name)).join(", ")}\n`;
}

function matrixEntry({ shard, sites: names }: Shard) {
  return {
    shard,
    sites: names.map((name) => visibleText(name)).join(", "),
    args: names.map((name) => `--site=${name}`).join("\n"),
  };
}
