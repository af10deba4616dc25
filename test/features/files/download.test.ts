// Covers: src/files/create-files.ts
// Covers: src/files/send-file-request.ts
// Covers: src/files/file-errors.ts
// Covers: src/emulator/traffic.ts

import type { Attachment, Message } from "chat";
import type { LinearAdapterBaseConfig } from "chat-adapter-linear";
import { type EmulatedFile, type LinearEmulator, startLinearEmulator } from "chat-adapter-linear/emulator";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { toInstallation } from "../../support/plain-bot.js";
import { startTestBot, type TestBot, type TestBotOptions } from "../../support/test-bot.js";

const PNG = Buffer.from("iVBORw0KGgo=", "base64");

interface Listener extends TestBot {
  heard: Message[];
}

async function startListener(options: TestBotOptions & { settings?: LinearAdapterBaseConfig } = {}): Promise<Listener> {
  const heard: Message[] = [];
  const bot = await startTestBot({
    config: (linear) => ({ accessToken: linear.createAccessToken(), ...options.settings }),
    ...options,
    on: (chat) => {
      options.on?.(chat);
      chat.onNewMention((_, message) => void heard.push(message));
    },
  });
  onTestFinished(bot.close);
  return { ...bot, heard };
}

/** The attachment of a comment that shows a file. */
async function show(bot: Listener, { url }: Pick<EmulatedFile, "url">): Promise<Attachment> {
  await bot.linear.mention({ issue: bot.linear.createIssue(), text: `![](${url})` });
  await bot.settled();
  return bot.heard.at(-1)?.attachments[0] ?? expect.fail("There is no attachment");
}

const asked = (linear: LinearEmulator): unknown[] =>
  linear.fileRequests().map(({ status, hasToken }) => [status, hasToken]);

describe("a picture of a comment", () => {
  let bot: Listener;
  let file: EmulatedFile;
  beforeEach(async () => {
    bot = await startListener({ settings: { maxFileBytes: 100 } });
    file = bot.linear.addFile({ name: "1", content: PNG, contentType: "image/png; charset=binary" });
  });

  it("is downloaded with the bot's token, when somebody asks, and then tells type and size", async () => {
    const attachment = await show(bot, file);
    expect(asked(bot.linear)).toEqual([]);

    expect(await attachment.fetchData?.()).toEqual(PNG);
    expect([attachment.mimeType, attachment.size]).toEqual(["image/png", 8]);
    expect(asked(bot.linear)).toEqual([[200, true]]);
  });

  it("can be fetched again after it was kept as JSON, as in the chat's queue", async () => {
    const attachment = await show(bot, file);
    const kept: Attachment = JSON.parse(JSON.stringify(attachment));

    expect(kept).toEqual({
      type: "image",
      url: file.url,
      fetchMetadata: { url: file.url, organizationId: bot.linear.organization.id },
    });
    expect(await bot.adapter.rehydrateAttachment(kept).fetchData?.()).toEqual(PNG);
  });

  it.each([
    [
      "a cut connection",
      { kind: "drop-before" } as const,
      [
        ["dropped", true],
        [200, true],
      ],
    ],
    [
      "a lost answer",
      { kind: "drop-after" } as const,
      [
        ["dropped", true],
        [200, true],
      ],
    ],
    [
      "a server error",
      { kind: "status", status: 503 } as const,
      [
        [503, true],
        [200, true],
      ],
    ],
    [
      "a rate limit that ends soon",
      { kind: "rate-limited", retryAfterMs: 0 } as const,
      [
        [429, true],
        [200, true],
      ],
    ],
  ])("is asked for again after %s", async (_, fault, requests) => {
    const attachment = await show(bot, file);
    bot.linear.injectFault({ on: "file", ...fault });

    expect(await attachment.fetchData?.()).toEqual(PNG);
    expect(asked(bot.linear)).toEqual(requests);
  });

  it.each([
    [403, "FORBIDDEN"],
    [404, "NOT_FOUND"],
    [410, "NOT_FOUND"],
    [418, "LINEAR_FAILED"],
    [401, "AUTHENTICATION_FAILED"],
    [500, "LINEAR_UNREACHABLE"],
  ])("that is answered with %i fails with %s, without the address's query", async (status, code) => {
    const attachment = await show(bot, { url: `${file.url}?signature=s3cr3t` });
    bot.linear.injectFault({ on: "file", operation: "1", kind: "status", status, times: 3 });
    const error = await attachment.fetchData?.().catch((thrown: unknown) => thrown);

    expect(error).toMatchObject({ code, facts: { file: new URL(file.url).pathname } });
    expect(JSON.stringify([error, String(error)])).not.toContain("s3cr3t");
  });

  it("that is larger than maxFileBytes is not read", async () => {
    const large = bot.linear.addFile({ name: "large.png", content: Buffer.alloc(101) });

    await expect((await show(bot, large)).fetchData?.()).rejects.toMatchObject({
      code: "FILE_TOO_LARGE",
      facts: { maxBytes: 100 },
    });
    expect(
      await (await show(bot, bot.linear.addFile({ name: "b.png", content: Buffer.alloc(100) }))).fetchData?.(),
    ).toHaveLength(100);
  });

  it("of a rate limit that lasts is a rate limit", async () => {
    const attachment = await show(bot, file);
    bot.linear.injectFault({ on: "file", kind: "rate-limited", retryAfterMs: 60_000 });

    await expect(attachment.fetchData?.()).rejects.toMatchObject({ code: "RATE_LIMITED", retryAfterMs: 60_000 });
  });
});

