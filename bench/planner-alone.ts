// The planner in a process that has done everything else: `planner-alone.js DIRECTORY BASE_URL` prints its seconds.
// One call in a cold process, as in a real run; without the digests of the live side, which are made for JSON only.
import {
  createClient,
  parseBaseUrl,
  plan,
  readCredentials,
  readLiveSites,
  systemTiming,
  Temporal,
  validate,
} from "residentctl";
import { NOW } from "./portfolio.ts";

const [directory = "", url = ""] = process.argv.slice(2);
const { sites, digest } = validate(directory);
const credentials = readCredentials(process.env);
const api = createClient({ baseUrl: parseBaseUrl(url), credentials, timing: systemTiming });
const { live } = await readLiveSites(api, sites, 4);
await api.close();
const now = Temporal.Instant.from(NOW);
const source = { commit: null, dirty: null, digest };
const start = performance.now();
plan({ now, declared: sites, live, base: null, source, toolVersion: "bench" });
process.stdout.write(String((performance.now() - start) / 1000));
