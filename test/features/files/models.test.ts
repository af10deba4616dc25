import { createMemoryState } from "@chat-adapter/state-memory";
import { generateText, type ModelMessage } from "ai";
import { MockLanguageModelV3 } from "ai/test";
import { type StateAdapter, toAiMessages } from "chat";
import { expect, it, vi } from "vitest";
import { latestSession, startAgent } from "../../support/agent.js";
import { createSignal } from "../../support/signal.js";

const PICTURE = Buffer.from("/9j/4AAQSkZJRg==", "base64");

/** A model that says what it was shown. */
const createModel = (): MockLanguageModelV3 =>
  new MockLanguageModelV3({
    doGenerate: async ({ prompt }) => ({
      content: [{ type: "text", text: `I was shown ${JSON.stringify(prompt.map(toShown))}` }],
      finishReason: { unified: "stop", raw: "stop" },
      usage: {
        inputTokens: { total: 1, noCache: undefined, cacheRead: undefined, cacheWrite: undefined },
        outputTokens: { total: 1, text: undefined, reasoning: undefined },
      },
      warnings: [],
    }),
  });

type Prompt = Parameters<MockLanguageModelV3["doGenerate"]>[0]["prompt"];

const toShown = ({ content }: Prompt[number]): unknown =>
  typeof content === "string"
    ? content
    : content.map((part) =>
        part.type === "file" ? [part.mediaType, toBase64(part.data)] : part.type === "text" ? part.text : part.type,
      );

const toBase64 = (data: unknown): unknown => (data instanceof Uint8Array ? Buffer.from(data).toString("base64") : data);

it("a model is shown the pictures of a prompt, as what they are, beside its words", async () => {
  const said: string[] = [];
  const bot = await startAgent(async (thread, message) => {
    const messages = (await toAiMessages([message])) as ModelMessage[];
    const { text } = await generateText({ model: createModel(), messages });
    said.push(text);
    await thread.post("Seen.");
  });
  const { url } = bot.linear.addFile({ name: "2", content: PICTURE, contentType: "image/jpeg" });
  await bot.linear.mention({ issue: bot.linear.createIssue(), text: `What is this?\n\n![screenshot](${url})` });
  await bot.settled();

  expect(said).toEqual([
    `I was shown ${JSON.stringify([[`@helper What is this?\n\nscreenshot\n\nLinks:\n${url}`, ["image/jpeg", PICTURE.toString("base64")]]])}`,
  ]);
});

/** A state that keeps what waits as JSON, as Redis and PostgreSQL do. */
function createJsonState(): StateAdapter {
  const state = createMemoryState();
  const enqueue = state.enqueue.bind(state);
  state.enqueue = (threadId, entry, maxSize) => enqueue(threadId, JSON.parse(JSON.stringify(entry)), maxSize);
  return state;
}

it("a prompt that waited in the queue has its picture still", async () => {
  const started = createSignal();
  const goOn = createSignal();
  const pictures: unknown[] = [];
  const bot = await startAgent(
    async (thread, message) => {
      started.give();
      await goOn.given;
      pictures.push(await message.attachments[0]?.fetchData?.());
      await thread.post("Seen.");
    },
    { state: createJsonState() },
  );
  const { linear } = bot;
  const { url } = linear.addFile({ name: "2", content: PICTURE, contentType: "image/jpeg" });
  await linear.delegate({ issue: linear.createIssue() });
  await started.given;
  const session = latestSession(linear);
  await linear.prompt({ session, body: `![](${url})` });
  await vi.waitFor(
    async () => expect(await bot.state.queueDepth(`linear:${session.issueId}:s:${session.id}`)).toBe(1),
    { timeout: 15_000 },
  );
  goOn.give();
  await bot.settled();

  expect(pictures).toEqual([undefined, PICTURE]);
});
