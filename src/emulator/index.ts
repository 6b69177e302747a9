/**
 * `residentctl/emulator`: the embedded server for the tests of others. It behaves as the documented API does, in
 * memory and on loopback; `src/emulator/README.md` of the repository says what it does and does not.
 *
 * @module
 */

export type { FaultPlan } from "./faults.ts";
export { loadSeed } from "./load-seed.ts";
export type { EmulatorSeed } from "./seed.ts";
export { type Emulator, type EmulatorOptions, startEmulator } from "./start.ts";
