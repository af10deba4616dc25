import { describe, expect, it } from "vitest";
import { parseEncryptionKeys } from "../../src/installations/encryption-keys.js";
import { hexKey } from "./fixtures.js";

const ones = new Uint8Array(32).fill(0x11);
const highs = new Uint8Array(32).fill(0xfb);

describe("parseEncryptionKeys", () => {
  it.each([
    ["hexadecimal", hexKey("fb"), [highs]],
    ["capital hexadecimal", hexKey("FB"), [highs]],
    ["base64", Buffer.from(highs).toString("base64"), [highs]],
    ["base64 for URLs, without padding", Buffer.from(highs).toString("base64url"), [highs]],
    ["a ring with commas", `${hexKey("11")}, ${hexKey("fb")}\n`, [ones, highs]],
    ["a ring as a list", [hexKey("11"), hexKey("fb")], [ones, highs]],
    ["an empty list", [], []],
  ])("reads %s", (_case, value, keys) => {
    expect(parseEncryptionKeys(value)).toEqual(keys);
  });

  it.each([
    ["too short", `${hexKey("11")},${"ab".repeat(31)}`, { option: "encryptionKey", position: 2, length: 62 }],
    ["not an encoding", "p".repeat(64), { option: "encryptionKey", position: 1, length: 64 }],
    ["empty", `${hexKey("11")},`, { option: "encryptionKey", position: 2, length: 0 }],
  ])("refuses a key that is %s, and names only its place and length", (_case, value, facts) => {
    expect(() => parseEncryptionKeys(value)).toThrow(
      expect.objectContaining({
        code: "CONFIG_INVALID",
        facts,
        message: `Encryption key ${facts.position} is not 32 bytes as 64 hexadecimal or 44 base64 characters (it has ${facts.length}); make one with: openssl rand -hex 32`,
      }),
    );
  });
});
