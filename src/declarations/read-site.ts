import type { DeclaredSite } from "../domain/site.ts";
import { visibleText } from "../domain/visible-text.ts";
import { cleanText, idText } from "./check-text.ts";
import { zoneText } from "./check-zone.ts";
import type { Findings } from "./findings.ts";
import { type MapNode, mapUnder, positionOf, type TextNode, textUnder } from "./node.ts";
import { readConsents } from "./read-consent.ts";
import { readPolicy } from "./read-policy.ts";
import type { Project } from "./read-project.ts";

/** A Site file without its residents. Complete only where nothing of it was reported. */
export interface SiteHead {
  readonly file: string;
  /** Undefined where the Site has no usable name. */
  readonly name: TextNode | undefined;
  readonly siteId: TextNode | undefined;
  /** Undefined where it is not known: no local time can be judged. */
  readonly zone: string | undefined;
  readonly site: Omit<DeclaredSite, "residents">;
}

/** What a date without a time means where the Site does not say. */
export const DEFAULT_TIMES: DeclaredSite["times"] = { start: "00:00", end: "23:59" };

/** Reads a Site's own keys and reports what is wrong with their values. */
export function readSiteHead(root: MapNode, project: Project, findings: Findings): SiteHead {
  const nameNode = textUnder(root, "name");
  const name = cleanText(nameNode, "name", findings);
  const siteIdNode = textUnder(root, "siteId");
  const siteId = idText(siteIdNode, "siteId", findings);
  const teamId = idText(textUnder(root, "teamId"), "teamId", findings) ?? project.teamId;
  if (teamId === undefined && !root.entries.has("teamId") && project.isWhole) {
    findings.atPosition(positionOf(nameNode ?? root), {
      rule: "team-missing",
      message: "The site has no team: neither it nor residentctl.yaml has a teamId.",
      remedy: 'Add "teamId: ..." to residentctl.yaml for all sites, or here for this one.',
    });
  }
  const zone = zoneText(textUnder(root, "timezone"), findings);
  return {
    file: root.source.file,
    name: name === undefined ? undefined : nameNode,
    siteId: siteId === undefined ? undefined : siteIdNode,
    zone,
    site: {
      name: name ?? "",
      siteId: siteId ?? "",
      teamId: teamId ?? "",
      timezone: zone ?? "UTC",
      times: readTimes(root, findings),
      policy: readPolicy(root, project.policy, findings),
      accept: readConsents(root, findings),
      source: positionOf(nameNode ?? root),
    },
  };
}

function readTimes(root: MapNode, findings: Findings): DeclaredSite["times"] {
  const times = mapUnder(root, "times");
  return {
    start: readTime(textUnder(times, "start"), findings) ?? DEFAULT_TIMES.start,
    end: readTime(textUnder(times, "end"), findings) ?? DEFAULT_TIMES.end,
  };
}

function readTime(node: TextNode | undefined, findings: Findings): string | undefined {
  if (node === undefined || /^([01][0-9]|2[0-3]):[0-5][0-9]$/.test(node.text)) return node?.text;
  findings.at(node, {
    rule: "time",
    message: "This is not a time of day.",
    remedy: 'Write hours and minutes with two digits each, from "00:00" to "23:59".',
    value: visibleText(node.text, 100),
  });
  return undefined;
}
