import type { ProblemRule } from "../../declarations/problem.ts";
import type { ProblemText } from "./rule-text.ts";

/** What can be wrong with keys and values, and between entries, in the order of `PROBLEM_RULES`. */
export const VALUE_PROBLEM_TEXTS = {
  "api-version": {
    trips: "apiVersion is missing, or is none that this program knows.",
    why: "A file of a later version may mean something else.",
    wayOut: "Write `apiVersion: residentctl/v1`, or use a newer residentctl.",
    example: { at: "site", yaml: "apiVersion: residentctl/v9" },
  },
  kind: {
    trips:
      "kind is not Project, Site or Residents, or stands in the wrong file: Project is residentctl.yaml's.",
    why: "The kind says which keys mean something.",
    wayOut: "Correct it; kinds are spelt with a capital letter.",
    example: { at: "site", yaml: "kind: Sight" },
  },
  "unknown-key": {
    trips: "A key means nothing where it stands.",
    why: "A misspelt key would be ignored in silence: `acessEnd` would leave the access open.",
    wayOut: "Correct it (the message guesses), or remove it.",
    example: { at: "resident", yaml: "acessEnd: 2027-01-31" },
  },
  "missing-key": {
    trips: "A key that is required is not there.",
    why: "The API wants all of an account's fields, and nothing is made up.",
    wayOut: "Add it; building and floor can come from the defaults of a Residents file.",
    example: { at: "residents", yaml: "- email: chris.wilson@example.com\n  firstName: Chris" },
  },
  "wrong-type": {
    trips: "A text stands where a list or a mapping is expected, or the other way round.",
    why: "What it should mean would have to be guessed.",
    wayOut: "Write it as the message says.",
    example: { at: "resident", yaml: "unit: [105, 106]" },
  },
  "invalid-value": {
    trips: "A value is not among those that its key allows.",
    why: "A misspelt state would leave the resident as they are.",
    wayOut: "Write one of the words in the message.",
    example: { at: "resident", yaml: "state: suspend" },
  },
  text: {
    trips:
      "A name, phone, building, floor or unit is empty, longer than 200 characters, has white space at an end or characters that cannot be seen.",
    why: "Two texts that look alike and differ are two people, or two units, to the server.",
    wayOut: "Type the text anew.",
    example: { at: "resident", yaml: 'unit: "105 "' },
  },
  id: {
    trips: "teamId, siteId or id has spaces, slashes or other signs that ids do not have.",
    why: "Ids become part of a web address.",
    wayOut: "Copy the id from Site Manager.",
    example: { at: "site", yaml: "siteId: ../all" },
  },
  email: {
    trips: "An address is not complete, or has characters that cannot be seen or look like others.",
    why: "The address is who the resident is, and where the invitation goes.",
    wayOut: "Correct it.",
    example: { at: "resident", yaml: "email: chris.wilson(at)example.com" },
  },
  "email-duplicate": {
    trips: "Two entries, at one site or at two, have the same address; capitals make no difference.",
    why: "An address exists once in all of Site Manager, and one entry would undo the other.",
    wayOut: "Delete one of the two. Somebody who moves to another site is declared at the new one only.",
    example: {
      at: "residents",
      yaml: '- { email: kim@example.com, firstName: Kim, lastName: Ortega, building: Hudson, floor: "1", unit: "105" }\n- { email: Kim@example.com, firstName: Kim, lastName: Ortega, building: Hudson, floor: "1", unit: "106" }',
    },
  },
  "site-duplicate": {
    trips: "Two Sites have the same name or the same siteId.",
    why: "Two declarations of one site would undo each other.",
    wayOut: "Put the residents of one into a file of kind Residents, or correct the siteId.",
    example: null,
  },
  "site-unknown": {
    trips: "A Residents file names a site that no Site declares.",
    why: "Its residents would belong nowhere.",
    wayOut: "Declare the Site, or correct its name.",
    example: {
      at: "file",
      yaml: "apiVersion: residentctl/v1\nkind: Residents\nsite: mapel-house\nresidents: []",
    },
  },
  "team-missing": {
    trips: "A Site has no teamId, and neither has the Project.",
    why: "The API finds a site by its team.",
    wayOut: "Add `teamId` to the Site, or to residentctl.yaml for all of them.",
    example: {
      at: "file",
      yaml: 'apiVersion: residentctl/v1\nkind: Site\nname: maple-house\nsiteId: "17"\ntimezone: America/Denver\nresidents: []',
    },
  },
  timezone: {
    trips: "timezone is not the name of an IANA time zone.",
    why: "A date means a day where the site is; an abbreviation or an offset does not know of summer time.",
    wayOut: "Write a name such as America/Los_Angeles.",
    example: { at: "site", yaml: "timezone: PST" },
  },
  time: {
    trips: "A time of the Site is not hours and minutes with two digits each.",
    why: "It says when access starts and ends on a date without a time.",
    wayOut: 'Write "00:00" to "23:59".',
    example: { at: "site", yaml: 'times: { start: "9:00" }' },
  },
  date: {
    trips:
      "accessStart or accessEnd is no date of the calendar, or a time that the site's clocks skip or have twice when they change.",
    why: "What was meant would have to be guessed.",
    wayOut:
      "Write 2026-11-05, 2026-11-05T11:00, or 2026-11-05T11:00:00-08:00; the offset tells a doubled hour apart.",
    example: { at: "resident", yaml: "accessStart: 11/05/2026" },
  },
  "date-order": {
    trips: "Access ends before it starts.",
    why: "Nobody could ever be let in.",
    wayOut: "Correct the date that is wrong.",
    example: { at: "resident", yaml: "accessStart: 2026-11-05\naccessEnd: 2026-11-04" },
  },
  "unit-overlap": {
    trips: "Two residents who are not terminated are declared for one unit on the same day. Both days count.",
    why: "A unit has one resident a day in Site Manager: the second one would fail.",
    wayOut: "End the first one the day before the second one starts, or correct the unit.",
    example: {
      at: "residents",
      yaml: '- { email: a@example.com, firstName: Ann, lastName: Lee, building: Hudson, floor: "1", unit: "105", accessEnd: 2026-11-30 }\n- { email: b@example.com, firstName: Ben, lastName: Ray, building: Hudson, floor: "1", unit: "105", accessStart: 2026-11-30 }',
    },
  },
  replaces: {
    trips:
      "replaces names its own entry, an account that is declared to go on, or one that another entry replaces; or stands on an entry that ends.",
    why: "It is the consent to end that account for the sake of this one.",
    wayOut: "Name the old address on the entry with the new one, and delete the old entry.",
    example: {
      at: "resident",
      yaml: "email: chris.wilson@example.com\nreplaces: Chris.Wilson@example.com",
    },
  },
  "transfer-from": {
    trips: "transferFrom names its own site or one that is not declared, or stands on an entry that ends.",
    why: "It is the consent to purge the account at that site.",
    wayOut: "Name the site the resident comes from, or leave it out.",
    example: { at: "resident", yaml: "transferFrom: nowhere-house" },
  },
  limit: {
    trips: "A limit is neither a whole number nor a whole percentage up to 100%.",
    why: "A limit that cannot be read would protect nobody.",
    wayOut: "Write 5 or 10%.",
    example: { at: "site", yaml: "policy: { limits: { terminate: a few } }" },
  },
  consent: {
    trips: "A line in accept: is no consent, names a rule that cannot be consented to, or stands twice.",
    why: "A consent covers exactly the changes it was printed for: it is pasted, never written.",
    wayOut: "Paste the line that the refused plan prints.",
    example: { at: "site", yaml: "accept: [limit-exceeded/terminate]" },
  },
  "sites-glob": {
    trips: "A glob in `sites` leads out of the folder of residentctl.yaml.",
    why: "What is declared is what the repository holds, and what its review saw.",
    wayOut: "Write it relative to that folder, such as sites/**/*.yaml.",
    example: { at: "project", yaml: "sites: [../other/*.yaml]" },
  },
} as const satisfies Readonly<Partial<Record<ProblemRule, ProblemText>>>;
