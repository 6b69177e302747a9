import type { Decision, MailDraft } from "./records.ts";
import { stampOf } from "./stamp.ts";
import { forgetResident, type SiteStore, storeResident, type World } from "./world.ts";

/** Makes a decision of the rules true: changes, e-mails and violations, all dated `at` (epoch milliseconds). */
export function commit(world: World, site: SiteStore, decision: Decision, at: number): void {
  for (const change of decision.changes) {
    switch (change.kind) {
      case "put":
        storeResident(world, site, change.resident);
        break;
      case "remove":
        forgetResident(world, site, change.resident);
        break;
    }
  }
  for (const mail of decision.mails) send(world, mail, at);
  for (const violation of decision.violations) {
    world.violations.push({ at: stampOf(at), siteId: site.facts.siteId, ...violation });
  }
}

/** Puts an e-mail into the outbox. */
export function send(world: World, draft: MailDraft, at: number): void {
  const number = world.outbox.length + 1;
  world.outbox.push({ number, at: stampOf(at), ...draft, link: linkOf(draft.kind, number) });
}

/** A link of its own for every e-mail that holds one (the guide: «a new link different from the link sent» before). */
function linkOf(kind: MailDraft["kind"], number: number): string | null {
  return kind === "invitation" || kind === "psk-reset"
    ? `https://portal.example.com/${kind}/${number}`
    : null;
}
