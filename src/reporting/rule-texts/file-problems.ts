import type { ProblemRule } from "../../declarations/problem.ts";
import type { ProblemText } from "./rule-text.ts";

const PLAIN =
  "A declaration is plain text: what stands in an entry is all there is to it, for reviewers too.";

/** What can be wrong with files and their YAML, in the order of `PROBLEM_RULES`. */
export const FILE_PROBLEM_TEXTS = {
  "no-files": {
    trips: "No file matches the globs of the project.",
    why: "Residents nobody read would look as if nobody had declared them.",
    wayOut: "Write a site file, name another directory with -C, or set `sites` in residentctl.yaml.",
    example: null,
  },
  "file-unreadable": {
    trips: "A file or folder cannot be opened, is a link to nothing, or is no plain file.",
    why: "Residents nobody read would look as if nobody had declared them.",
    wayOut: "Let this program read it, or remove it.",
    example: null,
  },
  "file-too-large": {
    trips: "A file is larger than 32 MiB.",
    why: "Such a file is no declaration that anybody reviews, and reading it takes all the memory.",
    wayOut: "Split it into several files of kind Residents.",
    example: null,
  },
  "file-encoding": {
    trips: "A file has bytes that are not UTF-8.",
    why: "Names would be read as others than those that were written.",
    wayOut: "Save the file as UTF-8.",
    example: null,
  },
  "file-extension": {
    trips: "A file where site files are ends in .yml.",
    why: "It is not read, and its residents would look as if nobody had declared them.",
    wayOut: "Rename it so that it ends in .yaml.",
    example: null,
  },
  "file-empty": {
    trips: "A file holds nothing but comments.",
    why: "An emptied file looks like a site whose residents all left.",
    wayOut: "Declare a Site or Residents in it, or delete it.",
    example: { at: "file", yaml: "# All residents have moved." },
  },
  "yaml-syntax": {
    trips: "A file is no YAML: a missing quote, colon, dash or bracket, or a wrong indentation.",
    why: "What cannot be read for certain is not guessed.",
    wayOut: "Look at the line that is named, and the one above it.",
    example: { at: "resident", yaml: 'firstName: "Chris' },
  },
  "yaml-depth": {
    trips: "Brackets or indentation go deeper than 20 levels.",
    why: "Residents stand three levels deep: more is a slip, or an attack.",
    wayOut: "Remove the surplus brackets or indentation.",
    example: { at: "site", yaml: "policy: [[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]" },
  },
  "yaml-documents": {
    trips: "A second document begins in a file, at --- or after ...",
    why: "A file is one Site or one list of Residents; readers and tools look no further.",
    wayOut: "Remove the line, or move what follows into a file of its own.",
    example: { at: "site", yaml: "---\nkind: Residents" },
  },
  "yaml-anchor": {
    trips: "An anchor (&name) stands before a value.",
    why: PLAIN,
    wayOut: "Remove it; put a text that begins with an ampersand in quotes.",
    example: { at: "resident", yaml: "unit: &corner 105" },
  },
  "yaml-alias": {
    trips: "An alias (*name) stands for a value.",
    why: PLAIN,
    wayOut: "Write the value out, in quotes where it begins with an asterisk.",
    example: { at: "resident", yaml: "unit: *corner" },
  },
  "yaml-merge-key": {
    trips: "A merge key (<<) takes keys from elsewhere.",
    why: PLAIN,
    wayOut: "Write the keys out; building and floor can come from the defaults of a Residents file.",
    example: { at: "resident", yaml: "<<: { phone: 303-555-0112 }" },
  },
  "yaml-tag": {
    trips: "A tag (!!int, !name) says what a value is.",
    why: "No value is guessed to be a number or a date: a scalar is the text that was written.",
    wayOut: "Remove the tag; put a text that begins with an exclamation mark in quotes.",
    example: { at: "resident", yaml: "unit: !!str 0105" },
  },
  "duplicate-key": {
    trips: "A key stands twice in one mapping.",
    why: "YAML readers keep one of the two, and not all of them the same.",
    wayOut: "Keep one of the two.",
    example: { at: "resident", yaml: 'phone: "303-555-0112"\nphone: "303-555-0113"' },
  },
  "empty-value": {
    trips: "A key has nothing behind its colon.",
    why: "Nothing could mean cleared, unknown or forgotten.",
    wayOut: "Give it a value, leave the key out, or write null where that is allowed (phone, accessEnd).",
    example: { at: "resident", yaml: "phone:" },
  },
} as const satisfies Readonly<Partial<Record<ProblemRule, ProblemText>>>;
