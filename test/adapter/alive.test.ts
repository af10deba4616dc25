import { afterEach, describe, expect, it } from "vitest";
import { startTestBot, type TestBot, type TestBotOptions } from "../support/test-bot.js";

let open: TestBot | undefined;
afterEach(async () => {
  await open?.close();
  open = undefined;
});

async function startAgent(acknowledgeAfterMs: number | false, on: NonNullable<TestBotOptions["on"]>): Promise<TestBot> {
  open = await startTestBot({
    mode: "agent-sessions",
    config: (linear) => ({
      accessToken: linear.createAccessToken(),
      acknowledgeAfterMs,
    }),
    on,
  });
  return open;
}

/** What was said in the only session, also what has vanished: type, text, whether it was ephemeral. */
const said = ({ linear }: TestBot): unknown[] =>
  linear
    .activities(linear.sessions()[0]?.id ?? "", { includeArchived: true })
    .filter(({ content }) => content.type !== "prompt")
    .map(({ content, ephemeral }) => [content.type, "body" in content ? content.body : "", ephemeral]);

describe("a bot that takes its time", () => {
  it("is acknowledged by one ephemeral thought before it answers", async () => {
    const bot = await startAgent(30, (chat) => {
      chat.onNewMention(async (thread) => {
        await expect
          .poll(() => open?.linear.requests().map(({ operationName }) => operationName))
          .toContain("CreateEphemeralActivity");
        await thread.post("Done at last.");
      });
    });
    await bot.linear.mention({ issue: bot.linear.createIssue(), text: "take your time" });
    await bot.settled();

    expect(said(bot)).toEqual([
      ["thought", "Working on it…", true],
      ["response", "Done at last.", false],
    ]);
  });

  it("costs no request when it was faster", async () => {
    const bot = await startAgent(60_000, (chat) => {
      chat.onNewMention(async (thread) => {
        await thread.post("Done.");
      });
    });
    await bot.linear.mention({ issue: bot.linear.createIssue(), text: "quick" });
    await bot.settled();

    expect(said(bot)).toEqual([["response", "Done.", false]]);
  });

  it("is left alone where acknowledgements are off", async () => {
    const bot = await startAgent(false, (chat) => {
      chat.onNewMention(async (thread) => {
        await new Promise((resolve) => setTimeout(resolve, 100));
        await thread.post("Done.");
      });
    });
    await bot.linear.mention({ issue: bot.linear.createIssue(), text: "quietly" });
    await bot.settled();

    expect(said(bot)).toEqual([["response", "Done.", false]]);
  });
});

describe("a handler that throws", () => {
  it("ends the session in one error that tells nothing of the exception", async () => {
    const bot = await startAgent(60_000, (chat) => {
      chat.onNewMention(async (thread) => {
        await thread.startTyping("Reading…");
        throw new Error("password=hunter2");
      });
    });
    await bot.linear.mention({ issue: bot.linear.createIssue(), text: "break" });
    await bot.settled();

    expect(said(bot)).toEqual([
      ["thought", "Reading…", true],
      ["error", "Something went wrong while I was working on this. Please try again.", false],
    ]);
    expect(bot.linear.sessions().map(({ status }) => status)).toEqual(["error"]);
  });

  it("does not say a second time that a stream has failed", async () => {
    const bot = await startAgent(60_000, (chat) => {
      chat.onNewMention(async (thread) => {
        await thread.post(
          (async function* () {
            yield "Half";
            throw new Error("the model is gone");
          })(),
        );
      });
    });
    await bot.linear.mention({ issue: bot.linear.createIssue(), text: "stream" });
    await bot.settled();

    expect(said(bot).filter((entry) => Array.isArray(entry) && entry[0] === "error")).toHaveLength(1);
  });
});
