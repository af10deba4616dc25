// Covers: src/sessions/speech/send-effect.ts

import type { Thread } from "chat";
import type { ApprovalResult, RequestApprovalOptions } from "chat/workflow";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { startTestBot, type TestBot } from "../../support/test-bot.js";
import { loadRequestApproval } from "../../support/workflow-stand-in.js";

let requestApproval: Awaited<ReturnType<typeof loadRequestApproval>>;
let open: TestBot | undefined;
const heard: string[] = [];

beforeAll(async () => {
  requestApproval = await loadRequestApproval();
});
afterEach(async () => {
  await open?.close();
  open = undefined;
  heard.length = 0;
});

/** A bot whose mention starts an approval beside the handler, as a workflow does. */
interface Approval {
  bot: TestBot;
  /** What the workflow gets. */
  result: Promise<ApprovalResult>;
}

async function startApproval(
  mode: "agent-sessions" | "comments",
  toOptions: (bot: TestBot) => Partial<RequestApprovalOptions> = () => ({}),
): Promise<Approval> {
  let thread: Thread | undefined;
  const bot = await startTestBot({
    mode,
    emulator: { webhookRetryDelaysMs: [] },
    config: (linear) => ({ accessToken: linear.createAccessToken(), silentResponse: "Nothing was said." }),
    on: (chat) => {
      chat.onNewMention(async (mentioned, message) => {
        heard.push(message.text);
        thread ??= mentioned;
        await mentioned.startTyping("Asking…");
        await mentioned.subscribe();
      });
      chat.onSubscribedMessage(async (_thread, message) => {
        heard.push(message.text);
      });
    },
  });
  open = bot;
  await bot.linear.mention({ issue: bot.linear.createIssue(), text: "deploy" });
  await bot.settled();
  if (thread === undefined) throw new Error("Nobody mentioned the bot");
  const result = requestApproval(thread, { title: "Deploy v2?", fields: { Version: "2.0.0" }, ...toOptions(bot) });
  await expect.poll(() => asked(bot)).toBe(true);
  return { bot, result };
}

const asked = ({ linear }: TestBot): boolean => linear.comments({ by: linear.organization.appUserId }).length > 0;

const sessionOf = ({ linear }: TestBot): string => linear.sessions()[0]?.id ?? "";

/** What was said in the session. */
const said = (bot: TestBot): unknown[] =>
  bot.linear.activities(sessionOf(bot)).map(({ content, signal }) => [content.type, content.body, signal]);

const CARD = "**Deploy v2?**\n\n**Version:** 2.0.0";

