import { isJsonObject } from "../util/json.js";

/** A sealed token, taken apart. `data` ends with the 16-byte tag. */
export interface SealedField {
  /** "chat-adapter": sealed by `@chat-adapter/linear`, without additional data. */
  format: "current" | "chat-adapter";
  nonce: Uint8Array;
  data: Uint8Array;
}

export const sealedFieldVersion = 1;

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Reads either format; `undefined` for anything else. */
export function parseSealedField(stored: unknown): SealedField | undefined {
  if (!isJsonObject(stored)) return undefined;
  if (stored.v === sealedFieldVersion) {
    const nonce = toBytes(stored.nonce);
    const data = toBytes(stored.data);
    return nonce.length === NONCE_BYTES && data.length >= TAG_BYTES ? { format: "current", nonce, data } : undefined;
  }
  const nonce = toBytes(stored.iv);
  const tag = toBytes(stored.tag);
  // A shorter tag is easier to forge, and @chat-adapter/linear wrote none.
  if (stored.v !== undefined || nonce.length !== NONCE_BYTES || tag.length !== TAG_BYTES) return undefined;
  return { format: "chat-adapter", nonce, data: Uint8Array.from([...toBytes(stored.data), ...tag]) };
}

function toBytes(value: unknown): Uint8Array {
  return typeof value === "string" ? Uint8Array.from(Buffer.from(value, "base64")) : new Uint8Array();
}
