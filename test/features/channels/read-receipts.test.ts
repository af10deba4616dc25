import { describe, expect, it, onTestFinished } from "vitest";
import { latestSession, mention, startAgent, type Work } from "../../support/agent.js";
import { startTestBot, type TestBot } from "../../support/test-bot.js";

/** A bot in comments that does `work` for every mention. */
async function start(readReceipts: boolean, work: Work = () => {}): Promise<TestBot> {
  const bot = await startTestBot({
    config: (linear) => ({ accessToken: linear.createAccessToken(), readReceipts }),
    on: (chat) =>
      chat.onNewMention(async (thread, message) => {
        await work(thread, message);
      }),
  });
  onTestFinished(bot.close);
  return bot;
}

const eyes = [{ emoji: "eyes" }];

describe("marking a message as read", () => {
  it("shows 👀 until the bot answers in the thread, with one request each", async () => {
    const seen: unknown[] = [];
    const { linear, settled } = await start(true, async (thread, message) => {
      linear.clearRequests();
      await thread.markAsRead();
      seen.push(linear.reactions(message));
      await thread.post("On it.");
    });
    const comment = await linear.mention({ issue: linear.createIssue(), text: "help" });
    await settled();

    expect(seen).toMatchObject([eyes]);
    expect(linear.reactions(comment)).toEqual([]);
    expect(linear.requests().map(({ operationName }) => operationName)).toEqual([
      "CreateReaction",
      "CreateComment",
      "DeleteReaction",
    ]);
  });

  it("is over with a stream and with a reply, also when nobody waits for the reaction", async () => {
    const answers: Work[] = [
      async (thread) => {
        await thread.post(words());
      },
      async (thread, message) => {
        await thread.reply(message, "On it.");
      },
    ];
    const { linear, settled } = await start(true, async (thread, message) => {
      const reading = thread.markAsRead();
      await answers.pop()?.(thread, message);
      await reading;
    });
    const comments = [
      await linear.mention({ issue: linear.createIssue(), text: "help" }),
      await linear.mention({ issue: linear.createIssue(), text: "help" }),
    ];
    await settled();

    expect(comments.map((comment) => linear.reactions(comment))).toEqual([[], []]);
    expect(linear.requests().filter(({ operationName }) => operationName === "CreateReaction")).toHaveLength(2);
  });

  it("stays while the bot does not answer, and leaves other reactions", async () => {
    const { adapter, linear, settled } = await start(true, async (thread) => {
      await thread.markAsRead();
    });
    const comment = await linear.mention({ issue: linear.createIssue(), text: "help" });
    await settled();
    await adapter.addReaction(`linear:${comment.issueId}:c:${comment.id}`, comment.id, "heart");
    expect(linear.reactions(comment)).toMatchObject([...eyes, { emoji: "heart" }]);

    await adapter.postMessage(`linear:${comment.issueId}:c:${comment.id}`, "Done");
    await expect.poll(() => linear.reactions(comment)).toMatchObject([{ emoji: "heart" }]);
  });

  it("comes with startTyping that names a message", async () => {
    const { adapter, linear } = await start(true);
    const issue = linear.createIssue();
    const comment = await linear.comment({ issue, body: "help" });
    await adapter.startTyping(`linear:${issue.id}:c:${comment.id}`, "Thinking", { messageId: comment.id });

    expect(linear.reactions(comment)).toMatchObject(eyes);
  });

  it("shows nothing and asks nothing without the option", async () => {
    const { linear, settled } = await start(false, async (thread) => {
      linear.clearRequests();
      await thread.markAsRead();
    });
    const comment = await linear.mention({ issue: linear.createIssue(), text: "help" });
    await settled();

    expect([linear.reactions(comment), linear.requests()]).toEqual([[], []]);
  });

  it("is on the comment behind a session's message", async () => {
    const seen: unknown[] = [];
    const { linear, settled } = await startAgent(
      async (thread) => {
        await thread.markAsRead();
        seen.push(linear.reactions(latestSession(linear).commentId ?? ""));
        await thread.post("On it.");
      },
      { settings: { readReceipts: true } },
    );
    await mention(linear);
    await settled();

    expect(seen).toMatchObject([eyes]);
    expect(linear.reactions(latestSession(linear).commentId ?? "")).toEqual([]);
  });
});

describe("a bot that subscribes to a thread", () => {
  const follow = (followSubscribedIssues: boolean): Promise<TestBot> =>
    startTestBot({
      config: (linear) => ({ accessToken: linear.createAccessToken(), followSubscribedIssues }),
      on: (chat) => chat.onNewMention((thread) => thread.subscribe()),
    });

  it("follows its issue by option, with one request", async () => {
    const bot = await follow(true);
    onTestFinished(bot.close);
    const issue = bot.linear.createIssue();
    await bot.linear.mention({ issue, text: "help" });
    await bot.settled();

    expect(bot.linear.requests().filter(({ operationName }) => operationName === "SubscribeToIssue")).toHaveLength(1);
    expect(bot.linear.issue(issue.id)?.subscriberIds).toEqual([bot.linear.ada.id, bot.adapter.botUserId]);
  });

  it("does not otherwise", async () => {
    const bot = await follow(false);
    onTestFinished(bot.close);
    const issue = bot.linear.createIssue();
    await bot.linear.mention({ issue, text: "help" });
    await bot.settled();

    expect(bot.linear.issue(issue.id)?.subscriberIds).toEqual([bot.linear.ada.id]);
  });

  it("is subscribed though Linear refuses to let it follow", async () => {
    const bot = await follow(true);
    onTestFinished(bot.close);
    const missing = "linear:0e8f2e3c-1111-4222-8333-444455556666";
    await bot.bot.thread(missing).subscribe();

    expect(await bot.state.isSubscribed(missing)).toBe(true);
    expect(bot.logger.at("warn").filter((line) => line.includes("could not follow an issue"))).toHaveLength(1);
  });
});

async function* words(): AsyncGenerator<string> {
  yield "On ";
  yield "it.";
}