describe("a redirect", () => {
  it("is followed without the token", async () => {
    const bot = await startListener();
    const other = await startLinearEmulator();
    onTestFinished(() => other.close());
    const { url } = other.addFile({ name: "stored", content: PNG, isPublic: true });
    const attachment = await show(bot, bot.linear.addFile({ name: "1", content: "" }));
    bot.linear.injectFault({ on: "file", kind: "status", status: 302, headers: { location: url } });

    expect(await attachment.fetchData?.()).toEqual(PNG);
    expect([asked(bot.linear), asked(other)]).toEqual([[[302, true]], [[200, false]]]);
  });

  it("back to Linear has no token either, and what is refused there says nothing of the token", async () => {
    const bot = await startListener();
    const { url } = bot.linear.addFile({ name: "1", content: PNG });
    const attachment = await show(bot, { url });
    bot.linear.injectFault({ on: "file", kind: "status", status: 307, headers: { location: url } });

    await expect(attachment.fetchData?.()).rejects.toMatchObject({ code: "LINEAR_FAILED", facts: { status: 401 } });
    expect(asked(bot.linear)).toEqual([
      [307, true],
      [401, false],
    ]);
  });

  it("is followed three times", async () => {
    const bot = await startListener();
    const { url } = bot.linear.addFile({ name: "1", content: PNG, isPublic: true });
    const attachment = await show(bot, { url });
    const fault = { on: "file", kind: "status", status: 308, headers: { location: url } } as const;

    bot.linear.injectFault({ ...fault, times: 3 });
    expect(await attachment.fetchData?.()).toEqual(PNG);
    bot.linear.injectFault({ ...fault, times: 4 });
    await expect(attachment.fetchData?.()).rejects.toMatchObject({ code: "LINEAR_FAILED" });
  });

  it.each([
    ["another protocol", "ftp://127.0.0.1/a"],
    ["another machine without encryption", "http://evil.test/a"],
    ["a user", "http://me:secret@127.0.0.1/a"],
    ["nowhere", "http://"],
  ])("to %s is not followed", async (_, location) => {
    const bot = await startListener();
    const attachment = await show(bot, bot.linear.addFile({ name: "1", content: PNG }));
    bot.linear.injectFault({ on: "file", kind: "status", status: 302, headers: { location } });

    await expect(attachment.fetchData?.()).rejects.toMatchObject({ code: "LINEAR_FAILED" });
  });
});

