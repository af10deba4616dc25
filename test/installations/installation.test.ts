import { describe, expect, it } from "vitest";
import { parseInstallation } from "../../src/installations/installation.js";
import { installation } from "./fixtures.js";

describe("parseInstallation", () => {
  it("takes a record of @chat-adapter/linear as it is", () => {
    expect(parseInstallation(installation)).toEqual(installation);
  });

  it("keeps our additions and leaves out what is nobody's", () => {
    const record = { ...installation, scopes: ["read", "write"], appUserName: "helper", note: "from the old host" };

    expect(parseInstallation(record)).toEqual({
      ...installation,
      scopes: ["read", "write"],
      appUserName: "helper",
    });
  });

  it("reads a token that neither expires nor can be refreshed", () => {
    expect(
      parseInstallation({ ...installation, expiresAt: null, refreshToken: undefined, scopes: undefined }),
    ).toStrictEqual({
      accessToken: installation.accessToken,
      botUserId: installation.botUserId,
      expiresAt: null,
      organizationId: installation.organizationId,
    });
  });

  it.each([
    ["nothing", null, "installation.accessToken"],
    ["no token", { ...installation, accessToken: "" }, "installation.accessToken"],
    ["no app user", { ...installation, botUserId: undefined }, "installation.botUserId"],
    ["no organization", { ...installation, organizationId: 7 }, "installation.organizationId"],
    ["a time that is none", { ...installation, expiresAt: "tomorrow" }, "installation.expiresAt"],
    ["scopes that are none", { ...installation, scopes: ["read", 2] }, "installation.scopes[1]"],
  ])("says which field is wrong: %s", (_case, record, path) => {
    expect(() => parseInstallation(record)).toThrow(
      expect.objectContaining({ code: "INSTALLATION_UNREADABLE", facts: { path } }),
    );
  });
});
