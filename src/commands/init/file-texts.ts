import { scalarText } from "../../declarations/edit/scalar-text.ts";
import { visibleText } from "../../domain/visible-text.ts";
import type { ChosenSite } from "./chosen.ts";

/** The text of `residentctl.yaml`. */
export function projectText(teamId: string): string {
  return `# Defaults for all sites. A site's own file may say otherwise, key by key.
apiVersion: residentctl/v1
kind: Project
teamId: ${scalarText(teamId)}
sites: ["sites/**/*.yaml"]
policy:
  undeclared: report # who is live and not declared: report, terminate or refuse
  limits: { create: 25%, update: 30%, suspend: 10%, terminate: 10%, purge: 0 } # more than this in one plan is refused
`;
}

/** The text of a site's file; \`teamId\` is null where residentctl.yaml has it. */
export function siteText({ name, label, siteId, timezone }: ChosenSite, teamId: string | null): string {
  const title = label === null ? visibleText(name) : visibleText(label);
  const team = teamId === null ? "" : `teamId: ${scalarText(teamId)}\n`;
  return `# ${title}. \`residentctl pull\` brings in who is live now.
apiVersion: residentctl/v1
kind: Site
name: ${scalarText(name)}
siteId: ${scalarText(siteId)}
${team}timezone: ${scalarText(timezone)}

# One entry a resident, such as:
#
#   - email: chris.wilson@example.com
#     firstName: Chris
#     lastName: Wilson
#     phone: 303-555-0112        # left out: not managed
#     building: Hudson           # as in Site Manager, and so are floor and unit
#     floor: "1"
#     unit: "105"
#     accessStart: 2026-11-05    # left out: at apply
#     accessEnd: 2027-11-04      # left out: not managed; null: open-ended
residents: []
`;
}

/** What git is not to keep: the journal of applies, which holds residents' ids. */
export const IGNORED = ".residentctl/";

/** A .gitignore (null: there is none) with that line; null where it has it already. */
export function ignoringText(before: string | null): string | null {
  const lines = (before ?? "").split(/\r?\n/).map((line) => line.trim());
  if (lines.some((line) => /^\/?\.residentctl\/?$/.test(line))) return null;
  const ended = before === null || before === "" || before.endsWith("\n") ? (before ?? "") : `${before}\n`;
  return `${ended}${IGNORED}\n`;
}
