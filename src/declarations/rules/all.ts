import { knownSites } from "./known-sites.ts";
import { replacements } from "./replacements.ts";
import type { RepositoryRule } from "./rule.ts";
import { transfers } from "./transfers.ts";
import { uniqueEmails } from "./unique-emails.ts";
import { uniqueSites } from "./unique-sites.ts";
import { unitOverlaps } from "./unit-overlaps.ts";

/** Every rule that looks across entries or files. All run; none hides another. */
export const REPOSITORY_RULES: readonly RepositoryRule[] = [
  uniqueSites,
  knownSites,
  uniqueEmails,
  unitOverlaps,
  replacements,
  transfers,
];
