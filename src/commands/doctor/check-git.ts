import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { gitOutput, gitRoot } from "../git-root.ts";
import { type Finding, failure, ok, warning } from "./finding.ts";

/** Whether the declarations are in git, and what apply keeps beside them is not. */
export async function checkGit(directory: string): Promise<readonly Finding[]> {
  const root = await gitRoot(directory);
  if (root === null) {
    const remedy = "Keep the declarations in git: `git init`. History and review come from there.";
    return [warning("git", "the directory is in no git repository, or git is not installed", remedy)];
  }
  return [await checkIgnored(directory), checkWorkflows(root)];
}

async function checkIgnored(directory: string): Promise<Finding> {
  const tracked = await gitOutput(directory, ["ls-files", "--", ".residentctl"]);
  if (tracked !== null && tracked !== "") {
    const remedy = "Take it out with `git rm -r --cached .residentctl`, and add .residentctl/ to .gitignore.";
    return failure("git", "the journal in .residentctl/ is committed", remedy);
  }
  if ((await gitOutput(directory, ["check-ignore", ".residentctl/journal"])) === null) {
    const remedy = "Add the line .residentctl/ to .gitignore; `residentctl init` does it.";
    return warning("git", ".residentctl/, where apply keeps its journal, is not ignored by git", remedy);
  }
  return ok("git", "the directory is in a git repository, which ignores .residentctl/");
}

const WORKFLOWS = ["plan", "apply", "drift"] as const;

/** Whether the GitHub workflows are there and filled in: plan, apply and drift, by whatever file name. */
function checkWorkflows(root: string): Finding {
  const folder = path.join(root, ".github", "workflows");
  const texts = workflowTexts(folder);
  const missing = WORKFLOWS.filter((name) => texts.every((text) => !runs(text, name)));
  if (missing.length > 0) {
    const remedy = "`residentctl init` writes them, if the repository is on GitHub.";
    return warning("workflows", `.github/workflows has none for ${missing.join(", ")}`, remedy);
  }
  if (texts.some((text) => /uses: *OWNER\/|\.yml@COMMIT\b/.test(text))) {
    const remedy =
      "Put in the repository and the commit of the reusable workflows, as their first lines say.";
    return warning("workflows", "the workflows still hold OWNER or COMMIT", remedy);
  }
  return ok("workflows", "plan, apply and drift are in .github/workflows");
}

function workflowTexts(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => /\.ya?ml$/.test(name))
      .map((name) => readFileSync(path.join(folder, name), "utf8"));
  } catch {
    // No such folder, or none that can be read: there are no workflows then.
    return [];
  }
}

/** True where a workflow calls the reusable one of that name, or runs the command itself. */
function runs(text: string, name: (typeof WORKFLOWS)[number]): boolean {
  const command = name === "drift" ? "github drift-issue" : name;
  return new RegExp(`/${name}\\.yml(@|\\s|$)|\\bresidentctl ${command}\\b`).test(text);
}
