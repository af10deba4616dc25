import { describe, expect, it } from "vitest";
import { type AuthorizationRequest, buildAuthorizationUrl } from "../../src/oauth/authorization-url.js";
import { resolveEndpoints } from "../../src/util/endpoints.js";

const request: AuthorizationRequest = {
  clientId: "client-1",
  redirectUri: "https://bot.example/oauth/callback?tenant=1",
  scopes: ["read", "write", "app:mentionable"],
};

const partsOf = (url: URL): unknown => ({
  page: `${url.origin}${url.pathname}`,
  parameters: Object.fromEntries(url.searchParams),
});

describe("buildAuthorizationUrl", () => {
  it("asks on Linear's website for a code, with the app as actor and comma-separated scopes", () => {
    expect(partsOf(buildAuthorizationUrl(request))).toEqual({
      page: "https://linear.app/oauth/authorize",
      parameters: {
        client_id: "client-1",
        redirect_uri: "https://bot.example/oauth/callback?tenant=1",
        response_type: "code",
        scope: "read,write,app:mentionable",
        actor: "app",
      },
    });
  });

  it("carries the state, the S256 challenge, the prompt and the actor it is given", () => {
    const url = buildAuthorizationUrl({
      ...request,
      state: "state-1",
      codeChallenge: "challenge-1",
      prompt: "consent",
      actor: "user",
      endpoints: resolveEndpoints("http://127.0.0.1:4000"),
    });

    expect(partsOf(url)).toEqual({
      page: "http://127.0.0.1:4000/oauth/authorize",
      parameters: {
        client_id: "client-1",
        redirect_uri: "https://bot.example/oauth/callback?tenant=1",
        response_type: "code",
        scope: "read,write,app:mentionable",
        actor: "user",
        state: "state-1",
        prompt: "consent",
        code_challenge: "challenge-1",
        code_challenge_method: "S256",
      },
    });
  });

  it("names each scope once, however the list was written", () => {
    const url = buildAuthorizationUrl({ ...request, scopes: ["read,write", " read ", "issues:create"] });

    expect(url.searchParams.get("scope")).toBe("read,write,issues:create");
  });

  it.each([
    ["no scopes", [], "No OAuth scopes are given; a bot needs at least read and write"],
    [
      "offline_access",
      ["read", "offline_access"],
      "Linear has no scope offline_access; leave it out, refresh tokens come without it",
    ],
    [
      "admin for an app user",
      ["read,admin"],
      "Linear does not grant the scope admin to an app user; leave it out, or authorize with actor user",
    ],
  ])("refuses %s before Linear does", (_case, scopes, message) => {
    expect(() => buildAuthorizationUrl({ ...request, scopes })).toThrow(
      expect.objectContaining({ code: "CONFIG_INVALID", message, facts: { option: "scopes" } }),
    );
  });

  it("lets a person authorize the scope admin", () => {
    const url = buildAuthorizationUrl({ ...request, scopes: ["read", "admin"], actor: "user" });

    expect(url.searchParams.get("scope")).toBe("read,admin");
  });
});
