import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { convertTable } from "../../../src/declarations/csv/convert-table.ts";
import type { KnownUnits } from "../../../src/declarations/csv/known-units.ts";
import type { DateOrder } from "../../../src/declarations/csv/read-date.ts";
import { readTable } from "../../../src/declarations/csv/read-table.ts";
import { writeCsv } from "../../../src/declarations/csv/write-csv.ts";
import { loadDeclarations } from "../../../src/declarations/load.ts";
import type { DeclaredResident } from "../../../src/domain/site.ts";
import { memoryTree, siteFile } from "../memory-tree.ts";

const HEADER = "First Name,Last Name,Email,Phone Number,Building,Floor,Unit,Access Start,Access End";
const GOOD = "Chris,Wilson,cwilson@example.com,543-678-9012,Hudson,1,105,2021-11-05,2022-11-06 11:00 AM";

interface Given {
  readonly dateOrder?: DateOrder;
  readonly known?: KnownUnits;
  readonly zone?: string;
}

function convert(csv: string | Uint8Array, { dateOrder, known, zone }: Given = {}) {
  const bytes = typeof csv === "string" ? new TextEncoder().encode(csv) : csv;
  return convertTable(readTable("r.csv", bytes), {
    site: "a",
    zone: zone ?? "America/Los_Angeles",
    dateOrder: dateOrder ?? null,
    known: known ?? null,
  });
}

/** The problems as `row:column: message`. */
function wrong(csv: string, given: Given = {}): readonly string[] {
  const converted = convert(csv, given);
  if (converted.kind === "yaml") return [];
  return converted.problems.map(({ row, column, message }) => `${row}:${column ?? ""}: ${message}`);
}

function yaml(csv: string | Uint8Array, given: Given = {}): string {
  const converted = convert(csv, given);
  return converted.kind === "yaml" ? converted.text : JSON.stringify(converted.problems);
}

/** The cells of a good row, with some of them replaced. */
function row(changes: Readonly<Record<number, string>>): string {
  const cells = GOOD.split(",").map((cell, index) => changes[index] ?? cell);
  return `${HEADER}\n${cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(",")}\n`;
}

const EXPECTED = `apiVersion: residentctl/v1
kind: Residents
site: a
residents:
  - email: cwilson@example.com
    firstName: Chris
    lastName: Wilson
    phone: 543-678-9012
    building: Hudson
    floor: "1"
    unit: "105"
    accessStart: 2021-11-05
    accessEnd: 2022-11-06T11:00
`;

describe("a good file", () => {
  test.each([
    ["the template", `${HEADER}\n${GOOD}\n`],
    ["a byte order mark and CRLF", `\ufeff${HEADER}\r\n${GOOD}\r\n`],
    ["semicolons", `${HEADER}\n${GOOD}\n`.replaceAll(",", ";")],
    ["tabs", `${HEADER}\n${GOOD}\n`.replaceAll(",", "\t")],
    ["Excel's sep= line", `sep=;\r\n${`${HEADER}\n${GOOD}\n`.replaceAll(",", ";")}`],
    ["other capitals, spaces and signs", `${HEADER.toLowerCase().replace("email", " E-Mail ")}\n${GOOD}\n`],
    [
      "the API's names in another order",
      "Unit,Floor,Building,Email,FirstName,LastName,Phone,ActivationDateUTC,DeactivationDate\n105,1,Hudson,cwilson@example.com,Chris,Wilson,543-678-9012,2021-11-05,2022-11-06T11:00\n",
    ],
    ["empty rows and an empty column", `${HEADER},\n,,,,,,,,,\n${GOOD},\n\n`],
    ["quotes, white space and a line end around a cell", row({ 0: " Chris\n", 3: "\u00a0543-678-9012" })],
  ])("with %s", (_, csv) => {
    expect(yaml(csv)).toBe(EXPECTED);
  });

  test("without a site it is the list of residents, also of none", () => {
    const bytes = new TextEncoder().encode(`${HEADER}\n`);
    const options = { site: null, zone: null, dateOrder: null, known: null };
    expect(convertTable(readTable("r.csv", bytes), options)).toEqual({
      kind: "yaml",
      text: "residents: []\n",
      midnightEnds: [],
      residents: 0,
    });
  });

  test("times of the API's UTC fields are UTC, others local", () => {
    const csv = `${HEADER.replace("Access Start", "ActivationDateUTC")}\n${GOOD.replace("2021-11-05", "2021-11-05 21:10:22")}\n`;
    expect(yaml(csv)).toContain("accessStart: 2021-11-05T21:10:22Z\n    accessEnd: 2022-11-06T11:00\n");
  });
});

