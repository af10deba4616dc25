import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isFresh, isSignedBy, verifyWebhook } from "../../src/webhook/verify-webhook.js";
import { fixture } from "../fixtures/fixture.js";
import { sign } from "../support/sign.js";

const SECRET = "lin_wh_first";
const now = new Date("2026-09-20T10:00:00.000Z");
const payload = fixture("comment-create-reply", { sentAt: now });
const body = new TextEncoder().encode(JSON.stringify(payload));
const signature = sign(body, SECRET);
const webhook = { body, signature, secrets: [SECRET], now };

const signed = (content: Uint8Array | string) => ({ ...webhook, body: content, signature: sign(content, SECRET) });
const sentAt = (milliseconds: unknown) => signed(JSON.stringify({ ...payload, webhookTimestamp: milliseconds }));
const refused = (reason: string) => ({ kind: "refused", reason });
const malformed = (reason: string) => ({ kind: "malformed", reason });
const verified = { kind: "verified", payload };

describe("verifyWebhook", () => {
  it.each([
    ["bytes", webhook],
    ["text", { ...webhook, body: JSON.stringify(payload) }],
    [
      "bytes that are a window of a larger buffer",
      { ...webhook, body: Buffer.concat([Buffer.from("{"), body]).subarray(1) },
    ],
  ])("gives the payload of a signed body of %s", (_, delivery) => {
    expect(verifyWebhook(delivery)).toEqual(verified);
  });

  it.each([
    ["the old secret", ["lin_wh_second", SECRET]],
    ["the new secret", [SECRET, "lin_wh_zero"]],
  ])("accepts a signature by %s while secrets rotate", (_, secrets) => {
    expect(verifyWebhook({ ...webhook, secrets })).toEqual(verified);
  });

  it.each([
    ["is missing", null, "signature-missing"],
    ["is empty", "", "signature-missing"],
    ["was made with another secret", sign(body, "lin_wh_other"), "signature-wrong"],
    ["is in upper case", signature.toUpperCase(), "signature-wrong"],
    ["is cut short", signature.slice(0, -2), "signature-wrong"],
    ["goes on", `${signature}00`, "signature-wrong"],
    ["has a line end", `${signature}\n`, "signature-wrong"],
    ["has a prefix", `sha256=${signature}`, "signature-wrong"],
    ["is no hex", "z".repeat(64), "signature-wrong"],
    ["has characters of two bytes", "é".repeat(64), "signature-wrong"],
  ])("refuses a delivery whose signature %s", (_, given, reason) => {
    expect(verifyWebhook({ ...webhook, signature: given })).toEqual(refused(reason));
  });

  it("refuses a body of which any byte was changed", () => {
    const tampered = Array.from(body.keys(), (at) => body.map((byte, index) => (index === at ? byte ^ 1 : byte)));

    const results = new Set(tampered.map((content) => JSON.stringify(verifyWebhook({ ...webhook, body: content }))));

    expect([...results]).toEqual([JSON.stringify(refused("signature-wrong"))]);
  });

  it("refuses everything when there is no secret", () => {
    expect(verifyWebhook({ ...webhook, secrets: [] })).toEqual(refused("signature-wrong"));
  });

  it("refuses what was signed with an empty secret, even when one is configured", () => {
    const forged = { ...webhook, signature: sign(body, ""), secrets: ["", SECRET] };

    expect(verifyWebhook(forged)).toEqual(refused("signature-wrong"));
  });

  it.each([
    ["a minute old", now.getTime() - 60_000],
    ["a minute early", now.getTime() + 60_000],
  ])("accepts a delivery that is %s", (_, milliseconds) => {
    expect(verifyWebhook(sentAt(milliseconds)).kind).toBe("verified");
  });

  it.each([
    ["without a time", undefined, "timestamp-missing"],
    ["of a time that is null", null, "timestamp-missing"],
    ["of a time that is text", String(now.getTime()), "timestamp-missing"],
  ])("refuses a delivery that is %s", (_, milliseconds, reason) => {
    expect(verifyWebhook(sentAt(milliseconds))).toEqual(refused(reason));
  });

  it.each([
    ["old", now.getTime() - 60_001, 60_001],
    ["early", now.getTime() + 60_001, -60_001],
  ])("says by how much a delivery is too %s", (_, milliseconds, skewMs) => {
    expect(verifyWebhook(sentAt(milliseconds))).toEqual({ kind: "refused", reason: "stale", skewMs });
  });

  it("allows as much skew as it is told to", () => {
    const late = { ...webhook, now: new Date(now.getTime() + 6 * 3_600_000) };

    expect(verifyWebhook({ ...late, maxSkewMs: 7 * 3_600_000 })).toEqual(verified);
    expect(verifyWebhook({ ...late, maxSkewMs: 5 * 3_600_000 })).toMatchObject(refused("stale"));
    expect(verifyWebhook({ ...late, maxSkewMs: Number.NaN })).toMatchObject(refused("stale"));
  });

  it.each([
    ["no JSON", "{", "not-json"],
    ["empty", "", "not-json"],
    ["no UTF-8", Uint8Array.of(0x22, 0xff, 0x22), "not-json"],
    ["a list", "[]", "not-an-object"],
    ["null", "null", "not-an-object"],
    ["text", '"webhookTimestamp"', "not-an-object"],
  ])("calls a signed body that is %s malformed", (_, content, reason) => {
    expect(verifyWebhook(signed(content))).toEqual(malformed(reason));
  });

  it("checks the signature of a body before it reads it", () => {
    expect(verifyWebhook({ ...webhook, body: "{" })).toEqual(refused("signature-wrong"));
  });

  it.each([
    ["bytes", Uint8Array.of(0xef, 0xbb, 0xbf, ...body)],
    ["text", `\uFEFF${JSON.stringify(payload)}`],
  ])("reads %s behind a byte order mark that is signed with them", (_, content) => {
    expect(verifyWebhook(signed(content))).toEqual(verified);
  });

  it("keeps letters of every size", () => {
    const comment = { ...payload, data: { body: "naïve – 日本語 👩‍🚀 \u2028" } };
    const content = new TextEncoder().encode(JSON.stringify(comment));

    expect(verifyWebhook(signed(content))).toEqual({ kind: "verified", payload: comment });
  });

  it("reads a payload that is nested deeper than a stack", () => {
    const content = `{"webhookTimestamp":${now.getTime()},"data":${"[".repeat(50_000)}${"]".repeat(50_000)}}`;

    expect(verifyWebhook(signed(content)).kind).toBe("verified");
  });

  it("answers every body and every signature", () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.option(fc.string()), (content, given) => {
        expect(verifyWebhook({ ...webhook, body: content, signature: given }).kind).toBe("refused");
      }),
    );
  });
});

describe("isSignedBy", () => {
  it("looks at the signature alone", () => {
    expect(isSignedBy(body, signature, [SECRET])).toBe(true);
    expect(isSignedBy(body, null, [SECRET])).toBe(false);
    expect(isSignedBy(body, signature, ["lin_wh_other"])).toBe(false);
  });
});

describe("isFresh", () => {
  it.each([
    [{ webhookTimestamp: now.getTime() - 60_000 }, true],
    [{ webhookTimestamp: now.getTime() - 60_001 }, false],
    [{}, false],
    [null, false],
    ["2026-09-20T10:00:00.000Z", false],
  ])("tells the age of %j by its own time", (content, fresh) => {
    expect(isFresh(content, now)).toBe(fresh);
  });
});
