import type { RefusedWebhook } from "./verify-webhook.js";

/** What to do about a refused delivery, for a log. Holds nothing of the delivery but how old it is. */
export function explainRefusal(refused: RefusedWebhook, maxSkewMs: number): string {
  switch (refused.reason) {
    case "signature-missing":
      return "It has no Linear-Signature header: it does not come from Linear, or a proxy dropped the header";
    case "signature-wrong":
      return "It is not signed with LINEAR_WEBHOOK_SECRET (webhookSecret). Each webhook and each app has a signing secret of its own: copy that of the one which sends here, from its page in Linear's settings. The body has to come unchanged, so nothing may parse it before";
    case "timestamp-missing":
      return "Its signed body has no webhookTimestamp: it is no webhook of Linear's";
    case "stale":
      return `It was signed ${describeSkew(refused.skewMs)} by this machine's clock, and maxSkewMs allows ${toSeconds(maxSkewMs)} s: set this clock right (NTP), or raise maxSkewMs where deliveries may be late`;
  }
}

const describeSkew = (skewMs: number): string =>
  skewMs >= 0 ? `${toSeconds(skewMs)} s ago` : `${toSeconds(-skewMs)} s in the future`;

const toSeconds = (ms: number): number => Math.round(ms / 1_000);
