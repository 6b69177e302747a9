// The licences of the packages that are bundled ask to be handed on with them.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/**
 * The name, version and licence text of every package that these modules are from.
 *
 * @param {Iterable<string>} modules paths of files
 */
export function licencesText(modules) {
  const folders = new Set([...modules].flatMap((id) => packageFolder(id) ?? []));
  return [...folders]
    .sort()
    .map(licenceOf)
    .join(`\n${"-".repeat(80)}\n\n`);
}

/** @param {string} id */
function packageFolder(id) {
  return /^.*[/\\]node_modules[/\\](?:@[^/\\]+[/\\])?[^/\\]+/.exec(id)?.[0] ?? null;
}

/** @param {string} folder */
function licenceOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|notice)(\.\w+)?$/i.test(file));
  if (files.length === 0 || !existsSync(path.join(folder, files[0] ?? ""))) {
    throw new Error(`${name} is bundled, and there is no licence in ${folder}.`);
  }
  const texts = files.sort().map((file) => readFileSync(path.join(folder, file), "utf8").trim());
  return `${name} ${version} (${license})\n\n${texts.join("\n\n")}\n`;
}
