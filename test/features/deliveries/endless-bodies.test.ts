import type { LinearAdapterBaseConfig } from "chat-adapter-linear";
import { expect, it, onTestFinished } from "vitest";
import { answerTo, signBody, toRequest } from "../../support/deliver.js";
import { newComment } from "../../support/recorded.js";
import { createSignal } from "../../support/signal.js";
import { clientCredentials, startTestBot, type TestBot } from "../../support/test-bot.js";
import { createTestWorld, type TestWorld } from "../../support/test-world.js";

const ANSWER_MS = 4_000;

interface Scene extends TestBot {
  world: TestWorld;
  handled: string[];
}

async function start(config: Partial<LinearAdapterBaseConfig> = {}): Promise<Scene> {
  const world = createTestWorld();
  const handled: string[] = [];
  const bot = await startTestBot({
    world,
    config: (linear) => ({ ...clientCredentials(linear), ...config }),
    on: (chat) => chat.onNewMessage(/.*/s, async (_, message) => void handled.push(message.id)),
  });
  onTestFinished(bot.close);
  return { ...bot, world, handled };
}

/** A body that begins and never ends, and what was done with it. */
function createEndlessBody(): { body: ReadableStream<Uint8Array>; seen: { pulled: number; cancelled: number } } {
  const seen = { pulled: 0, cancelled: 0 };
  const body = new ReadableStream<Uint8Array>(
    {
      pull: (controller) => {
        seen.pulled += 1;
        if (seen.pulled === 1) controller.enqueue(new TextEncoder().encode("{"));
      },
      cancel: () => {
        seen.cancelled += 1;
      },
    },
    { highWaterMark: 0 },
  );
  return { body, seen };
}

const toEndless = (body: ReadableStream<Uint8Array>, headers: Record<string, string>): Request =>
  new Request("https://bot.example/webhooks/linear", { method: "POST", body, headers, duplex: "half" } as RequestInit);

const linesOf = ({ logger }: TestBot): string[] => [...logger.at("warn"), ...logger.at("error")];

it.each<[string, Record<string, string>, string]>([
  ["no signature", {}, "signature-missing"],
  ["an empty signature", { "linear-signature": "" }, "signature-missing"],
  ["a signature that is none", { "linear-signature": "sha256=00" }, "signature-wrong"],
  ["a signature in upper case", { "linear-signature": "A".repeat(64) }, "signature-wrong"],
  ["two signatures", { "linear-signature": `${"a".repeat(64)}, ${"a".repeat(64)}` }, "signature-wrong"],
])("a body that never ends is not read where it comes with %s", async (_what, headers, reason) => {
  const scene = await start();
  const { body, seen } = createEndlessBody();

  expect(await answerTo(scene, toEndless(body, headers))).toEqual({ status: 401, tasks: [] });
  expect(seen).toEqual({ pulled: 0, cancelled: 0 });
  expect(scene.logger.at("warn")).toEqual([expect.stringContaining(reason)]);
  expect(scene.logger.at("error")).toEqual([]);
});

it("a body that never ends is let go when the time for an answer is over, and nothing of it goes on", async () => {
  const scene = await start();
  const { body, seen } = createEndlessBody();
  const answer = answerTo(scene, toEndless(body, { "linear-signature": "a".repeat(64) }));

  expect(await scene.world.clock.passUntil(answer, ANSWER_MS)).toEqual({ status: 408, tasks: [] });
  expect(seen.cancelled).toBe(1);
  expect(linesOf(scene)).toEqual([expect.stringContaining("the body did not come in time")]);
  expect(linesOf(scene).join()).not.toContain("send it again");
});

it("three hundred of them leave nothing behind", async () => {
  const scene = await start();
  const bodies = Array.from({ length: 300 }, createEndlessBody);
  const answers = Promise.all(
    bodies.map(({ body }) => answerTo(scene, toEndless(body, { "linear-signature": "a".repeat(64) }))),
  );

  expect(new Set((await scene.world.clock.passUntil(answers, ANSWER_MS)).map(({ status }) => status))).toEqual(
    new Set([408]),
  );
  expect((await answers).flatMap(({ tasks }) => tasks)).toEqual([]);
  expect(bodies.filter(({ seen }) => seen.cancelled !== 1)).toEqual([]);
  expect(scene.logger.at("error")).toEqual([]);
});

it("a body whose stream does not end when it is told to is let go all the same", async () => {
  const scene = await start();
  const body = new ReadableStream<Uint8Array>({ cancel: () => new Promise(() => {}) });
  const answer = answerTo(scene, toEndless(body, { "linear-signature": "a".repeat(64) }));

  expect(await scene.world.clock.passUntil(answer, ANSWER_MS)).toEqual({ status: 408, tasks: [] });
});

it("a bot without a secret reads no body", async () => {
  const scene = await start({ webhookSecret: undefined });
  const { body, seen } = createEndlessBody();

  expect(await answerTo(scene, toEndless(body, {}))).toEqual({ status: 503, tasks: [] });
  expect(seen).toEqual({ pulled: 0, cancelled: 0 });
});

it.each<[string, (until: Promise<string>) => Partial<LinearAdapterBaseConfig>]>([
  ["webhookVerifier", (until) => ({ webhookVerifier: async () => Boolean(await until) })],
  ["webhookSecret", (until) => ({ webhookSecret: async () => await until })],
])(
  "a delivery that the function %s does not decide on in time is not kept, and the next one is",
  async (_what, config) => {
    const decided = createSignal<string>();
    const scene = await start(config(decided.given));
    const webhook = signBody(scene, scene.linear.buildWebhook(newComment(scene.linear)).body);
    const late = await scene.world.clock.passUntil(answerTo(scene, toRequest(webhook)), ANSWER_MS);
    decided.give(scene.linear.app.webhookSecret);
    await scene.world.clock.advance(0);
    const handledBefore = [...scene.handled];
    const retried = await answerTo(scene, toRequest(webhook));
    await Promise.all(retried.tasks);

    expect([late, handledBefore]).toEqual([{ status: 503, tasks: [] }, []]);
    expect([retried.status, scene.handled.length]).toEqual([200, 1]);
    expect(linesOf(scene)).toEqual([expect.stringContaining("it could not be verified in time")]);
  },
);
