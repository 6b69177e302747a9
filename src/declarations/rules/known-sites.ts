import { visibleText } from "../../domain/visible-text.ts";
import { didYouMean } from "../suggest.ts";
import type { RepositoryRule } from "./rule.ts";

/** A Residents file belongs to a Site that is declared. */
export const knownSites: RepositoryRule = ({ sites, residentsFiles, isWhole }, findings) => {
  const names = new Set(sites.flatMap((site) => site.name?.text ?? []));
  for (const { file, name } of residentsFiles) {
    if (name === undefined || !isWhole || names.has(name.text)) continue;
    findings.at(name, {
      rule: "site-unknown",
      message: `No Site is named "${visibleText(name.text, 100)}", so the residents of ${visibleText(file, 200)} belong nowhere.`,
      remedy: `${didYouMean(name.text, names)}Declare the Site, or correct its name here.`,
    });
  }
};
