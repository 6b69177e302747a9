import { visibleText } from "../domain/visible-text.ts";

/** The kinds of annotation that GitHub knows. */
export type AnnotationLevel = "error" | "warning" | "notice";

/** Something on a line of a file, or on none. */
export interface Annotation {
  readonly level: AnnotationLevel;
  readonly title: string;
  readonly message: string;
  readonly file: string | null;
  /** From 1; null where it is about the file, or none. */
  readonly line: number | null;
  /** From 1. */
  readonly column: number | null;
}

/** GitHub shows ten annotations of each level for a step, and silently no more. */
const MOST_SHOWN = 10;

/**
 * Annotations as workflow commands, a line each, in their order. Of more than ten of a level, nine are commands; the
 * others are plain lines of the log, and the tenth command says so. Ends in a line break, or is empty.
 */
export function annotationLines(annotations: readonly Annotation[]): string {
  const levels: readonly AnnotationLevel[] = ["error", "warning", "notice"];
  const lines = levels.flatMap((level) => {
    const mine = annotations.filter((annotation) => annotation.level === level);
    if (mine.length <= MOST_SHOWN) return mine.map(commandLine);
    const shown = mine.slice(0, MOST_SHOWN - 1);
    const rest = mine.slice(MOST_SHOWN - 1);
    return [
      ...shown.map(commandLine),
      commandLine({
        level,
        title: "residentctl",
        message: `${rest.length} more: GitHub shows no more than ${MOST_SHOWN}. They are in the log.`,
        file: null,
        line: null,
        column: null,
      }),
      ...rest.map(plainLine),
    ];
  });
  return lines.map((line) => `${line}\n`).join("");
}

/** `::error file=sites/a.yaml,line=3,col=5,title=email::The address …`. */
function commandLine({ level, title, message, file, line, column }: Annotation): string {
  const properties = [
    ...(file === null ? [] : [`file=${property(file)}`]),
    ...(file === null || line === null ? [] : [`line=${line}`]),
    ...(file === null || line === null || column === null ? [] : [`col=${column}`]),
    `title=${property(title)}`,
  ];
  return `::${level} ${properties.join(",")}::${data(message)}`;
}

function plainLine({ level, message, file, line }: Annotation): string {
  const place = file === null ? "" : `${visibleText(file)}:${line ?? 1}: `;
  return `${level}: ${place}${message
    .split("\n")
    .map((words) => visibleText(words))
    .join(" ")}`;
}

/** The text of a command: line breaks stay, as the runner wants them; whatever else is invisible is shown. */
function data(text: string): string {
  return text
    .split("\n")
    .map((line) => visibleText(line).replaceAll("%", "%25"))
    .join("%0A");
}

function property(text: string): string {
  return visibleText(text).replaceAll("%", "%25").replaceAll(":", "%3A").replaceAll(",", "%2C");
}
