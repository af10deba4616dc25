import { Actions, Button, Card, CardText } from "chat";
import { expect, it } from "vitest";
import { latestSession, mention, said, startAgent } from "../../support/agent.js";
import { createSignal } from "../../support/signal.js";
import { createTestWorld } from "../../support/test-world.js";
import { askedOf, filesOf, odd, PNG, withoutAddresses } from "../../support/uploading.js";

const LARGE = 2 * 1_024 * 1_024;

const file = (filename: string, data = Buffer.from("Hello")): { data: Buffer; filename: string } => ({
  data,
  filename,
});

it("a response has its file, for one request more, and the upload", async () => {
  const bot = await startAgent((thread) => thread.post({ markdown: "Here:", files: [file("a.txt")] }));
  await mention(bot.linear);
  await bot.settled();

  expect(said(bot.linear)).toEqual([["response", `Here:\n\n[a.txt](${bot.linear.files()[0]?.url})`]]);
  expect(bot.linear.requests().filter(({ operationName }) => operationName === "RequestUpload")).toHaveLength(1);
  expect(askedOf(bot).at(1)).toEqual([[200, false, 5]]);
});

it("several posts keep their order, and the newest is the response", async () => {
  const bot = await startAgent(async (thread) => {
    bot.linear.injectFault({ on: "upload", operation: "a.txt", kind: "delay", ms: 30 });
    await Promise.all([
      thread.post({ markdown: "one", files: [file("a.txt")] }),
      thread.post({ markdown: "two", files: [file("b.txt")] }),
    ]);
  });
  await mention(bot.linear);
  await bot.settled();

  expect(JSON.parse(withoutAddresses(bot, JSON.stringify(said(bot.linear))))).toEqual([
    ["thought", "one\n\n[a.txt](file:1)"],
    ["response", "two\n\n[b.txt](file:2)"],
  ]);
});

it("a question has its picture, above the options", async () => {
  const imageUrl = `data:image/png;base64,${PNG.toString("base64")}`;
  const bot = await startAgent((thread) =>
    thread.post(
      Card({
        title: "Which?",
        imageUrl,
        children: [CardText("Look"), Actions([Button({ id: "a", label: "A" }), Button({ id: "b", label: "B" })])],
      }),
    ),
  );
  await mention(bot.linear);
  await bot.settled();

  expect(said(bot.linear)).toEqual([["elicitation", `**Which?**\n\n![Which?](${bot.linear.files()[0]?.url})\n\nLook`]]);
});

it("a large file is announced in passing, while it is on its way, for one request", async () => {
  const world = createTestWorld();
  const bot = await startAgent(
    (thread) => thread.post({ markdown: "Here:", files: [file("report.pdf", Buffer.alloc(LARGE)), file("a.txt")] }),
    { world },
  );
  const opened = mention(bot.linear);
  await world.clock.passUntil(opened.then(bot.settled), 30_000);

  expect(JSON.parse(withoutAddresses(bot, JSON.stringify(said(bot.linear))))).toEqual([
    ["action", "Uploading", "ephemeral"],
    ["response", "Here:\n\n[report.pdf](file:1)\n\n[a.txt](file:2)"],
  ]);
});

it("a file that fails ends the turn in an error, and nothing of the post is said", async () => {
  const bot = await startAgent((thread) => thread.post({ markdown: "Here:", files: [file("a.txt")] }), {
    settings: { failureText: "It failed." },
  });
  bot.linear.injectFault({ on: "upload", kind: "status", status: 403 });
  await mention(bot.linear);
  await bot.settled();

  expect(said(bot.linear)).toEqual([["error", "It failed."]]);
});

it("Stop ends an upload in the middle, and nothing more is said", async () => {
  const world = createTestWorld();
  const begun = createSignal();
  const ended = createSignal<unknown>();
  const bot = await startAgent(
    async (thread) => {
      const content = new ReadableStream({
        pull: async () => {
          begun.give();
          await new Promise(() => {});
        },
        cancel: () => ended.give("let go"),
      });
      await thread.post({ markdown: "Here:", files: [odd(content)] });
    },
    { world },
  );
  await mention(bot.linear);
  await begun.given;
  await bot.linear.stop({ session: latestSession(bot.linear) });
  await world.clock.passUntil(ended.given, 5_000);
  await world.clock.passUntil(bot.settled(), 30_000);

  expect(await ended.given).toBe("let go");
  expect(said(bot.linear)).toEqual([["response", "Stopped."]]);
  expect([filesOf(bot), bot.logger.at("error")]).toEqual([[], []]);
});
