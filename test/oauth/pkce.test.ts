import { describe, expect, it } from "vitest";
import { createCodeChallenge, createCodeVerifier } from "../../src/oauth/pkce.js";

describe("PKCE", () => {
  it("makes the challenge of RFC 7636, appendix B", () => {
    expect(createCodeChallenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")).toBe(
      "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
    );
  });

  it("makes a verifier of 32 random bytes in 43 URL-safe characters", () => {
    expect(createCodeVerifier((length) => new Uint8Array(length).fill(255))).toBe(`${"_".repeat(42)}8`);
  });

  it("makes another verifier each time", () => {
    expect(createCodeVerifier()).not.toBe(createCodeVerifier());
  });
});
