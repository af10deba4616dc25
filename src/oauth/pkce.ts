import { createHash, randomBytes } from "node:crypto";

/** Gives `length` random bytes. */
export type RandomBytes = (length: number) => Uint8Array;

// The length that RFC 7636 recommends: 43 characters once encoded.
const VERIFIER_BYTES = 32;

/** A new PKCE code verifier: 43 URL-safe characters. Keep it secret until the code is exchanged. */
export function createCodeVerifier(random: RandomBytes = randomBytes): string {
  return Buffer.from(random(VERIFIER_BYTES)).toString("base64url");
}

/** The `S256` challenge of a verifier, for {@link buildAuthorizationUrl}. https://www.rfc-editor.org/rfc/rfc7636 */
export function createCodeChallenge(codeVerifier: string): string {
  return createHash("sha256").update(codeVerifier, "ascii").digest("base64url");
}
