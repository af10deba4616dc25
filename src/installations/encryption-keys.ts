import { LinearAdapterError } from "../errors.js";

/** AES-256 keys of 32 bytes. The first one seals, all of them open. Empty: nothing is sealed. */
export type KeyRing = readonly Uint8Array[];

/** A ring, or a function that is called whenever something is sealed or opened, with its organization if it has one. */
export type KeySource = KeyRing | ((organizationId?: string) => Promise<KeyRing>);

export async function resolveKeyRing(keys: KeySource, organizationId?: string): Promise<KeyRing> {
  return typeof keys === "function" ? await keys(organizationId) : keys;
}

const HEX = /^[0-9a-f]{64}$/i;
// The form that @chat-adapter/linear took for a base64 key: with or without padding, in either alphabet.
const BASE64 = /^[\w+/-]{43}=?$/;

/**
 * Keys from configuration: 64 hexadecimal or 44 base64 characters each, several as a list or separated by commas.
 * @throws {LinearAdapterError} `CONFIG_INVALID`, with the position of the wrong key, never the key.
 */
export function parseEncryptionKeys(value: string | readonly string[]): KeyRing {
  const keys = [value].flat().flatMap((part) => part.split(","));
  return keys.map((key, index) => parseKey(key.trim(), index + 1));
}

function parseKey(key: string, position: number): Uint8Array {
  if (HEX.test(key)) return Uint8Array.from(Buffer.from(key, "hex"));
  if (BASE64.test(key)) return Uint8Array.from(Buffer.from(key, "base64"));
  throw new LinearAdapterError(
    "CONFIG_INVALID",
    `Encryption key ${position} is not 32 bytes as 64 hexadecimal or 44 base64 characters (it has ${key.length}); make one with: openssl rand -hex 32`,
    { option: "encryptionKey", position, length: key.length },
  );
}
