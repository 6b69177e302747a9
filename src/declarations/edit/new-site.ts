import { scalarText } from "./scalar-text.ts";

/** What a Site file says besides its residents. */
export interface NewSite {
  readonly name: string;
  readonly siteId: string;
  /** Null where the Project has it. */
  readonly teamId: string | null;
  readonly timezone: string;
}

/** The text of a Site file without residents. */
export function newSiteText({ name, siteId, teamId, timezone }: NewSite): string {
  return `apiVersion: residentctl/v1
kind: Site
name: ${scalarText(name)}
siteId: ${scalarText(siteId)}
${teamId === null ? "" : `teamId: ${scalarText(teamId)}\n`}timezone: ${scalarText(timezone)}
residents: []
`;
}
