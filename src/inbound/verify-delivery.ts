import type { Logger } from "chat";
import type { Deadline } from "./deadline.js";
import { readRequest } from "./read-request.js";
import type { GateRefusal, WebhookGate } from "./webhook-gate.js";

export type RefusedDelivery = { kind: "refused"; status: 400 | 401 | 405 | 408 | 413 | 503; reason: string };
export type Verification = { kind: "verified"; payload: unknown } | RefusedDelivery;

export interface VerificationParts {
  config: { maxBodyBytes: number };
  gate: WebhookGate;
  logger: Pick<Logger, "warn" | "error">;
}

const TOO_LARGE = { advice: "maxBodyBytes says how many bytes a body may hold: raise it where Linear sends more" };

/**
 * Whether a delivery is Linear's, within the time that an answer has. Nothing is kept of one of which that is not known by
 * then, and nobody is promised that it comes again.
 */
export async function verifyDelivery(
  request: Request,
  deadline: Deadline,
  parts: VerificationParts,
): Promise<Verification> {
  if (request.method !== "POST") return { kind: "refused", status: 405, reason: "Webhooks come as POST" };
  const { config, gate, logger } = parts;
  const { maxBodyBytes: maxBytes } = config;
  try {
    const unread = gate.refuseUnread(request);
    if (unread) return refuseByGate(parts, unread);
    const body = await readRequest(request, { maxBytes, deadline });
    if (body.kind === "too-large") return refuse(parts, 413, `the body is over ${maxBytes} bytes`, TOO_LARGE);
    if (body.kind === "too-slow") return refuse(parts, 408, "the body did not come in time");
    if (body.kind === "unreadable") return refuse(parts, 400, "the body could not be read");
    const verifying = gate.verify(request, body.text);
    const result = verifying instanceof Promise ? await deadline.within(verifying) : verifying;
    if (result.kind === "late") return refuse(parts, 503, "it could not be verified in time");
    return result.kind === "verified" ? result : refuseByGate(parts, result);
  } catch (error) {
    logger.error("A webhook could not be verified; Linear will send it again", { error });
    return { kind: "refused", status: 503, reason: "The event could not be verified" };
  }
}

function refuseByGate(parts: VerificationParts, { status, reason, advice }: GateRefusal): RefusedDelivery {
  return refuse(parts, status, reason, advice === undefined ? {} : { advice });
}

/** Refuses a delivery, with a line in the log. `more` is for the log alone. */
export function refuse(
  { logger }: Pick<VerificationParts, "logger">,
  status: 400 | 401 | 408 | 413 | 503,
  reason: string,
  more: Record<string, string> = {},
): RefusedDelivery {
  logger.warn("Linear webhook refused", { status, reason, ...more });
  return { kind: "refused", status, reason };
}
