// Covers: src/installations/field-sealer.ts

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseEncryptionKeys } from "../../src/installations/encryption-keys.js";
import { createSealer, type Sealer } from "../../src/installations/sealer.js";
import { encryptAsChatAdapter, hexKey, installation, ORGANIZATION, OTHER_ORGANIZATION } from "./fixtures.js";

const sealerWith = (...keys: string[]): Sealer => createSealer({ keys: parseEncryptionKeys(keys) });
const oldKey = hexKey("0d");
const newKey = hexKey("4e");
const nonce = Buffer.alloc(12, 9);

const sealedByChatAdapter = {
  ...installation,
  accessToken: encryptAsChatAdapter(installation.accessToken, oldKey, nonce),
  refreshToken: encryptAsChatAdapter("lin_refresh_refresh-1", oldKey, nonce),
};

describe("sealing", () => {
  it("hides both tokens and leaves the rest readable", async () => {
    expect(await sealerWith(newKey).seal(installation)).toEqual({
      ...installation,
      accessToken: { v: 1, nonce: expect.stringMatching(/^.{16}$/), data: expect.any(String) },
      refreshToken: { v: 1, nonce: expect.stringMatching(/^.{16}$/), data: expect.any(String) },
    });
  });

  it("takes a fresh nonce for every token", async () => {
    const sealer = sealerWith(newKey);
    const records = [await sealer.seal(installation), await sealer.seal(installation)];
    const sealed = records.flatMap((record) => [record.accessToken, record.refreshToken]) as { nonce: string }[];

    expect(new Set(sealed.map((field) => field.nonce)).size).toBe(4);
  });

  it("leaves the record plain while there are no keys", async () => {
    expect(await sealerWith().seal(installation)).toEqual(installation);
  });

  it("survives storage as JSON, with whatever text the tokens are", async () => {
    const sealer = sealerWith(newKey);
    const token = fc.string({ minLength: 1, unit: "grapheme" });

    await fc.assert(
      fc.asyncProperty(token, token, async (accessToken, refreshToken) => {
        const plain = { ...installation, accessToken, refreshToken };
        const stored: unknown = JSON.parse(JSON.stringify(await sealer.seal(plain)));
        expect(await sealer.open(stored, ORGANIZATION)).toEqual({ installation: plain, sealAgain: false });
      }),
      { numRuns: 30 },
    );
  });
});

describe("opening", () => {
  it("reads a record without a refresh token", async () => {
    const { refreshToken: _, ...lasting } = { ...installation, expiresAt: null };
    const stored = await sealerWith(newKey).seal(lasting);

    expect(await sealerWith(newKey).open(stored, ORGANIZATION)).toStrictEqual({
      installation: lasting,
      sealAgain: false,
    });
  });

  it("takes any key of the ring, and wants a record of an older one sealed again", async () => {
    const stored = await sealerWith(oldKey).seal(installation);

    expect(await sealerWith(newKey, oldKey).open(stored, ORGANIZATION)).toEqual({ installation, sealAgain: true });
  });

  it("reads plain records, and wants them sealed as soon as there is a key", async () => {
    expect([
      await sealerWith().open(installation, ORGANIZATION),
      await sealerWith(newKey).open(installation, ORGANIZATION),
    ]).toEqual([
      { installation, sealAgain: false },
      { installation, sealAgain: true },
    ]);
  });

  it("reads what @chat-adapter/linear sealed, and wants it sealed again", async () => {
    expect(await sealerWith(oldKey).open(sealedByChatAdapter, ORGANIZATION)).toEqual({
      installation,
      sealAgain: true,
    });
  });

  it("wants a record sealed again when only one of its tokens is", async () => {
    const sealed = await sealerWith(newKey).seal(installation);

    expect(await sealerWith(newKey).open({ ...sealed, refreshToken: "plain" }, ORGANIZATION)).toEqual({
      installation: { ...installation, refreshToken: "plain" },
      sealAgain: true,
    });
  });
});

describe("a record that does not open", () => {
  const facts = { organizationId: ORGANIZATION, field: "accessToken" };
  const noKeyOpens = `The stored installation of organization ${ORGANIZATION} cannot be decrypted: no key of the ring opens it, or it was changed or moved; it was left as it is. Configure the key it was sealed with, or install the app again`;

  it("was sealed with another key", async () => {
    const stored = await sealerWith(oldKey).seal(installation);

    await expect(sealerWith(newKey, hexKey("aa")).open(stored, ORGANIZATION)).rejects.toMatchObject({
      code: "INSTALLATION_UNREADABLE",
      message: noKeyOpens,
      facts,
    });
  });

  it("was sealed with another key by @chat-adapter/linear", async () => {
    await expect(sealerWith(newKey).open(sealedByChatAdapter, ORGANIZATION)).rejects.toMatchObject({
      code: "INSTALLATION_UNREADABLE",
      message: noKeyOpens,
      facts,
    });
  });

  it.each([
    ["sealed", () => sealerWith(newKey).seal(installation)],
    ["sealed by @chat-adapter/linear", async () => sealedByChatAdapter],
  ])("is %s while no key is configured", async (_case, store) => {
    await expect(sealerWith().open(await store(), ORGANIZATION)).rejects.toMatchObject({
      code: "INSTALLATION_UNREADABLE",
      message: expect.stringContaining("is encrypted and no encryption key is configured"),
      facts,
    });
  });

  it("was moved to another organization, even under that organization's name", async () => {
    const stored = await sealerWith(newKey).seal(installation);
    const moved = { ...stored, organizationId: OTHER_ORGANIZATION };

    await expect(sealerWith(newKey).open(moved, OTHER_ORGANIZATION)).rejects.toMatchObject({
      code: "INSTALLATION_UNREADABLE",
      facts: { organizationId: OTHER_ORGANIZATION, field: "accessToken" },
    });
  });

  it("names another organization than the one it was looked up for", async () => {
    await expect(sealerWith().open(installation, OTHER_ORGANIZATION)).rejects.toMatchObject({
      code: "INSTALLATION_UNREADABLE",
      message: expect.stringContaining("belongs to another organization"),
    });
  });

  it("has its tokens swapped", async () => {
    const { accessToken, refreshToken, ...rest } = await sealerWith(newKey).seal(installation);
    const swapped = { ...rest, accessToken: refreshToken, refreshToken: accessToken };

    await expect(sealerWith(newKey).open(swapped, ORGANIZATION)).rejects.toMatchObject({
      code: "INSTALLATION_UNREADABLE",
      message: noKeyOpens,
    });
  });

  it.each([
    ["no record at all", null],
    ["another version of the format", { ...installation, accessToken: { v: 2, nonce: "", data: "" } }],
    ["a nonce of the wrong length", { ...installation, accessToken: { v: 1, nonce: "AAAA", data: "" } }],
    [
      "a shortened tag",
      { ...sealedByChatAdapter, accessToken: { ...sealedByChatAdapter.accessToken, tag: "AAAAAA==" } },
    ],
  ])("is %s", async (_case, stored) => {
    await expect(sealerWith(oldKey).open(stored, ORGANIZATION)).rejects.toMatchObject({
      code: "INSTALLATION_UNREADABLE",
    });
  });
});
