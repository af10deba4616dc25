import { isLinearAdapterError, LinearAdapterError } from "../errors.js";
import { isJsonObject, type JsonObject } from "../util/json.js";
import { type KeySource, resolveKeyRing } from "./encryption-keys.js";
import { createFieldSealers, type FieldSealer, type OpenedField, type UnreadableCause } from "./field-sealer.js";
import { type LinearInstallation, parseInstallation } from "./installation.js";

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
  keys: KeySource;
  /** Whether only what we have sealed is opened: with it, nothing that was planted in the store or moved there is used. */
  requireSealed?: boolean;
  /** Fresh random bytes for each nonce. Default: the platform's. */
  randomBytes?: (length: number) => Uint8Array;
}

type SecretField = "accessToken" | "refreshToken";
type FieldFacts = { organizationId: string; field: SecretField };

export function createSealer({ keys, requireSealed = false, randomBytes }: SealerParts): Sealer {
  const sealerOf = createFieldSealers(randomBytes, requireSealed ? "sealed-by-us" : "any");
  const fieldsOf = async (organizationId: string): Promise<FieldSealer> =>
    sealerOf(await resolveKeyRing(keys, organizationId));

  return {
    async seal(installation) {
      const { accessToken, refreshToken, organizationId } = installation;
      const fields = await fieldsOf(organizationId);
      return {
        ...installation,
        accessToken: await fields.seal(accessToken, placeOf({ organizationId, field: "accessToken" })),
        ...(refreshToken === undefined
          ? {}
          : { refreshToken: await fields.seal(refreshToken, placeOf({ organizationId, field: "refreshToken" })) }),
      };
    },

    async open(stored, organizationId) {
      const source: JsonObject = isJsonObject(stored) ? stored : {};
      if (source.organizationId !== organizationId) {
        const isForeign = typeof source.organizationId === "string";
        const what = isForeign ? "belongs to another organization" : "is damaged";
        throw unreadable(what, { organizationId, cause: "record" });
      }
      const fields = await fieldsOf(organizationId);
      const access = await openField(fields, source.accessToken, { organizationId, field: "accessToken" });
      const refresh = isAbsent(source.refreshToken)
        ? undefined
        : await openField(fields, source.refreshToken, { organizationId, field: "refreshToken" });
      return {
        installation: parseOpened({ ...source, accessToken: access.value, refreshToken: refresh?.value }),
        sealAgain: access.sealAgain || refresh?.sealAgain === true,
      };
    },
  };
}

function parseOpened(source: JsonObject): LinearInstallation {
  try {
    return parseInstallation(source);
  } catch (error) {
    if (!isLinearAdapterError(error, "INSTALLATION_UNREADABLE")) throw error;
    throw new LinearAdapterError(error.code, error.message, { ...error.facts, cause: "record" });
  }
}

async function openField(
  fields: FieldSealer,
  stored: unknown,
  facts: FieldFacts,
): Promise<Extract<OpenedField, { kind: "opened" }>> {
  const opened = await fields.open(stored, placeOf(facts));
  if (opened.kind === "opened") return opened;
  throw unreadable(opened.reason, { ...facts, cause: opened.cause });
}

// Binds a sealed token to its place, so that it opens in no other organization and as no other field.
const placeOf = ({ organizationId, field }: FieldFacts): string[] => ["linear installation", organizationId, field];

function unreadable(
  what: string,
  facts: { organizationId: string; field?: SecretField; cause: UnreadableCause },
): LinearAdapterError {
  return new LinearAdapterError(
    "INSTALLATION_UNREADABLE",
    `The stored installation of organization ${facts.organizationId} ${what}; it was left as it is. Configure the key it was sealed with, or install the app again`,
    facts,
  );
}

const isAbsent = (value: unknown): boolean => value === undefined || value === null;
