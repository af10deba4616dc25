import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { OAuthRequestParts } from "../../src/oauth/post-form.js";
import { requestToken, type TokenGrant } from "../../src/oauth/token-request.js";
import { resolveEndpoints } from "../../src/util/endpoints.js";
import { createManualClock, type ManualClock } from "./manual-clock.js";
import { startTokenServer, type TokenServer } from "./token-server.js";

const codeGrant: TokenGrant = {
  kind: "authorization_code",
  clientId: "client-1",
  clientSecret: "secret-1",
  code: "code-1",
  redirectUri: "https://bot.example/callback",
  codeVerifier: "verifier-1",
};
const refreshGrant: TokenGrant = {
  kind: "refresh_token",
  clientId: "client-1",
  clientSecret: "secret-1",
  refreshToken: "refresh-1",
};
const appGrant: TokenGrant = {
  kind: "client_credentials",
  clientId: "client-1",
  clientSecret: "secret-1",
  scopes: ["write", "read", "write"],
};
const token = { access_token: "access-2", token_type: "Bearer", expires_in: 86_399, scope: "read write" };

let server: TokenServer;
let clock: ManualClock;
let parts: OAuthRequestParts;

beforeEach(async () => {
  server = await startTokenServer(() => ({ status: 200, body: token }));
  clock = createManualClock();
  parts = { endpoints: server.endpoints, clock };
});

afterEach(() => server.close());

describe("what goes out", () => {
  it.each([
    [
      codeGrant,
      {
        grant_type: "authorization_code",
        client_id: "client-1",
        client_secret: "secret-1",
        code: "code-1",
        redirect_uri: "https://bot.example/callback",
        code_verifier: "verifier-1",
      },
    ],
    [
      refreshGrant,
      { grant_type: "refresh_token", client_id: "client-1", client_secret: "secret-1", refresh_token: "refresh-1" },
    ],
    [
      appGrant,
      { grant_type: "client_credentials", client_id: "client-1", client_secret: "secret-1", scope: "write,read" },
    ],
  ])("is a form with the fields of the grant: $kind", async (grant, form) => {
    await requestToken(grant, parts);

    expect(server.calls).toEqual([
      { path: "/oauth/token", contentType: "application/x-www-form-urlencoded", authorization: undefined, form },
    ]);
  });

  it("leaves out the client secret of an app that has none", async () => {
    await requestToken({ kind: "refresh_token", clientId: "client-1", refreshToken: "refresh-1" }, parts);

    expect(server.calls[0]?.form).toEqual({
      grant_type: "refresh_token",
      client_id: "client-1",
      refresh_token: "refresh-1",
    });
  });
});

describe("what comes back", () => {
  it("is the pair, the time of its end and the scopes", async () => {
    server.next({ status: 200, body: { ...token, refresh_token: "refresh-2" } });

    expect(await requestToken(refreshGrant, parts)).toEqual({
      accessToken: "access-2",
      refreshToken: "refresh-2",
      expiresAt: new Date("2026-09-02T11:59:59.000Z"),
      scopes: ["read", "write"],
    });
  });

  it.each([
    ["an array, as for old apps", ["read", "write"], ["read", "write"]],
    ["comma-separated", "read,write", ["read", "write"]],
    ["missing", undefined, []],
  ])("may have its scopes %s", async (_case, scope, scopes) => {
    server.next({ status: 200, body: { access_token: "access-2", scope } });

    expect(await requestToken(appGrant, parts)).toEqual({ accessToken: "access-2", scopes });
  });

  it.each([
    ["a page", "<html>Sign in</html>", "token.access_token"],
    ["a token that is none", { ...token, access_token: "" }, "token.access_token"],
    ["a lifetime that is none", { ...token, expires_in: "soon" }, "token.expires_in"],
  ])("is refused when it is %s", async (_case, body, path) => {
    server.next({ status: 200, body });

    await expect(requestToken(appGrant, parts)).rejects.toMatchObject({
      code: "RESPONSE_INVALID",
      facts: { grant: "client_credentials", status: 200, path },
    });
  });
});

