import { emailKey } from "../domain/email.ts";
import type { Warning } from "./plan.ts";
import type { SiteView } from "./site-view.ts";

/** Used-up consents, pinned ids that no live account has any more, and e-mails that the API lists twice. */
export function warningsOf(view: SiteView, used: ReadonlySet<string>): readonly Warning[] {
  return [...usedUpConsents(view, used), ...lostPins(view), ...listedTwice(view)];
}

function listedTwice(view: SiteView): readonly Warning[] {
  if (view.liveByEmail.size === view.live.residents.length) return [];
  return view.live.residents.flatMap(({ email, residentId }) => {
    const counted = view.liveByEmail.get(emailKey(email))?.residentId;
    if (counted === residentId) return [];
    const message = `the API lists ${email} more than once: the account ${residentId} is left out, and only ${counted} is looked at`;
    return [{ message, source: null }];
  });
}

function usedUpConsents(view: SiteView, used: ReadonlySet<string>): readonly Warning[] {
  return view.declared.accept
    .filter((consent) => !used.has(consent.token))
    .map(({ token, source }) => ({
      message: `the consent ${token} agrees to nothing in this plan: it is used up, or was given for other actions; take the line out`,
      source: { file: source.file, line: source.line },
    }));
}

function lostPins(view: SiteView): readonly Warning[] {
  const pinned = view.declared.residents.filter((declared) => declared.id !== undefined);
  if (pinned.length === 0) return [];
  const ids = new Set(view.live.residents.map((live) => live.residentId));
  return pinned.flatMap((declared) => {
    const live = view.liveByEmail.get(emailKey(declared.email));
    if (live === undefined || declared.id === undefined || ids.has(declared.id)) return [];
    return [
      {
        message: `${declared.email} pins the id ${declared.id}, which is not live; the account has the id ${live.residentId}`,
        source: { file: declared.source.file, line: declared.source.line },
      },
    ];
  });
}
