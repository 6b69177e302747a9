import type { ActionSource } from "../planning/plan.ts";
import { encodeFilePath } from "./file-url.ts";
import { markdownCode, markdownLink } from "./markdown-escape.ts";

/** Where the declarations can be looked at. */
export interface SourceLinks {
  /** `https://github.com/owner/name`. */
  readonly repositoryUrl: string;
  /** The commit that was planned: the lines are those of that one. */
  readonly commit: string;
  /** The folder of the declarations in the repository, with a slash at its end; empty for its root. */
  readonly folder: string;
}

/** `sites/a.yaml:12`, as a link to the line where it is known what to link to. */
export function markdownSource(source: ActionSource, links: SourceLinks | null): string {
  const label = `${source.file}:${source.line}`;
  if (links === null) return markdownCode(label);
  const path = encodeFilePath(`${links.folder}${source.file}`);
  return markdownLink(label, `${links.repositoryUrl}/blob/${links.commit}/${path}#L${source.line}`);
}