describe("dates", () => {
  test.each<[string, DateOrder | undefined, string]>([
    ["11/25/2021", undefined, "2021-11-25"],
    ["25/11/2021", undefined, "2021-11-25"],
    ["11/11/2021", undefined, "2021-11-11"],
    ["11/5/2021", "mdy", "2021-11-05"],
    ["11/5/2021", "dmy", "2021-05-11"],
    ["5.11.2021", undefined, "2021-11-05"],
    ["2021/11/5", undefined, "2021-11-05"],
    ["11/25/2021 2:10 PM", undefined, "2021-11-25T14:10"],
    ["11/25/2021 12:00 am", undefined, "2021-11-25T00:00"],
    ["2021-11-05 14:10:22", undefined, "2021-11-05T14:10:22"],
    ["2021-11-05T14:10:22.844+0000", undefined, "2021-11-05T14:10:22+00:00"],
    ["2021-11-05T14:10Z", undefined, "2021-11-05T14:10Z"],
  ])("%s with --date-order %s is %s", (text, dateOrder, expected) => {
    expect(yaml(row({ 7: text }), dateOrder === undefined ? {} : { dateOrder })).toContain(
      `accessStart: ${expected}\n`,
    );
  });

  test.each<[string, DateOrder | undefined, string]>([
    ["11/5/2021", undefined, "It could be 2021-11-05 or 2021-05-11. Give --date-order mdy or dmy."],
    ["11/5/2021", "ymd", "It could be"],
    ["44505", undefined, "It is a spreadsheet's number for a day (perhaps 2021-11-05)."],
    ["44505.5", undefined, "(perhaps 2021-11-05)"],
    ["11/5/21", "mdy", "The year has two digits."],
    ["2021-02-29", undefined, "2021-02-29 is not in the calendar"],
    ["25/11/2021", "mdy", "is not in the calendar, read as month, day, year. Correct it, or give another"],
    ["11/25/2021 13:10 PM", undefined, "is not in the calendar"],
    ["soon", undefined, "This is not a date. Write it as YYYY-MM-DD."],
    ["2021-11-07 01:30", undefined, "is a time that America/Los_Angeles has twice"],
    ["#N/A", undefined, "A formula's error"],
  ])("%s with --date-order %s is an error", (text, dateOrder, words) => {
    const problems = wrong(row({ 7: text }), dateOrder === undefined ? {} : { dateOrder });
    expect(problems).toEqual([expect.stringMatching(/^2:Access Start: /)]);
    expect(problems[0]).toContain(words);
  });
});

