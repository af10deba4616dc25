import { createHmac } from "node:crypto";

/** What Linear puts in `Linear-Signature` for this body. */
export function sign(body: Uint8Array | string, secret: string): string {
  return createHmac("sha256", secret).update(body).digest("hex");
}
