import { createCipheriv } from "node:crypto";
import type { LinearInstallation } from "../../src/installations/installation.js";

export const ORGANIZATION = "2f1c9a34-7d10-4e0b-9a3c-5b1f6f0c2a11";
export const OTHER_ORGANIZATION = "8a6e5d52-0c3f-4b77-8d0e-2f4a1b9c7e22";

export const hexKey = (byte: string): string => byte.repeat(32);

export const installation: LinearInstallation = {
  accessToken: "lin_oauth_access-1",
  botUserId: "5d9b7e10-3c2a-4f61-b8a4-9e0d6c1f7a33",
  expiresAt: 1_788_350_400_000,
  organizationId: ORGANIZATION,
  refreshToken: "lin_refresh_refresh-1",
};

/** Text as `@chat-adapter/linear` encrypts it: AES-256-GCM without additional data, the tag apart. */
export function encryptAsChatAdapter(plain: string, key: string, nonce: Buffer): Record<string, string> {
  const cipher = createCipheriv("aes-256-gcm", Buffer.from(key, "hex"), nonce);
  const data = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
  return {
    iv: nonce.toString("base64"),
    data: data.toString("base64"),
    tag: cipher.getAuthTag().toString("base64"),
  };
}
