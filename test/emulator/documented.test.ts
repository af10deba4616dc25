import { createMemoryState } from "@chat-adapter/state-memory";
import { Chat } from "chat";
import { createLinearAdapter } from "chat-adapter-linear";
import { startLinearEmulator } from "chat-adapter-linear/emulator";
import { expect, test } from "vitest";

test("answers a mention", async () => {
  const linear = await startLinearEmulator({ app: { mode: "comments" } });
  const adapter = createLinearAdapter(linear.adapterOptions());
  const bot = new Chat({
    userName: "helper",
    adapters: { linear: adapter },
    state: createMemoryState(),
    concurrency: "queue",
  });
  bot.onNewMention(async (thread) => void (await thread.post("I will oil it.")));
  linear.connect(bot);

  const issue = linear.createIssue({ title: "The door squeaks" });
  await linear.mention({ issue, text: "please help" });
  await linear.idle();

  expect(linear.comments({ issue }).map(({ body }) => body)).toEqual(["@helper please help", "I will oil it."]);
  await linear.close();
});
