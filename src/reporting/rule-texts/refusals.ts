import type { Rule } from "../../planning/plan.ts";
import type { RefusalText } from "./rule-text.ts";

/** The refusals of a plan, in the order in which they are listed. */
export const REFUSAL_TEXTS: Readonly<Record<Rule, RefusalText>> = {
  "email-change": {
    summary: "An e-mail address never changes",
    trips:
      "An entry would take the place of an account with another e-mail address: its id is that account's; or a new resident has the unit and the name or phone of somebody who is ending or not declared; or, with --base, the address was edited in the files.",
    why: "The API cannot change an e-mail address. An edited one ends the old account, with its Wi-Fi access, and invites a new one.",
    wayOut:
      "Put the old address back. Or, if the person really gets a new account, declare `replaces: old@example.com` on the new entry.",
    consent: null,
    example:
      "! email-change: chris.w@example.com would take the place of chris.wilson@example.com: same unit and name. An e-mail cannot be changed",
  },
  "limit-exceeded": {
    summary: "No more changes of a kind than the site's limit",
    trips:
      "A site has more actions of a kind than `policy.limits` allows, or its residents would all be ended. A percentage is of the live residents, and lets 3 actions pass, or 10 creates. The limit for purges is 0, so that each is a decision. What `replaces` and `transferFrom` spell out is not counted.",
    why: "A bad merge, a file left out or a wrong siteId looks like many changes at once.",
    wayOut:
      "Look for what was left out. If it is meant, consent; if it is normal for the site, raise the limit in a change of its own.",
    consent: "exactly the actions that were counted.",
    example:
      "! limit-exceeded: 12 to terminate, and the limit is 10% of 60 live residents\n    consent, in the site's file:\n        accept:\n          - limit-exceeded/terminate/9c41f0aa",
  },
  "live-empty": {
    summary: "A site with many declared residents is not suddenly empty",
    trips: "The API lists nobody at a site for which more than 10 residents are declared.",
    why: "A cut-short answer, a wrong siteId or an account without access looks just like this, and everybody would be invited again.",
    wayOut: "Check siteId and the site in the web UI. Consent where the site really is new.",
    consent: "exactly the residents to be created.",
    example: "! live-empty: the API lists nobody at this site, and 58 residents are declared",
  },
  protected: {
    summary: "Whoever is protected keeps access",
    trips:
      "A resident with `protected: true`, in the files or at the --base, would be suspended, terminated or purged, by whatever declaration or for want of one.",
    why: "Protection is for those who must not lose access by any mistake: staff, cameras, somebody in hospital.",
    wayOut:
      "Keep the resident declared active. Or remove `protected: true` in a change of its own first, and end the access in the next.",
    consent: null,
    example:
      "! protected: front.desk@example.com is protected, and would be terminated: accessEnd has passed",
  },
  "unit-unknown": {
    summary: "A unit is one that the site has",
    trips: "A record to be sent names a building, floor and unit that the site's mappings do not have.",
    why: "The API takes only units that exist, and fails the whole record otherwise.",
    wayOut:
      "Write one of the site's units; the message names the nearest. A unit that is new is set up in Site Manager first.",
    consent: null,
    example:
      "! unit-unknown: Tower/5/5O1 (building/floor/unit) is not among the site's 64 units\n    way out: Write one of the site's units. The nearest: Tower/5/501, Tower/5/502, Tower/5/503.",
  },
  "unit-occupied": {
    summary: "A unit is free before somebody moves in",
    trips:
      "A resident would take a unit that somebody else, who is not declared or does not end, holds on those days.",
    why: "A unit has one resident a day; the newcomer would fail, or get the other's network.",
    wayOut: "Declare the one who holds it with dates that leave the unit free, or end them.",
    consent: null,
    example:
      "! unit-occupied: dana.moss@example.org cannot have Hudson/1/105: chris.wilson@example.com holds it (from 2026-11-05)",
  },
  "unit-cycle": {
    summary: "Residents do not wait for each other's units",
    trips: "Two or more residents would move into each other's units at the same moment.",
    why: "Each needs a unit that the next one has to leave first: one of them has to be without access in between.",
    wayOut: "Move one of them to a free unit in a change of its own first, or consent.",
    consent:
      "one of them is terminated, and reinstated in the other unit. Not where all of them are protected or suspended.",
    example:
      "! unit-cycle: 2 residents wait for each other's units: a@example.com from Tower/1/101 to Tower/1/102; b@example.com from Tower/1/102 to Tower/1/101",
  },
  "email-elsewhere": {
    summary: "An account exists at one site only",
    trips: "A resident is to be created, and has an account at another declared site.",
    why: "An e-mail address exists once in all of Site Manager, and an account cannot move to another site.",
    wayOut:
      "If the resident moves, declare `transferFrom: other-site` on the entry: the account there is purged, which cannot be undone, and a new one invited. Otherwise correct the address, or declare the resident at one site only.",
    consent: null,
    example: "! email-elsewhere: the account of kim.ortega@example.com exists at oak-court (current)",
  },
  undeclared: {
    summary: "Everybody live is declared, where the policy asks for that",
    trips: "The site's policy is `undeclared: refuse`, and somebody live is not declared.",
    why: "Somebody added a resident in the web UI, or an entry was lost.",
    wayOut: "Declare them, also as `state: terminated` where they are to go; or change the policy.",
    consent: null,
    example: "! undeclared: 2 live residents not declared, and the policy is refuse",
  },
  "status-unknown": {
    summary: "A resident is changed only in a status that is known",
    trips: "A resident would have to change, and the API gives a status that this program does not know.",
    why: "Nothing can be said about what a change would do.",
    wayOut: "Look at the resident in the web UI. A newer version of this program may know the status.",
    consent: null,
    example:
      "! status-unknown: kim.ortega@example.com would have to change, and has a status that is not known: Frozen",
  },
  "stale-plan": {
    summary: "What is applied is what was reviewed",
    trips:
      "The plan of now holds an action that the reviewed plan (`apply PLAN`) did not hold, or holds in another way; or its digest is not the one of --expect.",
    why: "The declarations or the live state changed since the review.",
    wayOut: "Plan again, and have the new plan reviewed.",
    consent: null,
    example: "! stale-plan: 1 action is not what was reviewed",
  },
};