describe("a refusal", () => {
  it.each([
    [codeGrant, 400, { error: "invalid_grant" }, "invalid_grant", "start the installation again"],
    [refreshGrant, 400, { error: "invalid_grant" }, "invalid_grant", "must install the app again"],
    [refreshGrant, 400, { error: "invalid_client" }, "invalid_client", "nothing needs to be installed again"],
    [refreshGrant, 401, {}, "invalid_client", "correct the configuration"],
    [appGrant, 400, { error: "invalid_scope" }, "invalid_scope", "ask for scopes that exist"],
    [codeGrant, 400, { error: "invalid_request" }, "invalid_request", "check clientId, clientSecret and redirectUri"],
    [appGrant, 400, { error: "unauthorized_client" }, "unsupported", "switch it on in the app's settings"],
    [
      appGrant,
      400,
      { error: "Error", error_description: "Client does not support the client_credentials grant" },
      "unsupported",
      "switch it on in the app's settings",
    ],
    [appGrant, 400, { error: "Error", error_description: "Something else" }, "unknown", "does not know"],
    [appGrant, 403, "<html>", "unknown", "does not know"],
  ])("of $kind with HTTP %i %o is told as %s", async (grant, status, body, reason, advice) => {
    server.next({ status, body });

    await expect(requestToken(grant, parts)).rejects.toMatchObject({
      code: "TOKEN_REQUEST_FAILED",
      facts: { grant: grant.kind, status, reason },
      message: expect.stringContaining(advice),
    });
  });

  it("is final: the request is not sent again", async () => {
    server.next({ status: 400, body: { error: "invalid_grant" } });
    await requestToken(refreshGrant, parts).catch(() => {});

    expect(server.calls).toHaveLength(1);
  });

  it("by the rate limit says when to try again", async () => {
    server.next({ status: 429, headers: { "retry-after": "7" } });

    await expect(requestToken(refreshGrant, parts)).rejects.toMatchObject({
      name: "LinearRateLimitError",
      retryAfterMs: 7_000,
    });
  });
});

describe("a failure on the way", () => {
  it.each([refreshGrant, appGrant])("of $kind is tried three times, with pauses", async (grant) => {
    server.next({ status: 503 }, { kind: "drop" });

    const result = await requestToken(grant, parts);

    expect([result.accessToken, server.calls.length, clock.sleeps]).toEqual(["access-2", 3, [250, 1_000]]);
  });

  it("is told after the third try, with its reason", async () => {
    server.next({ status: 503 }, { status: 502 }, { status: 500 });

    await expect(requestToken(refreshGrant, parts)).rejects.toMatchObject({
      code: "LINEAR_UNREACHABLE",
      facts: { endpoint: `${server.endpoints.token.host}/oauth/token`, reason: "HTTP 500", tries: 3 },
    });
  });

  it("of an authorization code that Linear may have seen is not repeated: a code works once", async () => {
    server.next({ kind: "drop" });

    await expect(requestToken(codeGrant, parts)).rejects.toMatchObject({
      code: "LINEAR_UNREACHABLE",
      facts: { tries: 1 },
    });
  });

  it("of an authorization code is repeated while there was no connection", async () => {
    const endpoints = resolveEndpoints(server.url);
    await server.close();

    await expect(requestToken(codeGrant, { endpoints, clock })).rejects.toMatchObject({
      code: "LINEAR_UNREACHABLE",
      facts: { reason: "ECONNREFUSED", tries: 3 },
    });
  });

  it("is a silence longer than the time allowed", async () => {
    server.next({ kind: "silence" });

    await expect(requestToken(codeGrant, { ...parts, timeoutMs: 50 })).rejects.toMatchObject({
      code: "LINEAR_UNREACHABLE",
      facts: { reason: "timeout", tries: 1 },
    });
  });

  it("is what the platform's fetch says", async () => {
    const fetch = (): Promise<Response> => Promise.reject(new TypeError("Illegal invocation"));

    await expect(requestToken(codeGrant, { ...parts, fetch })).rejects.toMatchObject({
      message: expect.stringContaining("did not answer (Illegal invocation)"),
      facts: { reason: "Illegal invocation", tries: 1 },
    });
  });

  it("is a redirect, since the form must not go anywhere else", async () => {
    const redirect = { status: 307, headers: { location: `${server.url}/elsewhere` } };
    server.next(redirect, redirect, redirect);

    await expect(requestToken(refreshGrant, parts)).rejects.toMatchObject({
      code: "LINEAR_UNREACHABLE",
      facts: { reason: "it wants to redirect the request, which holds secrets" },
    });
    expect(server.calls.map((call) => call.path)).toEqual(["/oauth/token", "/oauth/token", "/oauth/token"]);
  });

  it("gives the caller's own reason when the caller ends it", async () => {
    server.next({ kind: "silence" });
    const ending = new AbortController();
    const request = requestToken(refreshGrant, { ...parts, signal: ending.signal });
    ending.abort(new Error("shutting down"));

    await expect(request).rejects.toThrow("shutting down");
  });
});