describe("what a spreadsheet damaged", () => {
  test.each<[number, string, string]>([
    [6, "3-Apr", "2:Unit: A spreadsheet has made a date of it"],
    [6, "Apr-03", "2:Unit: A spreadsheet has made a date of it"],
    [6, "2021-04-03 00:00:00", "2:Unit: A spreadsheet has made a date of it"],
    [5, "4/3/2021", "2:Floor: A spreadsheet has made a date of it"],
    [6, "1.2E+01", "2:Unit: A spreadsheet has turned a number into scientific notation"],
    [3, "5,43679E+09", "2:Phone Number: A spreadsheet has turned a number into scientific notation"],
    [6, "105.0", '2:Unit: A spreadsheet has added ".0"'],
    [3, "5436789012.00", '2:Phone Number: A spreadsheet has added ".00"'],
    [6, "#REF!", "2:Unit: A formula's error"],
    [3, "########", "2:Phone Number: A formula's error"],
    [0, "#NAME?", "2:First Name: A formula's error"],
    [1, "1.2E+10", "2:Last Name: A spreadsheet has turned"],
    [1, "JosÃ©", "2:Last Name: Letters are garbled"],
    [1, "Jos\ufffd", "2:Last Name: Letters are garbled"],
    [0, "", "2:First Name: There is no value"],
    [2, "", "2:Email: There is no value"],
    [6, "", "2:Unit: There is no value"],
    [2, "cwilson", '2:Email: "email" has no @.'],
    [2, "a@b c@d", '2:Email: "email" has white space in it.'],
    [2, "a@b, c@d", "2:Email: More, or less, than an e-mail address"],
    [2, "mailto:a@example.com", "2:Email: More, or less, than an e-mail address"],
    [2, "Al <a@example.com>", "2:Email: More, or less, than an e-mail address"],
    [2, "a@example,com", "2:Email: More, or less, than an e-mail address"],
    [2, "'a@example.com", "2:Email: More, or less, than an e-mail address"],
    [2, "a@example.com.", "2:Email: More, or less, than an e-mail address"],
    [6, "3. Apr", "2:Unit: A spreadsheet has made a date of it"],
    [6, "03. Mär", "2:Unit: A spreadsheet has made a date of it"],
    [6, "1-févr.", "2:Unit: A spreadsheet has made a date of it"],
    [5, "45234", "2:Floor: A spreadsheet has made a date of it"],
    [0, "Ã–mer", "2:First Name: Letters are garbled"],
    [1, "Åukasz".replace("Å", "Å\u0081"), "2:Last Name: Letters are garbled"],
    [1, "M√ºller", "2:Last Name: Letters are garbled"],
    [1, "M?ller", '2:Last Name: A "?" stands where a letter was lost'],
    [1, "de\u00a0Vries", "2:Last Name: A character looks like a space and is another (U+00A0)."],
    [4, "“Hudson”", "2:Building: Curly quotes stand where straight ones were"],
    [0, "A\nB", '2:First Name: "firstName" holds a character that cannot be seen (U+000A).'],
    [3, "null", '2:Phone Number: "phone" is not a phone number.'],
    [8, "2020-01-01", '2:Access End: "accessEnd" is before "accessStart", in row 2.'],
  ])("cell %i as %j", (index, text, words) => {
    const problems = wrong(row({ [index]: text }));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(words);
  });

  test("12E3, 3-4 and 007 are units", () => {
    for (const unit of ["12E3", "3-4", "007", "1.5", "A-1"]) expect(wrong(row({ 6: unit }))).toEqual([]);
  });

  test("lost leading zeros, by units that are known; by mappings, also units that there are not", () => {
    const units = [{ building: "Hudson", floor: "01", unit: "0105" }];
    const problem = "2:Unit: Leading zeros do not fit: the site has Hudson/01/0105.";
    expect(wrong(row({}), { known: { from: "declared", units } })[0]).toContain(problem);
    expect(wrong(row({}), { known: { from: "mappings", units } })[0]).toContain(problem);
    expect(wrong(row({ 6: "106" }), { known: { from: "declared", units } })).toEqual([]);
    expect(wrong(row({ 6: "106" }), { known: { from: "mappings", units } })[0]).toContain("no such unit");
    expect(wrong(row({ 5: "01", 6: "0105" }), { known: { from: "mappings", units } })).toEqual([]);
  });

  test("places that begin as months do are places", () => {
    const buildings = [
      "Marina 2",
      "Juniper 3",
      "Mayfair-1",
      "2 Augusta",
      "Dec 31st Hall",
      "O’Hara",
      "Café 1",
    ];
    for (const building of buildings) expect(wrong(row({ 4: building }))).toEqual([]);
  });

  test("units that only other rows make doubtful, and only where the mappings are not known", () => {
    const csv =
      row({ 6: "0105" }) +
      GOOD.replace("cwilson", "d") +
      "\n" +
      GOOD.replace("cwilson", "e").replace("105", "45234");
    const units = ["0105", "105", "45234"].map((unit) => ({ building: "Hudson", floor: "1", unit }));
    const problems = [
      expect.stringMatching(/^3:Unit: Leading zeros do not fit: row 2 has Hudson\/1\/0105\./),
      expect.stringMatching(/^4:Unit: A spreadsheet has made a date of it.* give --site and --live\.$/),
    ];
    expect(wrong(csv)).toEqual(problems);
    expect(wrong(csv, { known: { from: "declared", units: units.slice(0, 1) } })).toHaveLength(2);
    expect(wrong(csv, { known: { from: "declared", units } })).toEqual([]);
    expect(wrong(csv, { known: { from: "mappings", units } })).toEqual([]);
    const others = GOOD.replace("cwilson", "d").replace("105", "45236");
    expect(wrong(`${row({ 6: "45235" })}${others}\n`), "all units are such numbers").toEqual([]);
  });

  test("all at once, each with its row, also those that only two rows together have", () => {
    const other = GOOD.replace("Chris", "Ann").replace("105", "#N/A");
    const third = GOOD.replace("cwilson", "dwilson").replace("2021-11-05", "44505");
    expect(wrong(`${HEADER}\n${GOOD}\n\n${other}\n${third},x\n`)).toEqual([
      expect.stringMatching(/^4:Unit: A formula's error/),
      expect.stringMatching(/^4:Email: .*also stands|^4:Email: .*row 2/),
      expect.stringMatching(/^5:Access Start: It is a spreadsheet's number/),
      expect.stringMatching(/^5:: The row has a cell without a column/),
      expect.stringMatching(/^5:Email: Two residents are declared in Hudson\/1\/105 .* row 2\./),
    ]);
  });
});

describe("a header", () => {
  test.each([
    [HEADER.replace("Unit", "Unt"), 'The column "Unt" is not known. Did you mean "Unit"?'],
    [HEADER.replace("Unit", "Unt"), 'The column "Unit" is missing.'],
    [`${HEADER},Status`, 'The column "Status" is not known.'],
    [`${HEADER},phone`, 'The columns "Phone Number" and "phone" are the same.'],
    ["Unit", 'The column "Email" is missing.'],
    ["", "The first row is no header."],
    [GOOD, "The first row is no header. Begin the file with the columns' titles: First Name, "],
  ])("%s", (header, words) => {
    expect(wrong(`${header}\n${GOOD}\n`).join("\n")).toContain(words);
  });
});

describe("a file that is no UTF-8 CSV", () => {
  test.each<[string, Uint8Array, string]>([
    ["UTF-16 with a mark", new Uint8Array([0xff, 0xfe, 0x41, 0x00]), "r.csv is UTF-16, not UTF-8."],
    ["UTF-16 without", new Uint8Array([0x41, 0x00, 0x42, 0x00]), "r.csv is UTF-16, not UTF-8."],
    ["Latin-1", Buffer.from(`${HEADER}\n${GOOD.replace("Chris", "Jos\xe9")}\n`, "latin1"), "from line 2 on"],
    ["a quote that stays open", Buffer.from(`${HEADER}\n"Chris,Wilson\n`), "is not a CSV file"],
  ])("%s", (_, bytes, words) => {
    expect(() => readTable("r.csv", bytes)).toThrow(words);
  });
});

describe("there and back", () => {
  const text = fc
    .oneof(
      fc.constantFrom("=cmd()", "+1 555", "-1", "@x", "'=x", "''+", "a;=b", 'q"q', "a,b", "O'Neil", "＝1"),
      fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 }),
    )
    .filter((value) => !/[\p{C}\p{Z}]/u.test(value) && value.normalize("NFC") === value)
    .filter((value) => !/[ÂÃÄÅÐÑ√?“”„]|â€|\ufffd|^#|E[+-]|^~$|^null$/iu.test(value));
  const date = fc.option(fc.constantFrom("2021-11-05", "2021-11-05T14:10", "2021-11-05T14:10:22-07:00"), {
    nil: undefined,
  });
  const entry = fc.record(
    { firstName: text, lastName: text, phone: text, building: text, accessStart: date },
    { requiredKeys: ["firstName", "lastName", "building"] },
  );

  function declared(list: readonly object[]): readonly DeclaredResident[] {
    const residents = list.map((fields, index) => ({
      email: `r${index}+x@example.com`,
      ...fields,
      floor: "1",
      unit: `0${index}`,
    }));
    return sitesOf(siteFile(`residents: ${JSON.stringify(residents)}\n`));
  }

  function sitesOf(...files: readonly string[]): readonly DeclaredResident[] {
    const named = Object.fromEntries(files.map((file, index) => [`sites/${index}.yaml`, file]));
    const { sites, problems } = loadDeclarations(memoryTree(named));
    expect(problems).toEqual([]);
    return sites[0]?.residents ?? [];
  }

  function withoutPlaces(residents: readonly DeclaredResident[]): unknown {
    return residents.map(({ source, ...others }) => others);
  }

  test("residents stay what they are", () => {
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 5 }), (list) => {
        const before = declared(list);
        const csv = writeCsv(before);
        expect(csv).not.toMatch(/(^|,|\n)"[=+\-@\t\r]/);
        expect(withoutPlaces(sitesOf(siteFile(), yaml(csv)))).toEqual(withoutPlaces(before));
      }),
      { numRuns: 40 },
    );
  });

  test("tombstones have no row, cleared and open fields are empty cells", () => {
    const residents = sitesOf(
      siteFile(`residents:
  - {email: gone@example.com, state: terminated}
  - {email: b@example.com, firstName: B, lastName: +B, building: H, floor: "1", unit: "2", phone: null, accessEnd: null, state: suspended}
`),
    );
    expect(writeCsv(residents)).toBe(
      `\ufeff"${HEADER.replaceAll(",", '","')}"\r\n"B","'+B","b@example.com","","H","1","2","",""\r\n`,
    );
  });
});
