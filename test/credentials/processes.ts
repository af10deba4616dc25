import { createMemoryState } from "@chat-adapter/state-memory";
import type { StateAdapter } from "chat";
import type { CredentialSource, LinearAuth } from "../../src/credentials/auth.js";
import type { InstallationBrokenEvent } from "../../src/credentials/broken-installation.js";
import { createCredentialSource } from "../../src/credentials/create-credential-source.js";
import { parseEncryptionKeys } from "../../src/installations/encryption-keys.js";
import type { LinearInstallation } from "../../src/installations/installation.js";
import { createInstallationStore } from "../../src/installations/installation-changes.js";
import type { InstallationStore } from "../../src/installations/installation-store.js";
import { createSealer } from "../../src/installations/sealer.js";
import { createSharedLock } from "../../src/installations/shared-lock.js";
import { createStateInstallations } from "../../src/installations/state-installations.js";
import { createManualClock, type ManualClock, START } from "../oauth/manual-clock.js";
import { type Respond, startTokenServer, type TokenServer } from "../oauth/token-server.js";

export const ORGANIZATION = "2f1c9a34-7d10-4e0b-9a3c-5b1f6f0c2a11";
export const MINUTE_MS = 60_000;
export const DAY_MS: number = 86_399_000;

/** A pair as it was installed: refreshes of it give `access-2`, `refresh-2` and so on. */
export const installed: LinearInstallation = {
  accessToken: "access-1",
  botUserId: "5d9b7e10-3c2a-4f61-b8a4-9e0d6c1f7a33",
  expiresAt: START.getTime() + DAY_MS,
  organizationId: ORGANIZATION,
  refreshToken: "refresh-1",
  scopes: ["read", "write"],
  appUserName: "helper",
};

/** The installation after its n-th pair was got at `at`. */
export const renewed = (pair: number, at: Date): LinearInstallation => ({
  ...installed,
  accessToken: `access-${pair}`,
  refreshToken: `refresh-${pair}`,
  expiresAt: at.getTime() + DAY_MS,
});

export interface LogEntry {
  level: string;
  message: string;
  facts: unknown;
}

/** Several processes of one bot: they share Linear, the state and the time, and nothing else. */
export interface Processes {
  linear: TokenServer;
  state: StateAdapter;
  clock: ManualClock;
  installations: InstallationStore;
  log: readonly LogEntry[];
  /** What `onInstallationBroken` was told, in whichever process. */
  broken: readonly InstallationBrokenEvent[];
  /** A credential source with no memory of the others. */
  start(auth?: LinearAuth): CredentialSource;
  close(): Promise<void>;
}

export const appAuth: LinearAuth = { kind: "app", clientId: "client-1", clientSecret: "client-secret-1" };

export async function startProcesses(respond: Respond = createTokenIssuer()): Promise<Processes> {
  const linear = await startTokenServer(respond);
  const state = createMemoryState();
  await state.connect();
  const clock = createManualClock();
  const encryptionKeys = parseEncryptionKeys("4e".repeat(32));
  const sealer = createSealer({ keys: encryptionKeys });
  const log: LogEntry[] = [];
  const write =
    (level: string) =>
    (message: string, facts?: unknown): void =>
      void log.push({ level, message, facts });
  const logger = { debug: write("debug"), info: write("info"), warn: write("warn"), error: write("error") };
  const lock = createSharedLock({ state: () => state, clock, logger });
  const installations = createInstallationStore(createStateInstallations({ state: () => state, sealer }), {
    lock,
    clock,
  });
  const broken: InstallationBrokenEvent[] = [];
  const parts = {
    endpoints: linear.endpoints,
    fetch,
    clock,
    installations,
    state: () => state,
    encryptionKeys,
    onInstallationBroken: (event: InstallationBrokenEvent): void => void broken.push(event),
    logger,
    lock,
    diagnose: () => {},
  };
  return {
    linear,
    state,
    clock,
    installations,
    log,
    broken,
    start: (auth = appAuth) => createCredentialSource(auth, parts),
    close: () => linear.close(),
  };
}

/** Linear's token endpoint with rotation: a used refresh token goes on giving its one replacement. */
export function createTokenIssuer(): Respond {
  let appTokens = 0;
  return ({ form }) => {
    if (form.grant_type === "client_credentials") {
      appTokens++;
      return { status: 200, body: { access_token: `app-${appTokens}`, expires_in: 2_591_999, scope: form.scope } };
    }
    const pair = Number(/^refresh-(\d+)$/.exec(form.refresh_token ?? "")?.[1]);
    if (Number.isNaN(pair)) return { status: 400, body: { error: "invalid_grant" } };
    const body = {
      access_token: `access-${pair + 1}`,
      refresh_token: `refresh-${pair + 1}`,
      expires_in: 86_399,
      scope: "read write",
    };
    return { status: 200, body };
  };
}
