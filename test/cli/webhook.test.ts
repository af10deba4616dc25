// Covers: src/cli/sample-payloads.ts
// Covers: src/cli/variables.ts
import { text } from "node:stream/consumers";
import { parseWebhook, verifyWebhook } from "chat-adapter-linear/webhook";
import { describe, expect, it } from "vitest";
import { type CommandWorld, createFolder, runCommand } from "../support/cli.js";
import { listen } from "../support/listen.js";
import { sign } from "../support/sign.js";

const secret = "a-secret-of-the-test";
const withSecret: CommandWorld = { environment: { LINEAR_WEBHOOK_SECRET: secret } };

describe("webhook trigger", () => {
  /** A receiver that keeps what comes in. */
  const receive = async (status = 200) => {
    const received: { body: string; signature: string }[] = [];
    const url = await listen(async (request, response) => {
      received.push({ body: await text(request), signature: String(request.headers["linear-signature"]) });
      response.writeHead(status).end();
    });
    return { url, received };
  };

  it.each([
    ["comment", "comment.created", "please help"],
    ["mention", "comment.created", "@helper please help"],
    ["session", "session.created", "please help"],
  ])("sends a %s that is signed and read as Linear's", async (event, kind, body) => {
    const { url, received } = await receive();
    const args = ["webhook", "trigger", "--url", url, "--event", event, "--handle", "helper", "--text", "please help"];

    const result = await runCommand(args, withSecret);

    expect(result).toEqual({ code: 0, output: expect.stringMatching(/^200 after \d+ ms\n$/), errors: "" });
    const verified = received.map((one) => verifyWebhook({ ...one, secrets: [secret], now: new Date() }));
    expect(verified).toEqual([{ kind: "verified", payload: expect.anything() }]);
    const parsed = received.map((one) => parseWebhook(JSON.parse(one.body)));
    expect(parsed).toEqual([expect.objectContaining({ kind })]);
    expect(JSON.stringify(parsed)).toContain(JSON.stringify(body));
  });

  it("takes the secret from .env, and prints it nowhere", async () => {
    const { url, received } = await receive();
    const folder = await createFolder({ ".env": `LINEAR_WEBHOOK_SECRET=${secret}\n` });

    const { code, output, errors } = await runCommand(["webhook", "trigger", "--url", url, "--json"], { folder });

    expect([code, JSON.parse(output), errors]).toEqual([0, { status: 200, latencyMs: expect.any(Number) }, ""]);
    expect(received.map(({ body, signature }) => signature === sign(body, secret))).toEqual([true]);
    expect(output).not.toContain(secret);
  });

  it("fails with exit code 6 where the bot does not answer 200", async () => {
    const { url } = await receive(401);

    const { code, output, errors } = await runCommand(["webhook", "trigger", "--url", url], withSecret);

    expect([code, output]).toEqual([6, expect.stringMatching(/^401 after/)]);
    expect(errors).toMatch(/^The bot answered 401/);
  });

  it("fails with exit code 8 where nothing listens", async () => {
    const { code, errors } = await runCommand(["webhook", "trigger", "--url", "http://127.0.0.1:1/"], withSecret);

    expect([code, errors]).toEqual([8, expect.stringContaining("http://127.0.0.1:1/ does not answer")]);
  });

  it("takes no password in an address", async () => {
    const { code, errors } = await runCommand(["webhook", "trigger", "--url", "http://a:b@localhost/"], withSecret);

    expect([code, errors]).toEqual([2, expect.stringContaining("leave out what stands before the @")]);
  });
});

describe("webhook verify", () => {
  const at = "2026-01-31T12:00:00Z";
  const body = JSON.stringify({ type: "Comment", action: "create", webhookTimestamp: Date.parse(at) });
  const verify = (input: string, ...flags: string[]) =>
    runCommand(["webhook", "verify", "--at", at, ...flags], { ...withSecret, input });

  it("takes what is signed right", async () => {
    expect(await verify(body, "--signature", sign(body, secret))).toEqual({
      code: 0,
      output: "Right: Comment create\n",
      errors: "",
    });
  });

  it.each([
    ["no signature", body, [], /no Linear-Signature header/],
    ["another secret", body, ["--signature", sign(body, "other")], /not signed with LINEAR_WEBHOOK_SECRET/],
    ["a body that was changed", `${body} `, ["--signature", sign(body, secret)], /has to come unchanged/],
    ["an old one", body, ["--signature", sign(body, secret), "--at", "2026-01-31T12:05:00Z"], /signed 300 s ago/],
    ["no JSON", "hello", ["--signature", sign("hello", secret)], /no JSON/],
    ["no object", "[]", ["--signature", sign("[]", secret)], /no JSON object/],
  ])("says what is wrong with %s", async (_what, input, flags, reason) => {
    expect(await verify(input, ...flags)).toEqual({ code: 6, output: "", errors: expect.stringMatching(reason) });
  });

  it("refuses a time that is none", async () => {
    expect(await verify(body, "--at", "noon")).toEqual({
      code: 2,
      output: "",
      errors: "--at is no time: write it as 2026-01-31T12:00:00Z\n",
    });
  });
});
