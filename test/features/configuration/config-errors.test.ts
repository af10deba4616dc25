// Covers: src/adapter/config/resolve-values.ts

import { createLinearAdapter, type LinearAdapterAPIKeyConfig, type LinearAdapterConfig } from "chat-adapter-linear";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { setEnvironment, type TestEnvironment } from "../../support/environment.js";

beforeEach(() => setEnvironment({}));

afterEach(() => vi.unstubAllEnvs());

const withoutSecret = (): LinearAdapterAPIKeyConfig => ({ apiKey: "lin_api_1" });
const complete = (): LinearAdapterAPIKeyConfig => ({ ...withoutSecret(), webhookSecret: "secret" });

describe("what is wrong with the configuration", () => {
  it.each<[string, () => LinearAdapterConfig, TestEnvironment, RegExp]>([
    ["options that are null", () => JSON.parse("null"), {}, /^The options are null: leave them out/],
    ["no authentication", () => ({ webhookSecret: "s" }), {}, /^There is no authentication: set LINEAR_API_KEY/],
    [
      "keys that are undefined only",
      () => ({
        apiKey: undefined,
        accessToken: undefined,
        clientCredentials: undefined,
        clientId: undefined,
        clientSecret: undefined,
        webhookSecret: "s",
      }),
      {},
      /^There is no authentication/,
    ],
    [
      "half a pair in the environment",
      () => ({ webhookSecret: "s" }),
      { LINEAR_CLIENT_ID: "id" },
      /^LINEAR_CLIENT_ID is set but LINEAR_CLIENT_SECRET is not: they belong together$/,
    ],
    [
      "the other half",
      () => ({ webhookSecret: "s" }),
      { LINEAR_CLIENT_CREDENTIALS_CLIENT_SECRET: "s" },
      /^LINEAR_CLIENT_CREDENTIALS_CLIENT_SECRET is set but LINEAR_CLIENT_CREDENTIALS_CLIENT_ID is not/,
    ],
    [
      "an empty webhook secret",
      () => ({ ...withoutSecret(), webhookSecret: " " }),
      {},
      /^webhookSecret \(LINEAR_WEBHOOK_SECRET\) is empty: copy the signing secret from the webhook's page/,
    ],
    [
      "an empty list of webhook secrets",
      () => ({ ...withoutSecret(), webhookSecret: [] }),
      {},
      /^webhookSecret \(LINEAR_WEBHOOK_SECRET\) is empty/,
    ],
    [
      "a list with no webhook secret in it",
      () => Object.assign(withoutSecret(), { webhookSecret: [undefined] }),
      {},
      /^webhookSecret \(LINEAR_WEBHOOK_SECRET\) is empty/,
    ],
    ["an empty API key", () => ({ ...complete(), apiKey: "" }) as LinearAdapterConfig, {}, /^apiKey is empty$/],
    ["an empty access token", () => ({ accessToken: " ", webhookSecret: "s" }), {}, /^accessToken is empty$/],
    ["an empty client id", () => ({ clientId: "", clientSecret: "s", webhookSecret: "s" }), {}, /^clientId is empty$/],
    [
      "an empty client secret",
      () => ({ clientCredentials: { clientId: "id", clientSecret: "" }, webhookSecret: "s" }),
      {},
      /^clientCredentials.clientSecret is empty$/,
    ],
    [
      "an API key where the options ask for agent sessions",
      () => ({ ...complete(), mode: "agent-sessions" }),
      {},
      /^apiKey is a personal API key, and the mode is "agent-sessions": Linear opens agent sessions for apps, never for a/,
    ],
    [
      "an API key where the environment asks for both",
      () => ({ webhookSecret: "s" }),
      { LINEAR_API_KEY: "lin_api_1", LINEAR_MODE: "all" },
      /^LINEAR_API_KEY is a personal API key, and the mode is "all": .* or set mode \(LINEAR_MODE\) to "comments"$/,
    ],
    [
      "an unknown mode",
      complete,
      { LINEAR_MODE: "agents" },
      /^mode \(LINEAR_MODE\) is "agents"; it can be "comments", "agent-sessions" or "all"$/,
    ],
    [
      "an address that is none",
      () => ({ ...complete(), apiUrl: "linear.app" }),
      {},
      /^apiUrl \(LINEAR_API_URL\) is not an http\(s\) URL$/,
    ],
    [
      "a malformed encryption key",
      complete,
      { LINEAR_ENCRYPTION_KEY: "abc" },
      /^Encryption key 1 is not 32 bytes as 64 hexadecimal or 44 base64 characters \(it has 3\)/,
    ],
    [
      "a negative time",
      () => ({ ...complete(), maxSkewMs: -1 }),
      {},
      /^maxSkewMs must be a number of milliseconds, 0 or more$/,
    ],
    [
      "half a turn of bots",
      () => ({ ...complete(), maxBotTurns: 2.5 }),
      {},
      /^maxBotTurns must be a whole number, 0 or more, or false$/,
    ],
    [
      "an end of issues that there is not",
      () => ({ ...complete(), stopSessionsOn: ["archiving"] as never }),
      {},
      /^stopSessionsOn must be a list of "completion", "cancelation" and "unassignment"$/,
    ],
    [
      "a body limit that is no number of bytes",
      () => ({ ...complete(), maxBodyBytes: JSON.parse('"5mb"') }),
      {},
      /^maxBodyBytes must be a whole number of bytes above 0$/,
    ],
    ["a body limit of nothing", () => ({ ...complete(), maxBodyBytes: 0 }), {}, /^maxBodyBytes must be a whole number/],
    ["half a byte", () => ({ ...complete(), maxBodyBytes: 10.5 }), {}, /^maxBodyBytes must be a whole number/],
    [
      "a body without a limit",
      () => ({ ...complete(), maxBodyBytes: Number.POSITIVE_INFINITY }),
      {},
      /^maxBodyBytes must be a whole number/,
    ],
    [
      "an acknowledgement that comes too late for Linear",
      () => ({ ...complete(), acknowledgeAfterMs: 10_000 }),
      {},
      /^acknowledgeAfterMs must be at most 8,000 ms/,
    ],
    [
      "a sign of life that comes too late for Linear",
      () => ({ ...complete(), keepAliveAfterMs: 30 * 60_000 }),
      {},
      /^keepAliveAfterMs must be at most 1,740,000 ms/,
    ],
    ["a blank failure text", () => ({ ...complete(), failureText: " " }), {}, /^failureText must not be blank/],
    ["a blank silent response", () => ({ ...complete(), silentResponse: "" }), {}, /^silentResponse must not be blank/],
    [
      "a time that is no number",
      () => ({ ...complete(), streamEditIntervalMs: Number.NaN }),
      {},
      /^streamEditIntervalMs must be a number/,
    ],
  ])("is said at once: %s", (_what, options, environment, message) => {
    setEnvironment(environment);

    expect(() => createLinearAdapter(options())).toThrow(
      expect.objectContaining({ code: "CONFIG_INVALID", message: expect.stringMatching(message) }),
    );
  });

  // The compiler refuses these: see test/types/config.ts.
  it.each([
    [{ apiKey: "a", accessToken: "b" }, "The options mix apiKey, accessToken: give one kind of authentication"],
    [
      { accessToken: () => "a", clientId: "b", clientSecret: "c" },
      "The options mix accessToken, clientId and clientSecret: give one kind of authentication",
    ],
    [
      { apiKey: "a", clientCredentials: { clientId: "b", clientSecret: "c" } },
      "The options mix apiKey, clientCredentials: give one kind of authentication",
    ],
    [{ clientId: "a" }, "clientId and clientSecret belong together: the options hold only one of them"],
    [
      { clientId: undefined, clientSecret: "c" },
      "clientId and clientSecret belong together: the options hold only one of them",
    ],
    [{ apiKey: "a", webookSecret: "s" }, "There is no option webookSecret: it is most likely a slip for webhookSecret"],
    [{ maxBodyByte: 1 }, "There is no option maxBodyByte: it is most likely a slip for maxBodyBytes"],
    [{ apikey: "a" }, "There is no option apikey: it is most likely a slip for apiKey"],
    [
      { apiKey: "a", sielntResponse: false },
      "There is no option sielntResponse: it is most likely a slip for silentResponse",
    ],
    [
      { clientCredentials: { clientId: "a", clientSecret: "b", scope: ["read"] } },
      "There is no option clientCredentials.scope: it is most likely a slip for clientCredentials.scopes",
    ],
    [{ apiKey: "a", activityLevel: "loud" }, 'activityLevel can be "all", "normal" or "quiet"'],
  ])("is said where the compiler was not asked: %o", (mixed, message) => {
    const options = { webhookSecret: "s", ...mixed } as LinearAdapterConfig;

    expect(() => createLinearAdapter(options)).toThrow(expect.objectContaining({ code: "CONFIG_INVALID", message }));
  });

  it("is said without a secret in it", () => {
    const secret = "not-a-key-but-a-secret";

    expect(() => createLinearAdapter({ ...complete(), encryptionKey: secret })).toThrow(
      expect.objectContaining({
        message: expect.not.stringContaining(secret),
        facts: { option: "encryptionKey", position: 1, length: 22 },
      }),
    );
  });
});
