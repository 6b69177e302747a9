import { emailKey } from "../domain/email.ts";
import type { Warning } from "./plan.ts";
import type { Portfolio } from "./portfolio.ts";
import type { SiteView } from "./site-view.ts";

/** Used-up consents, pins and replacements that name nobody, and what the API lists twice. */
export function warningsOf(
  view: SiteView,
  portfolio: Portfolio,
  used: ReadonlySet<string>,
): readonly Warning[] {
  return [
    ...usedUpConsents(view, used),
    ...lostPins(view),
    ...lostReplacements(view, portfolio),
    ...listedTwice(view),
    ...idsListedTwice(view),
  ];
}

/** A `replaces` that ends nobody: a slip in the address, or one that has done its work. */
function lostReplacements(view: SiteView, portfolio: Portfolio): readonly Warning[] {
  const replacing = view.declared.residents.filter((declared) => declared.replaces !== undefined);
  return replacing.flatMap(({ email, replaces, source }) => {
    if (replaces === undefined || portfolio.accountOf(emailKey(replaces)) !== undefined) return [];
    const message = `${email} replaces ${replaces}, which is not live: the line has done its work, or the address is misspelt`;
    return [{ message, source: { file: source.file, line: source.line } }];
  });
}

function idsListedTwice(view: SiteView): readonly Warning[] {
  return view.idsListedTwice.map((residentId) => ({
    message: `the API lists the id ${residentId} more than once: look at the site in the web UI`,
    source: null,
  }));
}

function listedTwice(view: SiteView): readonly Warning[] {
  return view.leftOut.flatMap(({ email, residentId }) => {
    const counted = view.pairs.get(emailKey(email))?.live?.residentId;
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
    const live = view.pairs.get(emailKey(declared.email))?.live;
    if (live === undefined || declared.id === undefined || ids.has(declared.id)) return [];
    return [
      {
        message: `${declared.email} pins the id ${declared.id}, which is not live; the account has the id ${live.residentId}`,
        source: { file: declared.source.file, line: declared.source.line },
      },
    ];
  });
}