describe("requestApproval in an agent session", () => {
  it("asks, and ends with the answer", async () => {
    const { bot, result } = await startApproval("agent-sessions");
    const waiting = bot.linear.session(sessionOf(bot)).status;
    await bot.linear.prompt({ session: sessionOf(bot), body: "approve" });

    expect(await result).toEqual({ approved: true, timedOut: false, user: { id: bot.linear.ada.id, name: "ada" } });
    await bot.settled();
    expect(said(bot)).toEqual([
      ["elicitation", CARD, "select"],
      ["prompt", "approve", undefined],
      ["response", "Approved by @ada.", undefined],
    ]);
    expect([waiting, bot.linear.session(sessionOf(bot)).status]).toEqual(["awaitingInput", "complete"]);
    expect(heard).toEqual(["@helper deploy"]);
  });

  it("tells Linear nothing of the callback", async () => {
    const { bot, result } = await startApproval("agent-sessions");
    await bot.linear.prompt({ session: sessionOf(bot), body: "Deny" });

    expect(await result).toMatchObject({ approved: false });
    await bot.settled();
    expect(bot.linear.activities(sessionOf(bot))[0]?.signalMetadata).toEqual({
      options: [
        { label: "Approve", value: "Approve" },
        { label: "Deny", value: "Deny" },
      ],
    });
    expect(JSON.stringify(bot.linear.requests())).not.toContain("__cb:");
  });

  it("waits on, and asks again, when somebody answers who may not", async () => {
    const { bot, result } = await startApproval("agent-sessions", ({ linear }) => ({ approvers: [linear.ada.id] }));
    await bot.linear.prompt({ session: sessionOf(bot), body: "Approve", by: bot.linear.bo });
    await expect.poll(() => said(bot)).toHaveLength(3);
    const status = bot.linear.session(sessionOf(bot)).status;
    await bot.linear.prompt({ session: sessionOf(bot), body: "Approve" });

    expect(await result).toEqual({ approved: true, timedOut: false, user: { id: bot.linear.ada.id, name: "ada" } });
    await bot.settled();
    expect(status).toBe("awaitingInput");
    expect(said(bot)).toEqual([
      ["elicitation", CARD, "select"],
      ["prompt", "Approve", undefined],
      ["elicitation", `@bo isn't authorized to decide "Deploy v2?".`, "select"],
      ["prompt", "Approve", undefined],
      ["response", "Approved by @ada.", undefined],
    ]);
  });

  it("hears everybody who answers at the same moment", async () => {
    const { bot, result } = await startApproval("agent-sessions", ({ linear }) => ({ approvers: [linear.ada.id] }));
    await Promise.all([
      bot.linear.prompt({ session: sessionOf(bot), body: "Deny", by: bot.linear.bo }),
      bot.linear.prompt({ session: sessionOf(bot), body: "Deny" }),
    ]);

    expect(await result).toEqual({ approved: false, timedOut: false, user: { id: bot.linear.ada.id, name: "ada" } });
  });

  it("gives up in time, and takes a late answer for an ordinary message", async () => {
    const { bot, result } = await startApproval("agent-sessions", () => ({ timeout: 50 }));

    expect(await result).toEqual({ approved: false, timedOut: true });
    await bot.linear.prompt({ session: sessionOf(bot), body: "Approve" });
    await bot.settled();
    expect(said(bot)).toEqual([
      ["elicitation", CARD, "select"],
      ["response", "Timed out after 50 with no decision recorded.", undefined],
      ["prompt", "Approve", undefined],
      ["response", "Nothing was said.", undefined],
    ]);
    expect(heard).toEqual(["@helper deploy", "Approve"]);
  });
});

describe("requestApproval in a comment thread", () => {
  const bodies = ({ linear }: TestBot): string[] => linear.comments().map(({ body }) => body);

  async function reply({ linear }: TestBot, body: string, by = linear.ada): Promise<void> {
    const [root] = linear.comments();
    if (root?.issueId === undefined) throw new Error("There is no thread");
    await linear.comment({ issue: root.issueId, parent: root, body, by });
  }

  it("asks with a numbered list, and ends in the same comment", async () => {
    const { bot, result } = await startApproval("comments");
    const question = bodies(bot).at(-1);
    await reply(bot, "1", bot.linear.bo);

    expect(await result).toEqual({ approved: true, timedOut: false, user: { id: bot.linear.bo.id, name: "bo" } });
    expect(question).toBe(`${CARD}\n\n1. Approve\n2. Deny\n\n_Reply with a number or its text._`);
    expect(bodies(bot)).toEqual(["@helper deploy", `${CARD}\n\nApproved by @bo.`, "1"]);
    expect(heard).toEqual(["@helper deploy"]);
  });

  it("waits on when somebody answers who may not", async () => {
    const { bot, result } = await startApproval("comments", ({ linear }) => ({ approvers: [linear.ada.id] }));
    await reply(bot, "approve", bot.linear.bo);
    await expect.poll(() => bodies(bot)).toHaveLength(4);
    await reply(bot, "2");

    expect(await result).toEqual({ approved: false, timedOut: false, user: { id: bot.linear.ada.id, name: "ada" } });
    expect(bodies(bot)).toEqual([
      "@helper deploy",
      `${CARD}\n\nDenied by @ada.`,
      "approve",
      `@bo isn't authorized to decide "Deploy v2?".`,
      "2",
    ]);
  });

  it("gives up in time, in the same comment", async () => {
    const { bot, result } = await startApproval("comments", () => ({ timeout: 50 }));

    expect(await result).toEqual({ approved: false, timedOut: true });
    expect(bodies(bot)).toEqual(["@helper deploy", `${CARD}\n\nTimed out after 50 with no decision recorded.`]);
  });
});
