import type { Colors } from "picocolors/types.js";
import type { CallEnding, CallOutcome, SentCalls } from "../applying/send-calls.ts";
import { visibleText } from "../domain/visible-text.ts";
import type { CalledResident, CallMail, CallName, CallPlan, CallRefusal } from "../planning/imperative.ts";
import { alignColumns } from "./columns.ts";
import { count } from "./words.ts";

const MAIL_WORDS: Readonly<Record<CallMail, string>> = {
  invitation: "invitation",
  "wifi-details": "Wi-Fi details",
  "psk-reset-link": "link to reset the Wi-Fi key",
};

/** What is worth knowing before a call is agreed to. */
const CALL_NOTES: Readonly<Record<CallName, readonly string[]>> = {
  invite: ["A new invitation holds a new link; those sent before stay valid until onboarding is complete."],
  "psk-reset": [
    "Works only at sites of type PPK-C and PPK-D. The API does not say which type a site has: at any other it",
    "answers with an error, and nothing changes.",
    "The key changes when the resident confirms in the portal; their devices must then join the Wi-Fi again.",
  ],
  onboard: ["Onboarding begins now, before the activation date. It cannot be taken back."],
};

/** Who will get which e-mail, who is left out, and who is refused. */
export function callPlanText(plan: CallPlan, colors: Colors): string {
  const lines: string[] = [];
  if (plan.refused.length === 0 && plan.targets.length > 0) {
    lines.push(colors.bold(`${plan.call}: ${count(plan.targets.length, "resident")} will get an e-mail`));
    const rows = plan.targets.map((target) => [
      ...who(target),
      MAIL_WORDS[target.mail],
      `(${target.status})`,
    ]);
    lines.push(...indented(rows), ...CALL_NOTES[plan.call]);
  }
  lines.push(...leftOutLines(plan.leftOut));
  if (plan.refused.length > 0) {
    lines.push(colors.red(`${plan.call} is refused, and nothing is sent:`));
    for (const refusal of plan.refused) {
      lines.push(`  ${who(refusal).join("  ")} ${refusal.reason}`, `      ${refusal.remedy}`);
    }
  }
  return lines.map((line) => `${line}\n`).join("");
}

/** One line a reason, with how many: the left out were not named. */
function leftOutLines(leftOut: readonly CallRefusal[]): readonly string[] {
  const byReason = new Map<string, number>();
  for (const { reason } of leftOut) byReason.set(reason, (byReason.get(reason) ?? 0) + 1);
  return [...byReason].map(
    ([reason, number]) => `Left out: ${count(number, "resident")}, each of whom ${reason}`,
  );
}

function who({ site, unit, email }: CalledResident): readonly [string, string, string] {
  return [visibleText(site.name), visibleText(unit), visibleText(email)];
}

function indented(rows: readonly (readonly string[])[]): readonly string[] {
  return alignColumns(rows).map((line) => `  ${line}`);
}

const ENDING_WORDS: Readonly<Record<CallEnding, string>> = {
  done: "sent",
  failed: "failed",
  unknown: "unknown",
  "not-attempted": "not sent",
};

/** How the call ended for everybody, jobs, and the sum. */
export function sentCallsText({ outcomes, jobs }: SentCalls, colors: Colors): string {
  const rows = outcomes.map(({ target, ending }) => [ENDING_WORDS[ending], ...who(target)]);
  const aligned = indented(rows);
  const lines = outcomes.flatMap((outcome, index) => [
    painted(outcome.ending, aligned[index] ?? "", colors),
    ...because(outcome),
  ]);
  for (const { site, jobId, submitted, problems } of jobs) {
    lines.push(`  job ${visibleText(jobId, 80)} at ${visibleText(site)}: ${submitted} submitted`);
    lines.push(...problems.map((problem) => `      ${problem}`));
  }
  lines.push(sumOf(outcomes));
  if (outcomes.some(({ ending }) => ending === "unknown")) lines.push(...UNKNOWN_ADVICE);
  return lines.map((line) => `${line}\n`).join("");
}

const UNKNOWN_ADVICE = [
  "Whether an e-mail went out to those marked unknown cannot be told, and nothing is sent again by itself.",
  "Ask the resident, or look at the job or the resident in the web UI, before you send once more.",
];

function because({ message, detail }: CallOutcome): readonly string[] {
  if (message === null) return [];
  return [`      ${message}${detail === null ? "" : `: ${detail}`}`];
}

function painted(ending: CallEnding, line: string, colors: Colors): string {
  switch (ending) {
    case "done":
      return colors.green(line);
    case "failed":
      return colors.red(line);
    case "unknown":
    case "not-attempted":
      return colors.yellow(line);
  }
}

const ENDINGS: readonly CallEnding[] = ["done", "failed", "unknown", "not-attempted"];

function sumOf(outcomes: readonly CallOutcome[]): string {
  const parts = ENDINGS.flatMap((ending) => {
    const number = outcomes.filter((outcome) => outcome.ending === ending).length;
    return number === 0 ? [] : [`${number} ${ENDING_WORDS[ending]}`];
  });
  return `Done: ${parts.join(", ")}.`;
}
