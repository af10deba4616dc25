import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { revokeToken } from "../../src/oauth/revoke.js";
import { createManualClock } from "./manual-clock.js";
import { startTokenServer, type TokenServer } from "./token-server.js";

let server: TokenServer;

beforeEach(async () => {
  server = await startTokenServer(() => ({ status: 200 }));
});

afterEach(() => server.close());

describe("revokeToken", () => {
  it("sends the token in the form and nowhere else", async () => {
    const revoked = await revokeToken(
      { token: "refresh-1", tokenTypeHint: "refresh_token" },
      { endpoints: server.endpoints },
    );

    expect([revoked, server.calls]).toEqual([
      true,
      [
        {
          path: "/oauth/revoke",
          contentType: "application/x-www-form-urlencoded",
          authorization: undefined,
          form: { token: "refresh-1", token_type_hint: "refresh_token" },
        },
      ],
    ]);
  });

  it("authenticates the app where it is given its id and secret", async () => {
    await revokeToken(
      { token: "access-1", clientId: "client-1", clientSecret: "secret-1" },
      { endpoints: server.endpoints },
    );

    expect(server.calls[0]?.form).toEqual({
      token: "access-1",
      client_id: "client-1",
      client_secret: "secret-1",
    });
  });

  it("is false for a token that is revoked already", async () => {
    server.next({ status: 400, body: { error: "invalid_request" } });

    expect(await revokeToken({ token: "access-1" }, { endpoints: server.endpoints })).toBe(false);
  });

  it("fails when Linear does not accept who asks", async () => {
    server.next({ status: 401 });

    await expect(revokeToken({ token: "access-1" }, { endpoints: server.endpoints })).rejects.toMatchObject({
      code: "TOKEN_REQUEST_FAILED",
      facts: { grant: "revoke", status: 401, reason: "invalid_client" },
    });
  });

  it("is sent again after a lost answer", async () => {
    server.next({ kind: "drop" });

    expect(await revokeToken({ token: "access-1" }, { endpoints: server.endpoints, clock: createManualClock() })).toBe(
      true,
    );
  });
});
