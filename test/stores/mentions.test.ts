import type { StateAdapter } from "chat";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createMentionClaims } from "../../src/sessions/intake/mention-claims.js";
import { type Clock, systemClock } from "../../src/util/clock.js";
import { parseWebhook } from "../../src/webhook/parse-webhook.js";
import { fixture } from "../fixtures/fixture.js";
import { describeOnEachStore, type OpenStore } from "../support/stores.js";
import { startTwoBots, type TwoBots } from "./two-bots.js";

describeOnEachStore('two processes of one bot with mode "all"', ({ create }) => {
  let store: OpenStore;
  let bots: TwoBots | undefined;

  beforeEach(async () => {
    store = await create();
  });
  afterEach(async () => {
    await bots?.close();
    bots = undefined;
    await store.close();
  });

  it("answer each of ten mentions once, in its session, when both get everything at the same moment", async () => {
    bots = await startTwoBots(store, {
      mode: "all",
      emulator: { app: { events: ["AgentSessionEvent", "AppUserNotification", "Comment"] } },
      on: (bot) => {
        bot.onNewMention(async (thread, message) => {
          await thread.post(`You said: ${message.text}`);
        });
      },
    });
    bots.sendToBoth();
    const { linear } = bots;
    const issues = Array.from({ length: 10 }, () => linear.createIssue());
    await Promise.all(issues.map((issue, index) => linear.mention({ issue, text: `number ${index}` })));
    await bots.settled();

    expect(linear.sessions().map((session) => linear.activities(session).map(({ content }) => content))).toEqual(
      issues.map((_, index) => [{ type: "response", body: `You said: @helper number ${index}` }]),
    );
    expect(linear.comments()).toHaveLength(20);
  });

  it("agree on who answers a mention whose session comes when the waiting is over", async () => {
    const other = await store.join();
    const mentions = Array.from({ length: 20 }, () => crypto.randomUUID());
    const answered = await Promise.all(mentions.map((commentId) => race(commentId, store.state, other)));

    expect(answered.filter(({ inSession, inComments }) => inSession === inComments)).toEqual([]);
  });
});

const impatient: Clock = { ...systemClock, sleep: async () => {} };

/** One process gets the mention's session, the other its comment. */
async function race(
  commentId: string,
  one: StateAdapter,
  other: StateAdapter,
): Promise<{ inSession: boolean; inComments: boolean }> {
  const payload = fixture("agent-session-created-root-mention");
  const event = parseWebhook({ ...payload, agentSession: { ...Object(payload.agentSession), commentId } });
  if (event.kind !== "session.created") return expect.fail("The fixture is of another event");
  const [inSession, inComments] = await Promise.all([
    createMentionClaims(() => one, impatient).claimForSession(event),
    createMentionClaims(() => other, impatient).claimForComments(commentId),
  ]);
  return { inSession, inComments };
}
