import { createHmac } from "node:crypto";

/** A delivery as a receiver gets it: a POST with this body and these headers. */
export interface SignedWebhook {
  body: string;
  headers: Record<string, string>;
}

/** A delivery as Linear sends it: https://linear.app/developers/webhooks#securing-webhooks */
export function signWebhook(
  payload: object,
  delivery: { id: string; type: string; secret: string; timestamp: Date },
): SignedWebhook {
  const webhookTimestamp = delivery.timestamp.getTime();
  const body = JSON.stringify({ ...payload, webhookTimestamp });
  return {
    body,
    headers: {
      "Content-Type": "application/json; charset=utf-8",
      "Accept-Charset": "utf-8",
      "User-Agent": "Linear-Webhook",
      "Linear-Delivery": delivery.id,
      "Linear-Event": delivery.type,
      "Linear-Signature": createHmac("sha256", delivery.secret).update(body).digest("hex"),
      // Not covered by the signature, in Linear neither.
      "Linear-Timestamp": String(webhookTimestamp),
    },
  };
}
