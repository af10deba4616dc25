import { Actions, Button, Card, type CardElement } from "chat";
import { afterEach, beforeEach, expect, it } from "vitest";
import { describeOnEachStore, type OpenStore } from "../support/stores.js";
import { startTwoBots, type TwoBots } from "./two-bots.js";

const card = (): CardElement =>
  Card({
    title: "Ship?",
    children: [
      Actions([Button({ id: "yes", label: "Ship", value: "v2" }), Button({ id: "no", label: "Hold", value: "v1" })]),
    ],
  });

describeOnEachStore("questions of two processes of one bot", ({ create }) => {
  let store: OpenStore;
  let bots: TwoBots;
  const picked: unknown[] = [];

  beforeEach(async () => {
    store = await create();
    bots = await startTwoBots(store, {
      mode: "agent-sessions",
      on: (bot, which) => {
        bot.onNewMention(async (thread) => {
          await thread.post(card());
        });
        bot.onAction(async (event) => {
          picked.push([which, event.actionId, event.value]);
          await event.thread?.post(`Picked ${event.actionId}`);
        });
      },
    });
  });
  afterEach(async () => {
    picked.length = 0;
    await bots.close();
    await store.close();
  });

  it("are answered in a process that did not ask", async () => {
    const session = await bots.linear.openSession({ prompt: "ship it" });
    await bots.settled();
    bots.sendTo(bots.second);
    await bots.linear.prompt({ session, body: "Hold" });
    await bots.settled();

    expect(picked).toEqual([["second", "no", "v1"]]);
  });

  it("are answered once each, though two people answer at the same moment and both processes hear all", async () => {
    bots.sendToBoth();
    const opening = Array.from({ length: 5 }, () => bots.linear.openSession({ prompt: "ship it" }));
    const sessions = await Promise.all(opening);
    await bots.settled();
    const answers = [
      { body: "Ship", by: bots.linear.ada },
      { body: "Hold", by: bots.linear.bo },
    ];
    await Promise.all(
      sessions.flatMap((session) => answers.map((answer) => bots.linear.prompt({ session, ...answer }))),
    );
    await bots.settled();

    expect(picked).toHaveLength(sessions.length);
  });
});
