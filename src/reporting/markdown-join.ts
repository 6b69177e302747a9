import { byteLength } from "./byte-budget.ts";

/**
 * Reports of ours, one below the other, in at most `limit` bytes. Those that do not fit are cut to their heading and
 * the line below it, which says how they ended; nothing is cut in its midst.
 */
export function joinReports(reports: readonly string[], limit: number): string {
  const heads = reports.map(headOf);
  let room = limit - heads.reduce((sum, head) => sum + byteLength(head) + 2, 0);
  const shown = reports.map((report, index) => {
    const head = heads[index] ?? "";
    const extra = byteLength(report) - byteLength(head);
    if (extra > room) return head;
    room -= extra;
    return report;
  });
  return `${shown.map((text) => text.trimEnd()).join("\n\n")}\n`;
}

const HEAD_LINES = 3;

function headOf(report: string): string {
  const lines = report.split("\n");
  if (lines.length <= HEAD_LINES + 1) return report;
  return `${lines.slice(0, HEAD_LINES).join("\n")}\n\nThe rest is in the log of the run.\n`;
}
