import { afterEach, beforeEach, expect, it } from "vitest";
import { describeOnEachStore, type OpenStore } from "../support/stores.js";
import type { BotOfTest } from "../support/test-bot.js";
import { createGate } from "./gate.js";
import { startTwoBots, type TwoBots, type TwoBotsOptions } from "./two-bots.js";

const answer = (bot: BotOfTest): void => {
  bot.onNewMention(async (thread, message) => {
    await thread.post(`You said: ${message.text}`);
  });
};

describeOnEachStore("two processes of one bot", ({ create }) => {
  let store: OpenStore;
  let running: TwoBots | undefined;

  beforeEach(async () => {
    store = await create();
  });
  afterEach(async () => {
    await running?.close();
    running = undefined;
    await store.close();
  });

  async function start(options: TwoBotsOptions): Promise<TwoBots> {
    running = await startTwoBots(store, options);
    return running;
  }

  it("answer a mention once, whichever gets it first and again", async () => {
    const bots = await start({ on: answer });
    const issue = bots.linear.createIssue();
    const mention = await bots.linear.mention({ issue, text: "please look" });
    await bots.settled();
    const [delivery = expect.fail("nothing was delivered")] = bots.linear.deliveries();
    const again = await bots.linear.redeliver(delivery);
    bots.sendTo(bots.second);
    const elsewhere = await bots.linear.redeliver(delivery);
    await bots.settled();

    expect([again, elsewhere]).toEqual([200, 200]);
    expect(bots.linear.comments({ issue })).toMatchObject([
      { id: mention.id },
      { body: "You said: @helper please look", parentId: mention.id },
    ]);
  });

  it("answer each of ten mentions once when both get all of them at the same moment", async () => {
    const bots = await start({ on: answer });
    bots.sendToBoth();
    const issues = Array.from({ length: 10 }, () => bots.linear.createIssue());
    await Promise.all(issues.map((issue, index) => bots.linear.mention({ issue, text: `number ${index}` })));
    await bots.settled();

    expect(issues.map((issue) => bots.linear.comments({ issue }).map(({ body }) => body))).toEqual(
      issues.map((_, index) => [`@helper number ${index}`, `You said: @helper number ${index}`]),
    );
  });

  it("answer each of ten sessions once when both get all of them at the same moment", async () => {
    const bots = await start({ on: answer, mode: "agent-sessions" });
    bots.sendToBoth();
    const issues = Array.from({ length: 10 }, () => bots.linear.createIssue());
    await Promise.all(issues.map((issue, index) => bots.linear.mention({ issue, text: `number ${index}` })));
    await bots.settled();

    const activities = bots.linear.sessions().map((session) => bots.linear.activities(session));
    expect(activities.map((ofOne) => ofOne.map(({ content }) => content))).toEqual(
      issues.map((_, index) => [{ type: "response", body: `You said: @helper number ${index}` }]),
    );
  });

  it("know of each other's subscriptions", async () => {
    const bots = await start({
      on: (bot, which) => {
        bot.onNewMention(async (thread) => {
          await thread.subscribe();
        });
        bot.onSubscribedMessage(async (thread, message) => {
          await thread.post(`${which}: ${message.text}`);
        });
      },
    });
    const issue = bots.linear.createIssue();
    const mention = await bots.linear.mention({ issue, text: "stay here" });
    await bots.settled();
    bots.sendTo(bots.second);
    await bots.linear.comment({ issue, parent: mention, body: "and now?" });
    await bots.settled();

    expect(bots.linear.comments({ issue })).toMatchObject([{}, { body: "and now?" }, { body: "second: and now?" }]);
  });

  it("stop a turn that runs in the other one, and close its session with one word", async () => {
    const outcomes: string[] = [];
    const turn = createGate();
    const bots = await start({
      mode: "agent-sessions",
      on: (bot, which) => {
        bot.onNewMention(async (thread) => {
          turn.open();
          await new Promise<void>((resolve) => thread.signal.addEventListener("abort", () => resolve()));
          outcomes.push(`${which} was stopped`);
          await thread.post("What I would have said");
        });
      },
    });
    const session = await bots.linear.openSession({ prompt: "take your time" });
    await turn.opened;
    bots.sendTo(bots.second);
    await bots.linear.stop({ session });
    await bots.settled();

    expect(outcomes).toEqual(["first was stopped"]);
    expect(bots.linear.activities(session).map(({ content }) => content)).toMatchObject([
      { type: "prompt", body: "" },
      { type: "response", body: "Stopped." },
    ]);
  });
});
