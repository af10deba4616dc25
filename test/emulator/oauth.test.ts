// Covers: src/emulator/oauth/authorize.ts
// Covers: src/emulator/oauth/form.ts
// Covers: src/emulator/oauth/token.ts
// Covers: src/emulator/oauth/tokens.ts

import { createHash } from "node:crypto";
import { type LinearEmulator, startLinearEmulator } from "chat-adapter-linear/emulator";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createClient } from "./client.js";

const REDIRECT_URI = "https://bot.example/callback";
const MINUTE_MS = 60_000;

let linear: LinearEmulator;
let nowMs: number;
beforeEach(async () => {
  nowMs = Date.UTC(2026, 8, 20, 10);
  linear = await startLinearEmulator({ now: () => new Date(nowMs) });
});
afterEach(() => linear.close());

interface TokenAnswer {
  status: number;
  body: Record<string, unknown>;
}

/** The parameters that the consent page sends the browser back with. */
async function authorize(more: Record<string, string> = {}): Promise<Record<string, string>> {
  const query = new URLSearchParams({
    client_id: linear.app.clientId,
    redirect_uri: REDIRECT_URI,
    response_type: "code",
    scope: "read,write,app:mentionable",
    state: "s1",
    actor: "app",
    ...more,
  });
  const response = await fetch(`${linear.url}/oauth/authorize?${query}`, { redirect: "manual" });
  return Object.fromEntries(new URL(response.headers.get("location") ?? "nowhere:").searchParams);
}

