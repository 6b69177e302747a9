import type { Operation } from "fast-json-patch";
import type { ActionKind } from "../domain/action-kind.ts";
import type { DateRange } from "../domain/date-range.ts";
import type { DeclaredResident, LiveResident } from "../domain/site.ts";
import type { Unit } from "../domain/unit.ts";
import type { FieldName } from "./fields.ts";
import type { ActionSource, SendRecord, Via } from "./plan.ts";

/**
 * Why an action is there: its own declaration; nobody declared the resident and the policy ends such accounts;
 * `replaces` or `transferFrom` of another entry; or the breaking of a unit cycle.
 */
export type Cause = "declared" | "undeclared" | "replaces" | "transfer" | "cycle";

/** A unit on some dates. */
export interface Occupancy {
  readonly unit: Unit;
  readonly range: DateRange;
}

/** An action before it is ordered: it still holds both sides, for the rules to look at. */
export interface Draft {
  /** `<kind>:<site>:<e-mail key>`. */
  readonly id: string;
  readonly kind: ActionKind;
  readonly cause: Cause;
  readonly site: string;
  /** The live spelling where there is one. */
  readonly email: string;
  /** The entry behind the action: the resident's own, or the one that replaces or transfers them. */
  readonly declared: DeclaredResident | null;
  readonly live: LiveResident | null;
  readonly unit: Unit;
  readonly via: Via;
  /** The fields that change; empty for everything but an update and a reinstatement. */
  readonly fields: readonly FieldName[];
  readonly patch: readonly Operation[];
  readonly send: SendRecord | null;
  /** What of it digests and consents are bound to: `decidedText`. */
  readonly decided: string;
  readonly reasons: readonly string[];
  /** What the resident occupies before the action; null where that is nothing. */
  readonly before: Occupancy | null;
  /** What the resident occupies after it; null where that is nothing. */
  readonly after: Occupancy | null;
  /** The id of the end that comes first: of the purge at the other site, or of the end that breaks a cycle. */
  readonly waitsFor: string | null;
}

/** The id of an action; `key` is the e-mail's key. */
export function actionId(kind: ActionKind, site: string, key: string): string {
  return `${kind}:${site}:${key}`;
}

/** The place of an entry, as reports name it. */
export function sourceOf(declared: DeclaredResident | null): ActionSource | null {
  return declared === null ? null : { file: declared.source.file, line: declared.source.line };
}
