import { createHash, createHmac, timingSafeEqual } from "node:crypto";

/** What a signature is for. A signature that was made for one purpose is none for another. */
export type SignaturePurpose = "state" | "browser";

/** HMAC-SHA256 of `text`, URL-safe. */
export function sign(purpose: SignaturePurpose, text: string, secret: string): string {
  return createHmac("sha256", secret).update(`chat-adapter-linear oauth ${purpose}\n${text}`).digest("base64url");
}

/** SHA-256 of `text`, URL-safe. */
export function digest(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}

/** Whether two secrets are the same, in a time that tells nothing about them. */
export function isSameSecret(left: string, right: string): boolean {
  // Digests have one length, which timingSafeEqual asks for.
  return timingSafeEqual(Buffer.from(digest(left)), Buffer.from(digest(right)));
}