describe("the token of a file", () => {
  it("is renewed once when Linear refuses it", async () => {
    const tokens: string[] = [];
    const bot = await startListener({
      config: (linear) => ({
        accessToken: () => {
          tokens.push(linear.createAccessToken());
          return tokens.at(-1) ?? "";
        },
      }),
    });
    const attachment = await show(bot, bot.linear.addFile({ name: "1", content: PNG }));
    bot.linear.injectFault({ on: "file", kind: "unauthorized" });
    expect(await attachment.fetchData?.()).toEqual(PNG);

    bot.linear.injectFault({ on: "file", kind: "unauthorized", times: 2 });
    await expect(attachment.fetchData?.()).rejects.toMatchObject({ code: "AUTHENTICATION_FAILED" });
    expect(asked(bot.linear)).toEqual([
      [401, true],
      [200, true],
      [401, true],
      [401, true],
    ]);
  });

  it("is a raw key for a person", async () => {
    const bot = await startListener({ config: (linear) => ({ apiKey: linear.createApiKey() }), userName: "robot" });
    const { url } = bot.linear.addFile({ name: "1", content: PNG });
    const { stream } = await bot.adapter.openFile(url);

    expect(Buffer.from(await new Response(stream).arrayBuffer())).toEqual(PNG);
  });

  it("is that of the organization whose message shows it, also outside of a delivery", async () => {
    const linear = await startLinearEmulator({ app: { events: ["Comment"] } });
    onTestFinished(() => linear.close());
    const umbrella = linear.addOrganization({ name: "Umbrella" });
    const { clientId, clientSecret } = linear.app;
    const bot = await startListener({ linear, config: () => ({ clientId, clientSecret }) });
    await bot.adapter.setInstallation(linear.organization.id, toInstallation(linear.install()));
    await bot.adapter.setInstallation(umbrella.id, toInstallation(linear.install({ organization: umbrella })));
    const { url } = linear.addFile({ name: "1", content: PNG, organization: umbrella });
    const issue = linear.createIssue({ organization: umbrella });
    await linear.mention({ issue, text: `![](${url})`, ...(umbrella.people[0] && { by: umbrella.people[0] }) });
    await bot.settled();
    const attachment = bot.heard[0]?.attachments[0];
    const kept: Attachment = JSON.parse(JSON.stringify(attachment));
    const again = bot.adapter.rehydrateAttachment(kept);

    expect(await attachment?.fetchData?.()).toEqual(PNG);
    expect(await again.fetchData?.()).toEqual(PNG);
    expect(await bot.adapter.withInstallation(linear.organization.id, () => again.fetchData?.())).toEqual(PNG);
    await expect(bot.adapter.openFile(url)).rejects.toMatchObject({ code: "ORGANIZATION_UNKNOWN" });
    await expect(
      bot.adapter.withInstallation(linear.organization.id, () => bot.adapter.openFile(url)),
    ).rejects.toMatchObject({ code: "AUTHENTICATION_FAILED" });
  });
});

it.each([
  ["another host", (url: string) => url.replace("127.0.0.1", "localhost")],
  ["another port", (url: string) => url.replace(/:\d+/, ":1")],
  ["a user", (url: string) => url.replace("://", "://me@")],
  ["another path", (url: string) => url.replace("/files/", "/graphql/")],
  ["a way out of the path", (url: string) => url.replace("/files/", "/files/../graphql/")],
  ["no address", () => "files/1"],
])("an attachment from a forged store with %s is fetched for nobody", async (_, forge) => {
  const bot = await startListener();
  const { url } = bot.linear.addFile({ name: "1", content: PNG });
  const forged: Attachment = { type: "image", fetchMetadata: { url: forge(url) } };

  expect(bot.adapter.rehydrateAttachment(forged)).toEqual(forged);
  await expect(bot.adapter.openFile(forged)).rejects.toMatchObject({ code: "FILE_NOT_IN_LINEAR" });
  expect(bot.linear.fileRequests()).toEqual([]);
});
