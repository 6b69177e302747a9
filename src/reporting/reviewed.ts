import { staleInWords } from "../applying/compare-reviewed.ts";
import { formatUnit } from "../domain/unit.ts";
import type { Action } from "../planning/plan.ts";
import type { Reviewed } from "./apply-item.ts";

/** One resident for whom the fresh plan is not the reviewed one, in words and without values. */
export interface ReviewedLine {
  /** `stale`: not what was reviewed; `already`: no longer needed; `withdrawn`: has to wait now. */
  readonly outcome: "stale" | "already" | "withdrawn";
  /** The site's name; null where the action itself is all that is known. */
  readonly site: string | null;
  readonly email: string;
  readonly kind: Action["kind"];
  readonly unit: string;
  readonly message: string;
}

/** What became of a reviewed plan, a line for each resident that is not simply still due. */
export function reviewedLines({ stale, alreadySo, withdrawn }: Reviewed): readonly ReviewedLine[] {
  return [
    ...stale.map((difference) => ({
      outcome: "stale" as const,
      site: difference.site,
      ...subject(difference.now),
      message: staleInWords(difference),
    })),
    ...alreadySo.map((action) => ({
      outcome: "already" as const,
      site: null,
      ...subject(action),
      message: "reviewed, and already so",
    })),
    ...withdrawn.map(({ action, reason }) => ({
      outcome: "withdrawn" as const,
      site: null,
      ...subject(action),
      message: `reviewed, and has to wait now: ${reason}`,
    })),
  ];
}

function subject({ email, kind, unit }: Action) {
  return { email, kind, unit: formatUnit(unit) };
}
