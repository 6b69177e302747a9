/** What `--help` of the commands in `cli.ts` ends with: examples, and exit codes. */
export const HELP_EXAMPLES = {
  validate: `
Examples:
  residentctl validate                             all declaration files
  residentctl validate sites/oak-park.yaml         what is wrong in one file; all of them are read
  residentctl validate --format sarif > out.sarif  for code scanning; github makes annotations, json is for programs
The shape of json is schemas/validate.schema.json.
Exit codes: 0 valid; 4 there are problems, or the command line is wrong.
`,
  plan: `
Examples:
  residentctl plan                                 all declared sites
  residentctl plan --site oak-park --base main     one site: what was declared since main, apart from drift
  residentctl plan --format html > plan.html       a report to open in a browser; pseudonyms unless --redact off
  residentctl plan --out plan.json                 then residentctl apply plan.json does that and nothing else
The shape of json is schemas/plan.schema.json.
Exit codes: 0 planned, with changes or without; 1 a site could not be read; 2 changes (with --detailed-exitcode);
3 refused; 4 the declarations or the command line are invalid; 130 interrupted.
`,
  apply: `
Examples:
  residentctl apply                                shows the plan, and asks
  residentctl apply plan.json                      only what plan --out saved
  residentctl apply --expect DIGEST --yes          for automation: that plan, or nothing
The shape of json, which is one event a line, is schemas/apply.schema.json; of a receipt, schemas/receipt.schema.json.
Exit codes: 0 done, and live state is as declared; 1 failed, incomplete, or not approved; 3 refused; 4 the declarations
or the command line are invalid; 130 interrupted: what was done is said, and the next apply finishes it.
`,
  sites: `
Examples:
  residentctl sites                                names, and which shard each is in
  residentctl sites --format matrix --shards 4     for the matrix of a GitHub workflow
The shape of json is schemas/sites.schema.json; of a matrix, schemas/sites-matrix.schema.json.
Exit codes: 0 listed; 4 the declarations or the command line are invalid.
`,
  merge: `
Examples:
  residentctl merge shard-1.json shard-2.json --out plan.json
Exit codes: 0 merged; 2 changes (with --detailed-exitcode); 1 a plan in it is incomplete; 3 refused;
4 a file is no plan, or the plans do not belong together.
`,
  github: `
Examples:
  residentctl github comment --plan plan.json      one comment on the pull request of the event
  residentctl github approved --plan plan.json     whether that is the plan that was reviewed
Exit codes: 0 done; 1 GitHub could not be reached, or refused; 3 not the plan that was reviewed (approved); 4 a file or
the command line is wrong.
`,
  comment: `
Examples:
  residentctl github comment --plan plan.json --plan-exit 0
  residentctl github comment --as apply --file apply.md --pr 12
Exit codes: 0 written, or already so; 1 GitHub could not be reached, or refused; 4 a file or the command line is wrong.
`,
  summary: `
Examples:
  residentctl github summary --plan plan.json
  residentctl github summary --file apply.md       what apply --format markdown printed
Exit codes: 0 written; 1 it could not be; 4 a file or the command line is wrong.
`,
  driftIssue: `
Examples:
  residentctl github drift-issue --plan plan.json --plan-exit 2
Exit codes: 0 opened, updated, closed, or nothing to do; 1 GitHub could not be reached, or refused; 4 a file or the
command line is wrong.
`,
  approved: `
Examples:
  residentctl github approved --plan plan.json                      by the comment on the merged pull request
  residentctl github approved --plan plan.json --expect DIGEST      by a digest that somebody gave
Exit codes: 0 it is, or nothing is to be done; 1 GitHub could not be reached, or refused; 3 it is not; 4 a file or the
command line is wrong.
`,
  emulator: `
Examples:
  residentctl emulator --seed seed.json --port 8080
  residentctl emulator --seed seed.json --state state.json     keeps what happens in state.json
Then, in another shell, with the account of the seed:
  ELEVENOS_BASE_URL=http://127.0.0.1:8080/v2 residentctl plan
Exit codes: 0 ended by Ctrl-C; 4 a file or the command line is wrong.
`,
} as const;
