/** Where the reusable workflows are, until somebody says: both parts have to be filled in. */
export const PLACEHOLDER = "OWNER/residentctl@COMMIT";

/** Workflow files, by name, that call the reusable ones of residentctl. */
export function workflowTexts(source: string, directory: string): ReadonlyMap<string, string> {
  const [repository = "", commit = ""] = source.split("@");
  const uses = (name: string): string => `${repository}/.github/workflows/${name}.yml@${commit}`;
  const head =
    source === PLACEHOLDER
      ? `# Put in where residentctl is on GitHub: OWNER, and a COMMIT of it (all 40 digits: a tag can be moved).\n`
      : "";
  const where = directory === "" ? "" : `\n      directory: ${JSON.stringify(directory)}`;
  return new Map([
    ["residents-plan.yml", planText(head, uses("plan"), where)],
    ["residents-apply.yml", applyText(head, uses("apply"), where)],
    ["residents-drift.yml", driftText(head, uses("drift"), where)],
  ]);
}

function planText(head: string, uses: string, where: string): string {
  return `# Plans every pull request, and keeps the plan in one comment on it.
${head}# Needs residentctl in package.json and package-lock.json, and an environment residentctl-plan with a read-only
# credential: the secrets ELEVENOS_EMAIL and ELEVENOS_PASSWORD (or ELEVENOS_TOKEN), and RESIDENTCTL_PSEUDONYM_KEY, any
# long random text.
name: Residents, plan
on: pull_request
permissions: {}
jobs:
  plan:
    permissions:
      contents: read
      pull-requests: write
    uses: ${uses}
${where === "" ? "" : `    with:${where}\n`}`;
}

function applyText(head: string, uses: string, where: string): string {
  return `# Applies what was reviewed, when a pull request is merged: the plan whose digest stands in its comment.
${head}# Needs also an environment residentctl-production, restricted to the branch main, with the credential that may write.
name: Residents, apply
on:
  push:
    branches: [main]
  workflow_dispatch:
    inputs:
      expect:
        description: Digest of the plan to apply
permissions: {}
jobs:
  apply:
    permissions:
      contents: write # receipts: git notes in refs/notes/residentctl
      pull-requests: write
    uses: ${uses}
    with:
      expect: \${{ inputs.expect }}${where}
`;
}

function driftText(head: string, uses: string, where: string): string {
  return `# Looks every night whether live state is still as declared, and keeps one issue about what is not.
${head}# Needs the environment residentctl-plan, as residents-plan.yml does.
name: Residents, drift
on:
  schedule:
    - cron: "17 3 * * *"
  workflow_dispatch:
permissions: {}
jobs:
  drift:
    permissions:
      contents: read
      issues: write
    uses: ${uses}
${where === "" ? "" : `    with:${where}\n`}`;
}
