import { LinearAdapterError } from "../errors.js";
import { isJsonObject, type JsonObject } from "../util/json.js";
import type { KeyRing } from "./encryption-keys.js";
import { type LinearInstallation, parseInstallation } from "./installation.js";
import { parseSealedField, type SealedField, sealedFieldVersion } from "./sealed-field.js";

/** An installation as it is stored: with keys, its tokens are sealed. */
export type StoredInstallation = Omit<LinearInstallation, SecretField> & { [Field in SecretField]?: unknown };

export interface OpenedInstallation {
  installation: LinearInstallation;
  /** Whether a write would protect it better: it is plain, in an older format, or sealed with an older key. */
  sealAgain: boolean;
}

/** Seals the tokens of installations with AES-256-GCM, and opens them. */
export interface Sealer {
  seal(installation: LinearInstallation): Promise<StoredInstallation>;
  /**
   * @param organizationId the organization under which the record was found.
   * @throws {LinearAdapterError} `INSTALLATION_UNREADABLE` when no key opens it, or it is another organization's.
   */
  open(stored: unknown, organizationId: string): Promise<OpenedInstallation>;
}

export interface SealerParts {
  /** A function is called for every installation that is sealed or opened. */
  keys: KeyRing | ((organizationId: string) => Promise<KeyRing>);
  /** Fresh random bytes for each nonce. Default: the platform's. */
  randomBytes?: (length: number) => Uint8Array;
}

type SecretField = "accessToken" | "refreshToken";
type FieldFacts = { organizationId: string; field: SecretField };
type OpenedField = { value: string; sealAgain: boolean };

// NIST SP 800-38D: 96 bits for nonces.
const NONCE_BYTES = 12;
const encoder = new TextEncoder();

type Gcm = typeof import("@noble/ciphers/aes.js").gcm;

export function createSealer({ keys, randomBytes = platformRandomBytes }: SealerParts): Sealer {
  let loading: Promise<Gcm> | undefined;
  // Loaded on first use: an adapter without sealed installations never needs it.
  const loadGcm = (): Promise<Gcm> => {
    loading ??= import("@noble/ciphers/aes.js").then(({ gcm }) => gcm);
    return loading;
  };
  const readKeys = async (organizationId: string): Promise<KeyRing> =>
    typeof keys === "function" ? await keys(organizationId) : keys;

  async function sealField(plain: string, facts: FieldFacts, [key]: KeyRing): Promise<unknown> {
    if (key === undefined) return plain;
    const gcm = await loadGcm();
    const nonce = randomBytes(NONCE_BYTES);
    const data = gcm(key, nonce, toAdditionalData(facts)).encrypt(encoder.encode(plain));
    return { v: sealedFieldVersion, nonce: toBase64(nonce), data: toBase64(data) };
  }

  async function openField(stored: unknown, facts: FieldFacts, ring: KeyRing): Promise<OpenedField> {
    if (typeof stored === "string") return { value: stored, sealAgain: ring.length > 0 };
    const sealed = parseSealedField(stored);
    if (sealed === undefined) throw unreadable("is in a format that this version does not know", facts);
    if (ring.length === 0) throw unreadable("is encrypted and no encryption key is configured", facts);
    const additionalData = sealed.format === "current" ? toAdditionalData(facts) : undefined;
    const opened = openWithRing(await loadGcm(), ring, sealed, additionalData);
    if (opened !== undefined)
      return { value: opened.value, sealAgain: opened.index > 0 || sealed.format !== "current" };
    throw unreadable("cannot be decrypted: no key of the ring opens it, or it was changed or moved", facts);
  }

  return {
    async seal(installation) {
      const { accessToken, refreshToken, organizationId } = installation;
      const ring = await readKeys(organizationId);
      return {
        ...installation,
        accessToken: await sealField(accessToken, { organizationId, field: "accessToken" }, ring),
        ...(refreshToken === undefined
          ? {}
          : { refreshToken: await sealField(refreshToken, { organizationId, field: "refreshToken" }, ring) }),
      };
    },

    async open(stored, organizationId) {
      const source: JsonObject = isJsonObject(stored) ? stored : {};
      if (source.organizationId !== organizationId) {
        const isForeign = typeof source.organizationId === "string";
        throw unreadable(isForeign ? "belongs to another organization" : "is damaged", { organizationId });
      }
      const ring = await readKeys(organizationId);
      const access = await openField(source.accessToken, { organizationId, field: "accessToken" }, ring);
      const refresh = isAbsent(source.refreshToken)
        ? undefined
        : await openField(source.refreshToken, { organizationId, field: "refreshToken" }, ring);
      return {
        installation: parseInstallation({ ...source, accessToken: access.value, refreshToken: refresh?.value }),
        sealAgain: access.sealAgain || refresh?.sealAgain === true,
      };
    },
  };
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

// Binds a sealed token to its place, so that it opens in no other organization and as no other field.
function toAdditionalData({ organizationId, field }: FieldFacts): Uint8Array {
  return encoder.encode(JSON.stringify(["linear installation", sealedFieldVersion, organizationId, field]));
}

function unreadable(what: string, facts: { organizationId: string; field?: SecretField }): LinearAdapterError {
  return new LinearAdapterError(
    "INSTALLATION_UNREADABLE",
    `The stored installation of organization ${facts.organizationId} ${what}; it was left as it is. Configure the key it was sealed with, or install the app again`,
    facts,
  );
}

const isAbsent = (value: unknown): boolean => value === undefined || value === null;
const toBase64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");
const platformRandomBytes = (length: number): Uint8Array => crypto.getRandomValues(new Uint8Array(length));
