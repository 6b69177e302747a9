import type { Problem } from "../declarations/problem.ts";
import { formatUnit } from "../domain/unit.ts";
import type { Action, ActionSource, Refusal } from "../planning/plan.ts";
import { type Annotation, annotationLines } from "./github-commands.ts";
import { takesAccess } from "./markdown-groups.ts";
import type { ShownPlan } from "./shown-plan.ts";
import { noChangesLine, summarize, summaryLine, unreadLine } from "./summary.ts";
import type { Validation } from "./validation-reporters.ts";
import { count, effectWords } from "./words.ts";

/** The problems of `validate` on the lines concerned, as workflow commands. */
export function validationAnnotations({ problems, sites, residents }: Validation): string {
  if (problems.length === 0) return `Valid: ${count(sites, "site")}, ${count(residents, "resident")}.\n`;
  return annotationLines(problems.map(problemAnnotation));
}

/** What was written may be personal, and is never in an annotation. */
function problemAnnotation({ severity, rule, message, remedy, position }: Problem): Annotation {
  const { file, line, column } = position;
  return { level: severity, title: rule, message: `${message}\n${remedy}`, file, line, column };
}

/** A plan on the lines concerned: refusals as errors, warnings, then actions as notices, those that end access first. */
export function planAnnotations(plan: ShownPlan): string {
  const hasActions = plan.sites.some((site) => site.actions.length > 0);
  const summary = hasActions ? summaryLine(summarize(plan)) : noChangesLine(plan);
  const actions = plan.sites.flatMap((site) => site.actions.map((action) => ({ site: site.name, action })));
  const ordered = [
    ...actions.filter(({ action }) => takesAccess(action.kind)),
    ...actions.filter(({ action }) => !takesAccess(action.kind)),
  ];
  const unread = unreadLine(plan);
  return annotationLines([
    ...(unread === null
      ? []
      : [{ level: "error" as const, title: "residentctl plan", message: unread, ...place(null) }]),
    ...plan.sites.flatMap((site) => site.refusals.map((refusal) => refusalAnnotation(site.name, refusal))),
    ...plan.sites.flatMap((site) =>
      site.warnings.map(
        ({ message, source }): Annotation => ({
          level: "warning",
          title: site.name,
          message,
          ...place(source),
        }),
      ),
    ),
    {
      level: "notice",
      title: "residentctl plan",
      message: `${summary}\nDigest: ${plan.digest}`,
      ...place(null),
    },
    ...ordered.map(({ site, action }) => actionAnnotation(site, action)),
  ]);
}

function refusalAnnotation(site: string, refusal: Refusal): Annotation {
  const consent = refusal.consent === null ? "" : `\nConsent, in accept: - ${refusal.consent}`;
  return {
    level: "error",
    title: `${refusal.rule} at ${site}`,
    message: `${refusal.message}\n${refusal.remedy}${consent}`,
    ...place(refusal.sources[0] ?? null),
  };
}

function actionAnnotation(site: string, action: Action): Annotation {
  const effects = action.effects.map(effectWords).filter((words) => words !== null);
  const fields = action.patch
    .filter(({ op, path }) => op !== "test" && path !== "/state")
    .map(({ path }) => path.slice(1));
  const changes = action.kind === "create" || fields.length === 0 ? [] : [`fields: ${fields.join(", ")}`];
  return {
    level: "notice",
    title: `${action.kind} at ${site}`,
    message: [`${formatUnit(action.unit)} ${action.email}`, ...changes, ...effects].join("; "),
    ...place(action.source),
  };
}

function place(source: ActionSource | null): Pick<Annotation, "file" | "line" | "column"> {
  return { file: source?.file ?? null, line: source?.line ?? null, column: null };
}
