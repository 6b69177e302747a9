import type { LiveResident } from "../../domain/site.ts";
import { formatStatus } from "../../domain/status.ts";
import { firstOf } from "../../reporting/columns.ts";
import { count } from "../../reporting/words.ts";
import { type Finding, ok, warning } from "./finding.ts";

/** Whether every resident has a status that this program knows. */
export function checkStatuses(name: string, residents: readonly LiveResident[]): Finding {
  const unknown = residents.filter(({ status }) => status.name === "unknown");
  if (unknown.length === 0) {
    return ok("statuses", `${count(residents.length, "resident")}, all with statuses that are known`, name);
  }
  const words = [...new Set(unknown.map(({ status }) => `"${formatStatus(status)}"`))].sort();
  return warning(
    "statuses",
    `${count(unknown.length, "resident")} with a status that is not known: ${firstOf(words, 5)}`,
    "They are never touched. Look in the web UI what the status means, and report it.",
    name,
  );
}
