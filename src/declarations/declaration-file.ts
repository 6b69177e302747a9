import { visibleText } from "../domain/visible-text.ts";
import type { Findings } from "./findings.ts";
import { type MapNode, type Node, positionOf, textUnder } from "./node.ts";
import { KINDS, type Kind } from "./schemas.ts";
import { didYouMean, oneOf } from "./suggest.ts";

/** The only version of the format there is. */
const API_VERSION = "residentctl/v1";

/** The file at the root that holds what goes for all sites. */
export const PROJECT_FILE = "residentctl.yaml";

/** A file whose kind is known. */
export interface DeclarationFile {
  readonly kind: Kind;
  readonly root: MapNode;
}

/** Reads what kind of file it is; null, with a problem, where it is none or stands in the wrong place. */
export function identify(content: Node, findings: Findings): DeclarationFile | null {
  if (content.kind === "broken") return null;
  if (content.kind !== "map") {
    findings.at(content, {
      rule: "wrong-type",
      message: `The file holds a ${content.kind}, not a mapping.`,
      remedy: `Begin it with "apiVersion: ${API_VERSION}" and "kind: Site" or "kind: Residents".`,
    });
    return null;
  }
  const version = textUnder(content, "apiVersion");
  if (version !== undefined && version.text !== API_VERSION) {
    findings.at(version, {
      rule: "api-version",
      message: `This version of the format is not known; "${API_VERSION}" is.`,
      remedy: `Write "apiVersion: ${API_VERSION}", or use a version of residentctl that knows the other.`,
      value: visibleText(version.text, 100),
    });
    return null;
  }
  const kind = readKind(content, findings);
  return kind === null ? null : { kind, root: content };
}

function readKind(root: MapNode, findings: Findings): Kind | null {
  const isProjectFile = root.source.file === PROJECT_FILE;
  const allowed = isProjectFile ? (["Project"] as const) : KINDS.filter((kind) => kind !== "Project");
  const entry = root.entries.get("kind");
  if (entry === undefined) {
    findings.atPosition(positionOf(root), {
      rule: "missing-key",
      message: `"kind" is missing: a YAML file here is of kind ${oneOf(allowed)}.`,
      remedy: isProjectFile
        ? 'Add "kind: Project".'
        : `Add it, or keep other YAML files where the sites globs of ${PROJECT_FILE} do not reach.`,
    });
    return null;
  }
  const node = entry.value;
  const kind = node.kind === "text" ? KINDS.find((known) => known === node.text) : undefined;
  if (kind !== undefined && allowed.some((other) => other === kind)) return kind;
  const written = node.kind === "text" ? node.text : "";
  findings.at(node, {
    rule: "kind",
    message:
      kind === undefined
        ? `This kind is not known; a file here is of kind ${oneOf(allowed)}.`
        : kind === "Project"
          ? `Only ${PROJECT_FILE} at the root is of kind Project.`
          : `${PROJECT_FILE} is of kind Project, not ${kind}.`,
    remedy:
      kind === undefined
        ? `${didYouMean(written, allowed)}Kinds are spelt with a capital letter.`
        : kind === "Project"
          ? `Move what it says into ${PROJECT_FILE} at the root.`
          : "Move it into a file of its own where the sites globs reach: sites/**/*.yaml unless said otherwise.",
    ...(written === "" ? {} : { value: visibleText(written, 100) }),
  });
  return null;
}
