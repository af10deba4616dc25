import { createHmac, randomUUID } from "node:crypto";
import type { JsonObject } from "../util/json.js";
import { toNetworkReason } from "../util/network-reason.js";
import type { CliHost } from "./cli-host.js";

/** What a bot answered to a delivery. `latencyMs` is in milliseconds. */
export type DeliveryOutcome =
  | { kind: "answered"; status: number; latencyMs: number; location: string | undefined; body: string }
  | { kind: "unreachable"; reason: string };

// As long as Linear waits: https://linear.app/developers/webhooks
const TIMEOUT_MS = 5_000;
const MAX_BODY = 2_000;

/** Sends `payload` to a bot as Linear does, signed with `secret`. Follows no redirect, as Linear does not. Never rejects. */
export async function deliverSigned(
  url: string,
  payload: JsonObject,
  secret: string,
  host: Pick<CliHost, "fetch" | "now">,
): Promise<DeliveryOutcome> {
  const sentAt = host.now();
  const body = JSON.stringify({ ...payload, webhookTimestamp: sentAt.getTime(), webhookId: randomUUID() });
  try {
    const response = await host.fetch(url, {
      method: "POST",
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: {
        "content-type": "application/json; charset=utf-8",
        "linear-delivery": randomUUID(),
        "linear-event": String(payload.type),
        "linear-signature": createHmac("sha256", secret).update(body).digest("hex"),
        "linear-timestamp": String(sentAt.getTime()),
        "user-agent": "Linear-Webhook",
      },
      body,
    });
    const latencyMs = host.now().getTime() - sentAt.getTime();
    const text = (await response.text()).slice(0, MAX_BODY);
    return {
      kind: "answered",
      status: response.status,
      latencyMs,
      location: response.headers.get("location") ?? undefined,
      body: text,
    };
  } catch (error) {
    return { kind: "unreachable", reason: toNetworkReason(error, [secret]) };
  }
}
