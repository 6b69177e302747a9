import { emailChange } from "./email-change.ts";
import { emailElsewhere } from "./email-elsewhere.ts";
import { limitExceeded } from "./limit-exceeded.ts";
import { liveEmpty } from "./live-empty.ts";
import { protectedResident } from "./protected.ts";
import type { RuleCheck } from "./rule.ts";
import { statusUnknown } from "./status-unknown.ts";
import { undeclaredResidents } from "./undeclared.ts";
import { unitCycle } from "./unit-cycle.ts";
import { unitOccupied } from "./unit-occupied.ts";
import { unitUnknown } from "./unit-unknown.ts";

/** Every rule, in the order in which refusals are listed. All of them run: none hides another. */
export const RULE_CHECKS: readonly RuleCheck[] = [
  emailChange,
  limitExceeded,
  liveEmpty,
  protectedResident,
  unitUnknown,
  unitOccupied,
  unitCycle,
  emailElsewhere,
  undeclaredResidents,
  statusUnknown,
];
