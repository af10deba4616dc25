import { inspect } from "node:util";
import { createMemoryState } from "@chat-adapter/state-memory";
import type { StateAdapter } from "chat";
import { createLinearAdapter, type LinearAdapter, type LinearAdapterConfig } from "chat-adapter-linear";
import { type LinearEmulator, startLinearEmulator } from "chat-adapter-linear/emulator";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { hexKey } from "../../installations/fixtures.js";
import { createMemoryLogger, type MemoryLogger } from "../../support/memory-logger.js";
import { startPlainBot } from "../../support/plain-bot.js";

const REDIRECT_URI = "https://bot.example/linear/callback";
const SECRET_FIELDS = ["client_secret", "code", "code_verifier", "refresh_token", "access_token", "token"];

let linear: LinearEmulator;
let state: StateAdapter;
let logger: MemoryLogger;
let thrown: unknown[];
let secrets: Set<string>;

beforeEach(async () => {
  linear = await startLinearEmulator({ app: { redirectUris: [REDIRECT_URI] } });
  state = createMemoryState();
  logger = createMemoryLogger();
  thrown = [];
  secrets = new Set([linear.app.clientSecret, linear.app.webhookSecret, hexKey("4e"), hexKey("0d"), "wrong-secret"]);
  const send = globalThis.fetch;
  vi.spyOn(globalThis, "fetch").mockImplementation(async (input, init) => {
    if (init?.body instanceof URLSearchParams) keepSecrets(Object.fromEntries(init.body));
    const response = await send(input, init);
    if (String(input).endsWith("/oauth/token"))
      keepSecrets(
        await response
          .clone()
          .json()
          .catch(() => ({})),
      );
    return response;
  });
});

afterEach(async () => {
  vi.restoreAllMocks();
  await linear.close();
});

function keepSecrets(fields: Record<string, unknown>): void {
  const values = SECRET_FIELDS.map((name) => fields[name]);
  secrets = new Set([...secrets, ...values.filter((value) => typeof value === "string")]);
}

/** A process of the bot that logs all it can. */
async function start(config: Partial<LinearAdapterConfig> = {}): Promise<LinearAdapter> {
  const { clientId, clientSecret, webhookSecret } = linear.app;
  const app = "clientCredentials" in config ? {} : { clientId, clientSecret };
  const all = { ...app, webhookSecret, apiUrl: linear.apiUrl, logger, encryptionKey: hexKey("4e"), ...config };
  const adapter = createLinearAdapter(all as LinearAdapterConfig);
  await startPlainBot(adapter, { state });
  return adapter;
}

const call = (adapter: LinearAdapter): Promise<unknown> =>
  adapter.withInstallation(linear.organization.id, () => adapter.getUser(linear.ada.id));

/** Keeps what the work throws; whether it throws is the business of other tests. */
async function attempt(work: () => Promise<unknown>): Promise<void> {
  await work().catch((error: unknown) => thrown.push(error));
}

/** Through Linear's consent page and back. */
async function installByOAuth(adapter: LinearAdapter): Promise<Request> {
  const url = await adapter.installUrl({ redirectUri: REDIRECT_URI });
  const consent = await fetch(url, { redirect: "manual" });
  const callback = new Request(consent.headers.get("location") ?? "");
  const { searchParams } = new URL(callback.url);
  secrets = new Set([...secrets, searchParams.get("code") ?? "", searchParams.get("state") ?? ""]);
  await attempt(() => adapter.handleOAuthCallback(callback, { redirectUri: REDIRECT_URI }));
  return callback;
}

/** All that a log, or somebody who logs the errors, could show. */
const trace = (): string =>
  [
    ...logger.entries.map(({ text }) => text),
    ...thrown.map((error) => inspect(error, { depth: 8, showHidden: true })),
  ].join("\n");
const leaked = (): string[] => [...secrets].filter((secret) => secret !== "" && trace().includes(secret));

it("no secret is in a log line or an error, from the installation to its end", async () => {
  const adapter = await start();
  const callback = await installByOAuth(adapter);
  await attempt(() => adapter.handleOAuthCallback(callback, { redirectUri: REDIRECT_URI }));
  const installation = await adapter.getInstallation(linear.organization.id);
  linear.injectFault({ on: "graphql", kind: "unauthorized" });
  await attempt(() => call(adapter));
  linear.injectFault({ on: "token", kind: "drop-after" });
  linear.injectFault({ on: "graphql", kind: "unauthorized" });
  await attempt(() => call(adapter));
  await attempt(async () => call(await start({ encryptionKey: hexKey("0d") })));
  const renewed = await adapter.getInstallation(linear.organization.id);
  linear.revokeToken(renewed?.refreshToken ?? "");
  linear.injectFault({ on: "graphql", kind: "unauthorized", times: 4 });
  await attempt(() => call(adapter));
  await attempt(() => call(adapter));
  await attempt(() => adapter.deleteInstallation(linear.organization.id, { revoke: true }));

  expect(installation).not.toBeNull();
  expect(thrown).toMatchObject([
    { code: "OAUTH_STATE_USED" },
    { code: "INSTALLATION_UNREADABLE" },
    { code: "TOKEN_REQUEST_FAILED" },
    { code: "TOKEN_REQUEST_FAILED" },
  ]);
  expect([secrets.size > 10, leaked()]).toEqual([true, []]);
});

it.each<[string, () => Promise<unknown>]>([
  ["client credentials that Linear refuses", async () => call(await start(credentials("wrong-secret")))],
  [
    "an app token that Linear refuses twice",
    async () => {
      linear.injectFault({ on: "graphql", kind: "unauthorized", times: 2 });
      return call(await start(credentials(linear.app.clientSecret)));
    },
  ],
])("nor of %s", async (_case, work) => {
  await attempt(work);

  expect([thrown.length, leaked()]).toEqual([1, []]);
});

const credentials = (clientSecret: string): LinearAdapterConfig => ({
  clientCredentials: { clientId: linear.app.clientId, clientSecret },
});
