import type { Mail } from "./records.ts";

/** An account of the seed; `teams`: the TeamIds it is a member of, all where left out. */
export interface SeedAccount {
  readonly email: string;
  readonly password: string;
  readonly teams?: readonly string[];
}

/** A unit of the seed and its network. */
export interface SeedMapping {
  readonly building: string;
  readonly floor: string;
  readonly unit: string;
  readonly ssid: string | null;
  readonly vlan: string | null;
  readonly passphrase?: string | null;
}

/** A resident of the seed. Dates are instants: ISO text with an offset, or `Z`. */
export interface SeedResident {
  readonly residentId?: string;
  readonly uuid?: string;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly phone?: string | null;
  readonly building: string;
  readonly floor: string;
  readonly unit: string;
  readonly activation: string | null;
  readonly deactivation: string | null;
  /** Left out or null: not onboarded. */
  readonly onboardedAt?: string | null;
  readonly suspended?: boolean;
  readonly terminatedAt?: string | null;
  readonly onboardNowAt?: string | null;
  /** Left out: the first invitation went out at activation, where that is past. */
  readonly invitedAt?: string | null;
  /** Status words listed as they are instead of the derived ones. */
  readonly listedStatus?: readonly string[] | null;
}

/** A site of the seed. `siteType`: `PPK-C` and `PPK-D` allow key resets. */
export interface SeedSite {
  readonly siteId: string;
  readonly name: string;
  readonly timezone: string;
  readonly siteType: string;
  readonly mappings: readonly SeedMapping[];
  readonly residents: readonly SeedResident[];
}

/** A team of the seed. */
export interface SeedTeam {
  readonly teamId: string;
  readonly name: string;
  readonly sites: readonly SeedSite[];
}

/** What the emulator starts with, and what it saves (`schemas/emulator-seed.schema.json`). */
export interface EmulatorSeed {
  /** Where a schema-aware editor finds the schema. */
  readonly $schema?: string;
  /** The clock stands at this instant until it is moved. Left out: the clock is the one handed in, and runs. */
  readonly now?: string;
  readonly account?: SeedAccount;
  readonly accounts?: readonly SeedAccount[];
  readonly teams: readonly SeedTeam[];
  readonly outbox?: readonly Mail[];
}

/** Who may sign in where the seed names nobody. */
export const DEFAULT_ACCOUNT: SeedAccount = { email: "operator@example.com", password: "emulator" };
