import { inspect } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parseEncryptionKeys } from "../../src/installations/encryption-keys.js";
import { parseInstallation } from "../../src/installations/installation.js";
import { createSealer } from "../../src/installations/sealer.js";
import { createStateInstallations } from "../../src/installations/state-installations.js";
import { revokeToken } from "../../src/oauth/revoke.js";
import { requestToken } from "../../src/oauth/token-request.js";
import type { Reply } from "../oauth/token-server.js";
import { DAY_MS, installed, ORGANIZATION, type Processes, startProcesses } from "./processes.js";

const SECRETS = /SECRET|4e4e4e4e/;
const KEY = "4e".repeat(32);

// What a bad answer may look like: it repeats all that it was sent.
const echo = ({ form }: { form: object }): string => JSON.stringify(form);

let bot: Processes;

beforeEach(async () => {
  bot = await startProcesses((call) => ({ status: 400, body: { error: echo(call), error_description: echo(call) } }));
  await bot.installations.set({ ...installed, accessToken: "SECRET-access", refreshToken: "SECRET-refresh" });
});

afterEach(() => bot.close());

const app = { clientId: "client-1", clientSecret: "SECRET-app" };
const code = { ...app, kind: "authorization_code", code: "SECRET-code", codeVerifier: "SECRET-verifier" } as const;

/** Everything that a log of this error could show. */
async function traceOf(work: () => unknown): Promise<string> {
  try {
    await work();
    return "no error";
  } catch (error) {
    return inspect(error, { depth: null, showHidden: true }) + JSON.stringify(error);
  }
}

const unavailable: Reply[] = [{ status: 500, body: "SECRET-body" }, { kind: "drop" }, { kind: "drop" }];
const fetchThatTells: typeof fetch = async (_url, init) => {
  throw new TypeError(`could not send ${String(init?.body)}`);
};

describe("no error shows a secret", () => {
  it.each<[string, RegExp, () => unknown]>([
    [
      "a refused code",
      /TOKEN_REQUEST_FAILED/,
      () => requestToken({ ...code, redirectUri: "https://bot.example" }, { endpoints: bot.linear.endpoints }),
    ],
    [
      "an answer that is no token",
      /RESPONSE_INVALID/,
      () => {
        bot.linear.next({ status: 200, body: { token: "SECRET-body", access_token: ["SECRET-access"] } });
        return requestToken(
          { ...app, kind: "client_credentials", scopes: ["read"] },
          { endpoints: bot.linear.endpoints },
        );
      },
    ],
    [
      "an endpoint that is down",
      /LINEAR_UNREACHABLE/,
      () => {
        bot.linear.next(...unavailable);
        const grant = { ...app, kind: "refresh_token", refreshToken: "SECRET-refresh" } as const;
        return requestToken(grant, { endpoints: bot.linear.endpoints, clock: bot.clock });
      },
    ],
    [
      "a fetch that repeats the request in its error",
      /LINEAR_UNREACHABLE/,
      () => requestToken({ ...code, redirectUri: "https://bot.example" }, { fetch: fetchThatTells }),
    ],
    [
      "a revocation that fails",
      /TOKEN_REQUEST_FAILED/,
      () => {
        bot.linear.next({ status: 401, body: "SECRET-body" });
        return revokeToken({ token: "SECRET-access", ...app }, { endpoints: bot.linear.endpoints });
      },
    ],
    [
      "a refresh that is refused",
      /TOKEN_REQUEST_FAILED/,
      () => {
        bot.clock.advance(DAY_MS);
        return bot.start({ kind: "app", ...app }).getCredential(ORGANIZATION);
      },
    ],
    [
      "a secret that no header can hold",
      /CONFIG_INVALID/,
      () => bot.start({ kind: "api-key", apiKey: "SECRET\nSECRET" }).getCredential(undefined),
    ],
    ["an encryption key that is too short", /CONFIG_INVALID/, () => parseEncryptionKeys(`${KEY},${KEY.slice(2)}`)],
    [
      "an installation that does not open",
      /INSTALLATION_UNREADABLE/,
      () => {
        const sealer = createSealer({ keys: parseEncryptionKeys("aa".repeat(32)) });
        return createStateInstallations({ state: () => bot.state, sealer }).get(ORGANIZATION);
      },
    ],
    [
      "an installation that is incomplete",
      /INSTALLATION_UNREADABLE/,
      () => parseInstallation({ accessToken: "SECRET-access", refreshToken: "SECRET-refresh" }),
    ],
  ])("of %s", async (_case, code, work) => {
    const trace = await traceOf(work);

    expect(trace).toMatch(code);
    expect(trace).not.toMatch(SECRETS);
  });
});

it("shows no secret in the log of an early refresh that fails", async () => {
  bot.clock.advance(DAY_MS - 60_000);
  await bot.start({ kind: "app", ...app }).getCredential(ORGANIZATION);

  expect(bot.log).toEqual([
    {
      level: "warn",
      message:
        "Could not renew the access token early, so the old one is used: Linear refused the refresh_token request for a reason that this package does not know (HTTP 400)",
      facts: undefined,
    },
  ]);
});
