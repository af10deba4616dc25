import type { LinearAdapterBaseConfig } from "chat-adapter-linear";
import { type LinearEmulator, startLinearEmulator } from "chat-adapter-linear/emulator";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { deliver, signBody } from "../../support/deliver.js";
import { newComment } from "../../support/recorded.js";
import { clientCredentials, startTestBot, type TestBot } from "../../support/test-bot.js";

const MIB = 1024 * 1024;
// A body without any signature is not read at all.
const UNKNOWN_SIGNATURE = { "linear-signature": "0".repeat(64) };

let linear: LinearEmulator;

beforeAll(async () => {
  linear = await startLinearEmulator();
});
afterAll(() => linear.close());

async function startBot(config: Partial<LinearAdapterBaseConfig> = {}): Promise<{ bot: TestBot; heard: string[] }> {
  const heard: string[] = [];
  const bot = await startTestBot({
    linear,
    config: () => ({ ...clientCredentials(linear), ...config }),
    on: (chat) => void chat.onNewMessage(/.*/s, async (_, { id }) => void heard.push(id)),
  });
  onTestFinished(bot.close);
  return { bot, heard };
}

const idOf = (payload: ReturnType<typeof newComment>): unknown => Object(payload.data).id;

/** A signed comment whose body holds so many bytes. */
function sized(bot: TestBot, payload: ReturnType<typeof newComment>, bytes: number): ReturnType<typeof signBody> {
  const { body } = linear.buildWebhook(payload);
  return signBody(bot, body + " ".repeat(bytes - Buffer.byteLength(body)));
}

describe("a body", () => {
  it("of 5 MiB reaches the bot, as with Linear's SDK", async () => {
    const { bot, heard } = await startBot();
    const payload = newComment(linear);

    expect(await deliver(bot, sized(bot, payload, 5 * MIB))).toBe(200);
    expect(heard).toEqual([idOf(payload)]);
  });

  it("over 5 MiB is answered with 413, rightly signed or not, and the log says what to do", async () => {
    const { bot } = await startBot();
    const { body, headers } = sized(bot, newComment(linear), 5 * MIB + 1);
    const length = { "content-length": String(body.length) };

    const statuses = [
      await deliver(bot, { body, headers }),
      await deliver(bot, { body, headers: { ...headers, ...length } }),
      await deliver(bot, { body, headers: UNKNOWN_SIGNATURE }),
    ];
    expect(statuses).toEqual([413, 413, 413]);
    const warning = expect.stringMatching(/the body is over 5242880 bytes.*maxBodyBytes says how many bytes/s);
    expect(bot.logger.at("warn")).toEqual([warning, warning, warning]);
  });

  it.each([
    ["smaller", 4_000],
    ["larger", 6 * MIB],
  ])("may be as large as maxBodyBytes says: %s", async (_, maxBodyBytes) => {
    const { bot, heard } = await startBot({ maxBodyBytes });
    const payload = newComment(linear);

    expect([
      await deliver(bot, sized(bot, payload, maxBodyBytes)),
      await deliver(bot, sized(bot, newComment(linear), maxBodyBytes + 1)),
    ]).toEqual([200, 413]);
    expect(heard).toEqual([idOf(payload)]);
  });
});

describe("a body that never ends", () => {
  it.each<[string, Record<string, string>]>([
    ["without a length", {}],
    ["that says it is short", { "content-length": "1024" }],
    ["that says it is empty", { "content-length": "0" }],
    ["that says it is less than nothing", { "content-length": "-1" }],
    ["whose length is no number", { "content-length": "many" }],
    ["whose length is given twice", { "content-length": "10, 20" }],
  ])("is answered with 413 and read no further: %s", async (_, headers) => {
    const { bot } = await startBot({ maxBodyBytes: 10_000 });
    const chunk = new TextEncoder().encode(" ".repeat(1_000));
    let sent = 0;
    let isCancelled = false;
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        sent += 1;
        controller.enqueue(chunk);
      },
      cancel: () => {
        isCancelled = true;
      },
    });
    const signed = { ...UNKNOWN_SIGNATURE, ...headers };
    const init: RequestInit & { duplex: "half" } = { method: "POST", headers: signed, body, duplex: "half" };
    const request = new Request(bot.webhookUrl, init);

    expect([(await bot.bot.webhooks.linear(request)).status, isCancelled]).toEqual([413, true]);
    expect(sent).toBeLessThan(15);
  });
});

it("a body that is no bytes is answered with 400", async () => {
  const { bot } = await startBot();
  const body = new ReadableStream({ pull: (controller) => controller.enqueue("text") });
  const init: RequestInit & { duplex: "half" } = {
    method: "POST",
    headers: UNKNOWN_SIGNATURE,
    body,
    duplex: "half",
  };

  expect((await bot.bot.webhooks.linear(new Request(bot.webhookUrl, init))).status).toBe(400);
});
