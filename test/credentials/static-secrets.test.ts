import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { LinearAuth } from "../../src/credentials/auth.js";
import type { Secret } from "../../src/util/secret.js";
import { ORGANIZATION, type Processes, startProcesses } from "./processes.js";

let bot: Processes;

beforeEach(async () => {
  bot = await startProcesses();
});

afterEach(() => bot.close());

const apiKey = (secret: Secret): LinearAuth => ({ kind: "api-key", apiKey: secret });
const accessToken = (secret: Secret): LinearAuth => ({ kind: "access-token", accessToken: secret });

describe("a fixed secret", () => {
  it.each([
    ["an API key bare", apiKey("lin_api_1"), "lin_api_1"],
    ["an API key without the line end of its file", apiKey("lin_api_1\n"), "lin_api_1"],
    ["an access token with Bearer", accessToken("token-1"), "Bearer token-1"],
    ["an access token with one Bearer only", accessToken("Bearer token-1"), "Bearer token-1"],
    ["an access token with Linear's spelling of Bearer", accessToken("bearer  token-1"), "Bearer token-1"],
  ])("is sent as Linear wants it: %s", async (_case, auth, authorization) => {
    expect(await bot.start(auth).getCredential(undefined)).toEqual({ authorization, organizationId: undefined });
  });

  it.each([apiKey("lin_api_1"), accessToken("token-1")])("has no successor after a 401: $kind", async (auth) => {
    const source = bot.start(auth);

    expect(await source.reject(await source.getCredential(ORGANIZATION), ORGANIZATION)).toBe(false);
  });

  it.each([
    ["empty", apiKey(" "), "apiKey is empty"],
    [
      "not sendable",
      apiKey("lin_api_1\nlin_api_2"),
      "apiKey holds characters that no header can hold; check how it was copied",
    ],
    [
      "not sendable",
      accessToken("tokén"),
      "accessToken holds characters that no header can hold; check how it was copied",
    ],
  ])("is refused when it is %s", async (_case, auth, message) => {
    await expect(bot.start(auth).getCredential(undefined)).rejects.toMatchObject({ code: "CONFIG_INVALID", message });
  });

  it("does not say who we are", async () => {
    expect(await bot.start(apiKey("lin_api_1")).knownIdentity(ORGANIZATION)).toBeUndefined();
  });
});

describe("a function that gives the secret", () => {
  it("is asked on every use, with the organization", async () => {
    let uses = 0;
    const source = bot.start(accessToken(async (organizationId) => `${organizationId}-${++uses}`));

    expect([await source.getCredential("org-1"), await source.getCredential(undefined)]).toEqual([
      { authorization: "Bearer org-1-1", organizationId: undefined },
      { authorization: "Bearer undefined-2", organizationId: undefined },
    ]);
  });

  it("is worth another try after a 401 when it gives another secret by then", async () => {
    let token = "token-1";
    const source = bot.start(accessToken(() => token));
    const credential = await source.getCredential(undefined);
    const whileUnchanged = await source.reject(credential, undefined);
    token = "token-2";

    expect([whileUnchanged, await source.reject(credential, undefined)]).toEqual([false, true]);
  });
});
