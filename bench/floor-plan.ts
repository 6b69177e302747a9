// The floor of a plan, as a process of its own: `floor-plan.js SITES [LIVE]`. The bytes of all declarations read by the
// fastest trustworthy parser, those of the live side (a base URL, or a folder of answers) by JSON.parse, and one join.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { FAILSAFE_SCHEMA, load } from "js-yaml";
import { fetchLive, parse } from "./live.ts";

interface Declared {
  readonly email: string;
  readonly phone: string;
}

const [sites = "", live] = process.argv.slice(2);
const declared: Declared[] = [];
for (const file of readdirSync(sites, { recursive: true, encoding: "utf8" })) {
  if (!file.endsWith(".yaml")) continue;
  const text = readFileSync(path.join(sites, file), "utf8");
  const { residents = [] } = load(text, { schema: FAILSAFE_SCHEMA }) as { residents?: readonly Declared[] };
  for (const resident of residents) declared.push(resident);
}
const phones = new Map<string, string | null>();
if (live?.startsWith("http:")) await fetchLive(live, take);
else if (live !== undefined) {
  for (const name of readdirSync(live)) take(name, readFileSync(path.join(live, name)));
}
const differing = declared.filter(({ email, phone }) => phones.get(email.toLowerCase()) !== phone);
process.stdout.write(`${differing.length}\n`);

function take(_name: string, body: Buffer): void {
  const { Residents = [] } = parse<{ Residents?: readonly { Email: string; Phone: string | null }[] }>(body);
  for (const { Email, Phone } of Residents) phones.set(Email.toLowerCase(), Phone);
}