async function post(
  path: string,
  fields: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<TokenAnswer> {
  const response = await fetch(`${linear.url}/oauth/${path}`, {
    method: "POST",
    body: new URLSearchParams(fields),
    headers,
  });
  const text = await response.text();
  return { status: response.status, body: text === "" ? {} : JSON.parse(text) };
}

const client = (): Record<string, string> => ({
  client_id: linear.app.clientId,
  client_secret: linear.app.clientSecret,
});
const exchange = (code: string, more: Record<string, string> = client()): Promise<TokenAnswer> =>
  post("token", { grant_type: "authorization_code", code, redirect_uri: REDIRECT_URI, ...more });
const refresh = (token: unknown, more: Record<string, string> = client()): Promise<TokenAnswer> =>
  post("token", { grant_type: "refresh_token", refresh_token: String(token), ...more });
const viewerOf = (token: unknown): Promise<object> =>
  createClient(linear.apiUrl, `Bearer ${token}`).read("{ viewer { id } }");

const refusedGrant = { status: 400, body: { error: "invalid_grant", error_description: expect.any(String) } };
const refusedClient = { status: 400, body: { error: "invalid_client", error_description: expect.any(String) } };

describe("authorization", () => {
  it("sends the browser back with a code and the state", async () => {
    expect(await authorize()).toEqual({ code: expect.any(String), state: "s1" });
  });

  it("carries a refusal, and a scope that is none, as an error", async () => {
    linear.answerConsent({ denied: "access_denied" });

    expect(await authorize()).toEqual({ error: "access_denied", error_description: expect.any(String), state: "s1" });
    expect(await authorize({ scope: "read,offline_access" })).toMatchObject({ error: "invalid_scope" });
    expect(await authorize({ scope: "read,admin" })).toMatchObject({ error: "invalid_scope" });
    expect(await authorize({ actor: "user" })).toMatchObject({ error: "invalid_scope" });
  });

  it("sends nobody to an address that is not registered", async () => {
    const strict = linear.addApp({ name: "strict", redirectUris: [REDIRECT_URI] });

    expect(await authorize({ client_id: strict.clientId, redirect_uri: "https://evil.example" })).toEqual({});
    expect(await authorize({ client_id: "nobody" })).toEqual({});
  });
});

describe("a code", () => {
  it("gives the app user's tokens, once", async () => {
    const { code = "" } = await authorize();
    const first = await exchange(code);

    expect(first).toEqual({
      status: 200,
      body: {
        access_token: expect.stringMatching(/^lin_oauth_/),
        token_type: "Bearer",
        expires_in: 86_399,
        scope: "app:mentionable read write",
        refresh_token: expect.any(String),
      },
    });
    expect(await viewerOf(first.body.access_token)).toEqual({ viewer: { id: linear.organization.appUserId } });
    expect(await exchange(code)).toEqual(refusedGrant);
  });

  it("gives the person's tokens without actor=app, in the person's organization", async () => {
    const [person] = linear.addOrganization({ name: "Globex" }).people;
    linear.answerConsent({ by: person ?? "nobody" });
    const { code = "" } = await authorize({ actor: "user", scope: "read,write" });
    const { body } = await exchange(code);

    expect(await viewerOf(body.access_token)).toEqual({ viewer: { id: person?.id } });
  });

  it("is tied to the client, the address and ten minutes", async () => {
    const { code = "" } = await authorize();
    const other = linear.addApp({ name: "other" });

    expect(await exchange(code, { ...client(), client_secret: "wrong" })).toEqual(refusedClient);
    expect(await exchange(code, { client_id: other.clientId, client_secret: other.clientSecret })).toEqual(
      refusedGrant,
    );
    expect(await exchange(code, { ...client(), redirect_uri: "https://bot.example/other" })).toEqual(refusedGrant);
    nowMs += 11 * MINUTE_MS;
    expect(await exchange(code)).toEqual(refusedGrant);
  });

  it.each([
    ["S256", createHash("sha256").update("verifier").digest("base64url")],
    ["plain", "verifier"],
  ])("with a %s challenge needs the verifier and not the secret", async (method, challenge) => {
    const pkce = { code_challenge: challenge, code_challenge_method: method };
    const { code = "" } = await authorize(pkce);
    const id = { client_id: linear.app.clientId };

    expect(await exchange(code, { ...id, code_verifier: "guess" })).toEqual(refusedGrant);
    expect(await exchange(code, client())).toEqual(refusedGrant);
    const { status, body } = await exchange(code, { ...id, code_verifier: "verifier" });
    expect(status).toBe(200);
    expect((await refresh(body.refresh_token, id)).status).toBe(200);
  });
});

describe("the client", () => {
  it("authenticates in the body or with Basic, and in a form only", async () => {
    const basic = Buffer.from(`${linear.app.clientId}:${linear.app.clientSecret}`).toString("base64");
    const { refreshToken } = linear.install();
    const json = await fetch(`${linear.url}/oauth/token`, {
      method: "POST",
      body: JSON.stringify({ grant_type: "refresh_token", refresh_token: refreshToken, ...client() }),
      headers: { "Content-Type": "application/json" },
    });

    expect(json.status).toBe(400);
    expect(await refresh(refreshToken, {})).toEqual(refusedClient);
    expect(await refresh(refreshToken, { client_id: linear.app.clientId })).toEqual(refusedClient);
    expect(
      (
        await post(
          "token",
          { grant_type: "refresh_token", refresh_token: refreshToken },
          { Authorization: `Basic ${basic}` },
        )
      ).status,
    ).toBe(200);
  });
});

describe("a refresh", () => {
  it("rotates the token, and gives the same answer again for 30 minutes", async () => {
    const { refreshToken } = linear.install();
    const first = await refresh(refreshToken);
    nowMs += 29 * MINUTE_MS;
    const replayed = await refresh(refreshToken);
    nowMs += 2 * MINUTE_MS;
    const late = await refresh(refreshToken);

    expect(first.body.refresh_token).not.toBe(refreshToken);
    expect(replayed).toEqual(first);
    expect(late).toEqual(refusedGrant);
    expect((await refresh(first.body.refresh_token)).status).toBe(200);
  });

  it("makes an access token that outlives the old one", async () => {
    const { accessToken, refreshToken, expiresIn } = linear.install();
    nowMs += expiresIn * 1_000;
    const { body } = await refresh(refreshToken);

    await expect(viewerOf(accessToken)).rejects.toThrow("Authentication required");
    expect(await viewerOf(body.access_token)).toEqual({ viewer: { id: linear.organization.appUserId } });
  });

  it("is refused once the app is uninstalled", async () => {
    const { refreshToken } = linear.install();
    await linear.uninstall();

    expect(await refresh(refreshToken)).toEqual(refusedGrant);
  });
});

describe("client credentials", () => {
  const grant = (scope: string): Promise<TokenAnswer> =>
    post("token", { grant_type: "client_credentials", scope, ...client() });

  it("give a token of the app user for 30 days, without a refresh token", async () => {
    const { status, body } = await grant("read,write");

    expect({ status, body }).toEqual({
      status: 200,
      body: { access_token: expect.any(String), token_type: "Bearer", expires_in: 2_591_999, scope: "read write" },
    });
    expect(await viewerOf(body.access_token)).toEqual({ viewer: { id: linear.organization.appUserId } });
  });

  it("need a scope", async () => {
    expect(await grant("")).toMatchObject({ status: 400, body: { error: "invalid_scope" } });
  });

  it("live beside each other with the same scopes, and end with others", async () => {
    const one = await grant("read,write");
    const two = await grant("write,read");
    expect(await viewerOf(one.body.access_token)).toEqual(await viewerOf(two.body.access_token));
    await grant("read");

    await expect(viewerOf(one.body.access_token)).rejects.toThrow("Authentication required");
    await expect(viewerOf(two.body.access_token)).rejects.toThrow("Authentication required");
  });
});

describe("revoking", () => {
  it("ends a token once", async () => {
    const { accessToken } = linear.install();

    expect((await post("revoke", { token: accessToken })).status).toBe(200);
    expect((await post("revoke", { token: accessToken })).status).toBe(400);
    await expect(viewerOf(accessToken)).rejects.toThrow("Authentication required");
  });

  it("takes the access tokens along with a refresh token", async () => {
    const { accessToken, refreshToken } = linear.install();
    await post("revoke", { token: refreshToken, token_type_hint: "refresh_token" });

    expect(await refresh(refreshToken)).toEqual(refusedGrant);
    await expect(viewerOf(accessToken)).rejects.toThrow("Authentication required");
  });

  it("works in the old ways, and not without any token", async () => {
    const header = { Authorization: `Bearer ${linear.install().accessToken}` };

    expect((await post("revoke", { access_token: linear.install().accessToken })).status).toBe(200);
    expect((await post("revoke", {}, header)).status).toBe(200);
    expect((await post("revoke", {})).status).toBe(401);
  });
});

describe("the record of token requests", () => {
  it("holds grants and answers", async () => {
    await refresh(linear.install().refreshToken);
    await refresh("nothing");

    expect(linear.tokenRequests()).toEqual([
      { grant: "refresh_token", status: 200, at: new Date(nowMs) },
      { grant: "refresh_token", status: 400, at: new Date(nowMs) },
    ]);
  });
});
