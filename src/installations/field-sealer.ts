import { LinearAdapterError } from "../errors.js";
import type { KeyRing } from "./encryption-keys.js";
import { parseSealedField, type SealedField, sealedFieldVersion } from "./sealed-field.js";

/**
 * `sealAgain`: a write would protect it better, since it is plain, in an older format, or sealed with an older key.
 * `cause`: whether another key may open it, or it is the record that nothing opens.
 */
export type OpenedField =
  | { kind: "opened"; value: string; sealAgain: boolean }
  | { kind: "unreadable"; cause: UnreadableCause; reason: string };

export type UnreadableCause = "key" | "record";

/** Seals single values with AES-256-GCM, each for one place. */
export interface FieldSealer {
  /** @param place where the value is stored: it opens nowhere else. Without a key the value stays as it is. */
  seal(plain: string, place: readonly string[]): Promise<unknown>;
  open(stored: unknown, place: readonly string[]): Promise<OpenedField>;
}

/** Makes the sealer of a ring, and loads the cipher once for all of them. */
export type FieldSealers = (ring: KeyRing) => FieldSealer;

// NIST SP 800-38D: 96 bits for nonces.
const NONCE_BYTES = 12;
const encoder = new TextEncoder();

type Gcm = typeof import("@noble/ciphers/aes.js").gcm;

/** What is opened: anything, or only what we have sealed for its place, which nobody without a key can make. */
export type Opens = "any" | "sealed-by-us";

/** @param randomBytes fresh random bytes for each nonce. Default: the platform's. */
export function createFieldSealers(
  randomBytes: (length: number) => Uint8Array = platformRandomBytes,
  opens: Opens = "any",
): FieldSealers {
  let loading: Promise<Gcm> | undefined;
  // Loaded on first use: an adapter without sealed values never needs it.
  const loadGcm = (): Promise<Gcm> => {
    loading ??= import("@noble/ciphers/aes.js").then(({ gcm }) => gcm);
    return loading;
  };

  return (ring) => ({
    async seal(plain, place) {
      const [key] = ring;
      if (key === undefined && opens === "sealed-by-us") throw keyMissing();
      if (key === undefined) return plain;
      const gcm = await loadGcm();
      const nonce = randomBytes(NONCE_BYTES);
      const data = gcm(key, nonce, toAdditionalData(place)).encrypt(encoder.encode(plain));
      return { v: sealedFieldVersion, nonce: toBase64(nonce), data: toBase64(data) };
    },

    async open(stored, place) {
      const sealed = parseSealedField(stored);
      if (opens === "sealed-by-us" && sealed?.format !== "current") {
        return unreadable("record", "is not sealed by this adapter, as is required");
      }
      if (typeof stored === "string") return { kind: "opened", value: stored, sealAgain: ring.length > 0 };
      if (sealed === undefined) return unreadable("record", "is in a format that this version does not know");
      if (ring.length === 0) return unreadable("key", "is encrypted and no encryption key is configured");
      const isCurrent = sealed.format === "current";
      const opened = openWithRing(await loadGcm(), ring, sealed, isCurrent ? toAdditionalData(place) : undefined);
      if (opened === undefined) {
        return unreadable("key", "cannot be decrypted: no key of the ring opens it, or it was changed or moved");
      }
      return { kind: "opened", value: opened.value, sealAgain: opened.index > 0 || !isCurrent };
    },
  });
}

function openWithRing(
  gcm: Gcm,
  keys: KeyRing,
  { nonce, data }: SealedField,
  additionalData: Uint8Array | undefined,
): { value: string; index: number } | undefined {
  for (const [index, key] of keys.entries()) {
    try {
      const plain = gcm(key, nonce, additionalData).decrypt(data);
      return { value: new TextDecoder().decode(plain), index };
    } catch {
      // GCM says the same for a wrong key and for changed data: the next key may be the right one.
    }
  }
  return undefined;
}

// The version takes the second place, as in every value that was sealed so far.
function toAdditionalData([kind = "", ...rest]: readonly string[]): Uint8Array {
  return encoder.encode(JSON.stringify([kind, sealedFieldVersion, ...rest]));
}

function keyMissing(): LinearAdapterError {
  return new LinearAdapterError(
    "CONFIG_INVALID",
    "encryptionKey gave no key, and with requireSealedInstallations nothing is stored in the clear",
    { option: "encryptionKey" },
  );
}

const unreadable = (cause: UnreadableCause, reason: string): OpenedField => ({ kind: "unreadable", cause, reason });
const toBase64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");
const platformRandomBytes = (length: number): Uint8Array => crypto.getRandomValues(new Uint8Array(length));
