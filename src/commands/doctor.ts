import { loadDeclarations } from "../declarations/load.ts";
import type { Problem } from "../declarations/problem.ts";
import { workingTree } from "../declarations/working-tree.ts";
import { type ExitCode, ExpectedError, gravest } from "../domain/exit.ts";
import type { DeclaredSite } from "../domain/site.ts";
import { createTextRedactor } from "../reporting/pseudonym.ts";
import { count } from "../reporting/words.ts";
import { type Connection, connect } from "./connect.ts";
import { type Context, createContext } from "./context.ts";
import { selectByFlag } from "./declared-sites.ts";
import { watchAnswers } from "./doctor/check-answers.ts";
import { checkCredentials } from "./doctor/check-credentials.ts";
import { checkGit } from "./doctor/check-git.ts";
import { findingsJson, findingsText } from "./doctor/doctor-text.ts";
import { CHECKS, type Finding, failure, ok, warning } from "./doctor/finding.ts";
import { checkLive } from "./doctor/read-sites.ts";
import type { CommonFlags } from "./flags.ts";
import type { World } from "./world.ts";

/** The flags of `doctor`. */
export interface DoctorFlags extends CommonFlags {
  readonly format: "text" | "json";
}

/**
 * `doctor`: checks, and changes nothing. What can be checked is checked, whatever else fails. Exit 0 where no check
 * failed; 1 where one did; 4 where the declarations are invalid.
 */
export async function doctor(flags: DoctorFlags, world: World): Promise<ExitCode> {
  const context = createContext(flags, world);
  const { problems, sites } = loadDeclarations(workingTree(context.directory));
  const declarations = checkDeclarations(problems, sites);
  const names = sites.map(({ name }) => name);
  const wanted = sites.length === 0 ? new Set() : selectByFlag(flags.site, names, new Set(names));
  const selected = sites.filter(({ name }) => wanted.has(name));
  const [server, git] = await Promise.all([checkServer(context, selected), checkGit(context.directory)]);
  const findings = inOrder([declarations, ...server, ...git]).map((finding) => redacted(finding, context));
  world.stdout.write(
    flags.format === "json" ? findingsJson(findings) : findingsText(findings, context.colors),
  );
  const hasFailed = findings.some(({ verdict, check }) => verdict === "failure" && check !== "declarations");
  return gravest([declarations.verdict === "failure" ? 4 : 0, hasFailed ? 1 : 0]);
}

function checkDeclarations(problems: readonly Problem[], sites: readonly DeclaredSite[]): Finding {
  const errors = problems.filter(({ severity }) => severity === "error");
  if (errors.length > 0 && errors.every(({ rule }) => rule === "no-files")) {
    const remedy = "`residentctl init` writes one for each site.";
    return warning("declarations", "there are no site files yet", remedy);
  }
  if (errors.length > 0) {
    const remedy = "`residentctl validate` shows each with its place. Sites are checked once they are valid.";
    return failure("declarations", `${count(errors.length, "problem")} in the files`, remedy);
  }
  const residents = sites.reduce((sum, site) => sum + site.residents.length, 0);
  return ok("declarations", `${count(sites.length, "site")}, ${count(residents, "resident")}, valid`);
}

/** Credentials, and all that the server is asked for with them. */
async function checkServer(context: Context, sites: readonly DeclaredSite[]): Promise<readonly Finding[]> {
  const { flags, world } = context;
  const credentials = checkCredentials(world.env, flags.emulator !== undefined);
  if (credentials.verdict === "failure") return [credentials];
  const watch = watchAnswers();
  const connection = await connectOr(context, watch.onAnswer);
  if ("check" in connection) return [credentials, connection];
  try {
    return [credentials, ...(await checkLive(connection, sites, context)), ...watch.findings()];
  } finally {
    await connection.close();
  }
}

/** The connection; a base URL or a seed that cannot be used is a finding. */
async function connectOr(
  context: Context,
  onAnswer: NonNullable<Parameters<typeof connect>[1]>,
): Promise<Connection | Finding> {
  try {
    return await connect(context, onAnswer);
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw error;
    return failure("token", error.message, error.remedy);
  }
}

/** By check; within one, as they came: sites by name. */
function inOrder(findings: readonly Finding[]): readonly Finding[] {
  return CHECKS.flatMap((check) => findings.filter((finding) => finding.check === check));
}

/** Findings hold no personal data of ours; a server's words may. */
function redacted(finding: Finding, { pseudonym }: Context): Finding {
  if (pseudonym === null) return finding;
  const redactText = createTextRedactor([], pseudonym);
  const { message, remedy } = finding;
  return { ...finding, message: redactText(message), remedy: remedy === null ? null : redactText(remedy) };
}
