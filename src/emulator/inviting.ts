import { type Decision, type MailKind, put, type ResidentRecord, refuse, UNCHANGED } from "./records.ts";
import type { Scene } from "./scene.ts";
import { stampOf } from "./stamp.ts";
import { statusAt } from "./status.ts";
import type { SiteStore } from "./world.ts";

/** An e-mail to a resident, and nothing else. */
function mailTo(site: SiteStore, resident: ResidentRecord, kind: MailKind): Decision {
  const { residentId, email } = resident;
  const mail = { kind, to: email, siteId: site.facts.siteId, residentId, jobId: null };
  return { ...UNCHANGED, mails: [mail] };
}

/** The invitation e-mail. */
export function invitationOf(site: SiteStore, resident: ResidentRecord): Decision {
  return mailTo(site, resident, "invitation");
}

/** Stores a resident, inviting where access has begun and no invitation went out yet. */
export function putAndInvite({ site, now }: Scene, resident: ResidentRecord): Decision {
  const isDue = statusAt(resident, now) === "pending" && resident.invitedAt === null;
  if (!isDue) return put(resident);
  return put({ ...resident, invitedAt: stampOf(now) }, invitationOf(site, resident).mails);
}

/**
 * The guide: «Pending Residents - Resend the invitation email», «Non-Pending Residents - Send the WiFi details».
 * It says nothing of the scheduled and the expired: answered, without effect.
 */
export function resendInvite({ site, now }: Scene, resident: ResidentRecord): Decision {
  switch (statusAt(resident, now)) {
    case "pending":
      return invitationOf(site, resident);
    case "current":
    case "suspended":
      return mailTo(site, resident, "wifi-details");
    case "scheduled":
    case "expired":
    case "unknown":
      return UNCHANGED;
  }
}

/** Scheduled to current and pending, with the first invitation now. Only for residents that qualify. */
export function onboardNow(scene: Scene, resident: ResidentRecord): Decision {
  return putAndInvite(scene, { ...resident, onboardNowAt: stampOf(scene.now), listedStatus: null });
}

const PSK_SITE_TYPES: readonly string[] = ["PPK-C", "PPK-D"];

/** The guide: «You can only use this endpoint on MDU sites with the Site Type of PPK-C and PPK-D». */
export function resetPsk({ site, now }: Scene, resident: ResidentRecord): Decision {
  const { siteType } = site.facts;
  if (!PSK_SITE_TYPES.includes(siteType)) {
    return refuse(`A pre-shared key can only be reset at sites of type PPK-C and PPK-D, not ${siteType}.`);
  }
  const status = statusAt(resident, now);
  const hasKey = status === "current" || status === "suspended";
  return hasKey ? mailTo(site, resident, "psk-reset") : UNCHANGED;
}

/** The resident completes onboarding: current and pending becomes current. */
export function completeOnboarding({ now }: Scene, resident: ResidentRecord): Decision {
  const status = statusAt(resident, now);
  if (status !== "pending") {
    return refuse(`Only a pending resident can complete onboarding; this one is ${status}.`);
  }
  return put({ ...resident, onboardedAt: stampOf(now), listedStatus: null });
}
