import type { Thread } from "chat";
import { type LinearEmulator, startLinearEmulator } from "chat-adapter-linear/emulator";
import { afterEach, describe, expect, it } from "vitest";
import { clientCredentials, startTestBot, type TestBot } from "../support/test-bot.js";
import { loadRequestApproval } from "../support/workflow-stand-in.js";
import { type RunningExample, startWorkspaceExample } from "./installed-example.js";
import { statusOf, whatWasSaid } from "./session-reading.js";

const SLOW_MS = 120_000;
const POLL = { timeout: 30_000, interval: 50 };

let linear: LinearEmulator | undefined;
let example: RunningExample | undefined;
let bot: TestBot | undefined;

afterEach(async () => {
  example?.program.kill();
  await bot?.close();
  await linear?.close();
  linear = example = bot = undefined;
});

async function start(mode: "agent-sessions" | "comments"): Promise<LinearEmulator> {
  linear = await startLinearEmulator({ app: { events: [mode === "comments" ? "Comment" : "AgentSessionEvent"] } });
  example = await startWorkspaceExample(linear, "approval", { LINEAR_MODE: mode });
  return linear;
}

const QUESTION = "**Deploy v1.2?**\n\nEverybody can use the app meanwhile.";

describe("examples/approval", { timeout: SLOW_MS }, () => {
  it("asks with Linear's own options in a session, and deploys once a person has picked", async () => {
    const linear = await start("agent-sessions");
    await linear.mention({ issue: linear.createIssue(), text: "please deploy v1.2." });
    await expect.poll(() => linear.sessions().map(({ status }) => status), POLL).toEqual(["awaitingInput"]);
    const [session] = linear.sessions();
    if (session === undefined) throw new Error("There is no session");
    await linear.prompt({ session, by: linear.bo, body: "Deploy now" });
    await expect.poll(() => statusOf(linear, session), POLL).toBe("complete");

    expect(whatWasSaid(linear, session)).toEqual([
      `elicitation: ${QUESTION}`,
      "prompt: Deploy now",
      "response: [v1.2](https://app.example.com/v1.2) is live, as Bo Berg wished.",
    ]);
    expect(linear.activities(session)[0]).toMatchObject({
      signal: "select",
      signalMetadata: {
        options: [
          { label: "Deploy now", value: "Deploy now" },
          { label: "Not today", value: "Not today" },
        ],
      },
    });
  });

  it("asks with a numbered list in a comment thread, answered by a number", async () => {
    const linear = await start("comments");
    const issue = linear.createIssue();
    const bodies = (): string[] => linear.comments({ issue }).map(({ body }) => body);
    const mention = await linear.mention({ issue, text: "v1.2" });
    await expect.poll(() => bodies().length, POLL).toBe(2);
    await linear.comment({ issue, parent: mention, by: linear.bo, body: "What is in it?" });
    await linear.comment({ issue, parent: mention, by: linear.bo, body: "2" });
    await expect.poll(() => bodies().length, POLL).toBe(5);

    expect(bodies()).toEqual([
      "@helper v1.2",
      `${QUESTION}\n\n1. Deploy now\n2. Not today\n\n_Reply with a number or its text._`,
      "What is in it?",
      "2",
      "v1.2 stays where it is: Bo Berg says not today.",
    ]);
  });
});

describe("examples/approval/workflow.ts", () => {
  it("deploys when somebody approves who may, and tells others that they may not", { timeout: SLOW_MS }, async () => {
    await loadRequestApproval();
    const { deployOnApproval } = await import("../../examples/approval/workflow.js");
    let mentioned: Thread | undefined;
    bot = await startTestBot({
      mode: "agent-sessions",
      config: (linear) => ({ ...clientCredentials(linear), silentResponse: false }),
      on: (chat) =>
        chat.onNewMention(async (thread) => {
          mentioned = thread;
        }),
    });
    const { linear } = bot;
    await linear.mention({ issue: linear.createIssue(), text: "deploy" });
    await bot.settled();
    const [session] = linear.sessions();
    if (mentioned === undefined || session === undefined) throw new Error("The bot has heard of nothing");
    const said = (): string[] => whatWasSaid(linear, session);

    const workflow = deployOnApproval(mentioned, "v1.2", [linear.ada.id]);
    await expect.poll(() => statusOf(linear, session), POLL).toBe("awaitingInput");
    await linear.prompt({ session, by: linear.bo, body: "Approve" });
    await expect.poll(() => said().length, POLL).toBe(3);
    await linear.prompt({ session, by: linear.ada, body: "Approve" });
    await workflow;

    expect(said()).toEqual([
      "elicitation: **Deploy v1.2?**\n\n**Version:** v1.2",
      "prompt: Approve",
      `elicitation: @bo isn't authorized to decide "Deploy v1.2?".`,
      "prompt: Approve",
      "response: Approved by @ada.",
      "response: [v1.2](https://app.example.com/v1.2) is live.",
    ]);
  });
});
