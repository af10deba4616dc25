import { createHash } from "node:crypto";
import type { JsonObject } from "../util/json.js";

/**
 * A key that is equal for two deliveries of one payload: a retry may have another time, and each webhook that wants the
 * event another id.
 */
export function contentKey(payload: JsonObject): string {
  const { webhookTimestamp: _, webhookId: __, ...content } = payload;
  return createHash("sha256").update(JSON.stringify(content)).digest("hex");
}
