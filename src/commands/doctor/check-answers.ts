import * as answers from "built:validators/answers";
import type { ErrorObject } from "ajv/dist/2020.js";
import { visibleText } from "../../domain/visible-text.ts";
import { ROUTES, type Route } from "../../elevenos/wire.ts";
import { firstOf } from "../../reporting/columns.ts";
import { count } from "../../reporting/words.ts";
import { type Finding, ok, warning } from "./finding.ts";

/** The answers that doctor gets, and the schema in `schemas/api/` that each is to follow. */
const CHECKED = [
  [ROUTES.teams, answers.teams],
  [ROUTES.sites, answers.sites],
  [ROUTES.mappings, answers.mappings],
  [ROUTES.residents, answers.residents],
] as const;

/** Watches answers, and says in the end what is unusual about them. No answer is kept. */
export interface AnswerWatch {
  readonly onAnswer: (route: Route, answer: unknown) => void;
  readonly findings: () => readonly Finding[];
}

/** What is known of the answers to one call. */
interface Seen {
  readonly route: Route;
  readonly validate: (typeof CHECKED)[number][1];
  answers: number;
  /** How often something is wrong, by what: `Residents[].Floor must be string`. */
  readonly wrong: Map<string, number>;
}

/** A watch over the answers to the calls that only read, by the JSON Schemas that describe them. */
export function watchAnswers(): AnswerWatch {
  const seen: readonly Seen[] = CHECKED.map(([route, validate]) => ({
    route,
    validate,
    answers: 0,
    wrong: new Map(),
  }));
  return {
    onAnswer: (route, answer) => {
      const call = seen.find((one) => one.route === route);
      if (call === undefined) return;
      call.answers += 1;
      if (call.validate(answer)) return;
      for (const error of call.validate.errors ?? []) {
        const words = wordsOf(error);
        call.wrong.set(words, (call.wrong.get(words) ?? 0) + 1);
      }
    },
    findings: () => seen.filter(({ answers }) => answers > 0).map(findingOf),
  };
}

/** What is wrong, and where: never the value, which may be personal. */
function wordsOf({ instancePath, message, params }: ErrorObject): string {
  const place = instancePath
    .slice(1)
    .replaceAll(/\/\d+(?=\/|$)/g, "[]")
    .replaceAll("/", ".");
  const kind =
    params.pattern === undefined ? `${message}`.replaceAll(",", " or ") : "is not written as expected";
  return `${place === "" ? "the answer" : visibleText(place, 100)} ${kind}`;
}

function findingOf({ route, answers, wrong }: Seen): Finding {
  const request = `${route.method} ${route.path}`;
  if (wrong.size === 0) {
    return ok("answers", `${request}: ${count(answers, "answer")} of the shape relied on`);
  }
  const list = [...wrong].map(([words, times]) => (times === 1 ? words : `${words} (${times} times)`));
  return warning(
    "answers",
    `${request}: ${firstOf(list, 5)}`,
    "Report this: what the API answers differs from what this program was written for.",
  );
}
