import { type EmulatedSession, type LinearEmulator, startLinearEmulator } from "chat-adapter-linear/emulator";
import { afterEach, describe, expect, it } from "vitest";
import { type RunningExample, startWorkspaceExample } from "./installed-example.js";
import { statusOf, whatWasSaid } from "./session-reading.js";

const SLOW_MS = 120_000;
const POLL = { timeout: 30_000, interval: 50 };

let linear: LinearEmulator;
let example: RunningExample | undefined;

afterEach(async () => {
  example?.program.kill();
  await linear.close();
  example = undefined;
});

/** Mentions the agent, and answers its question when that has come. */
async function askAndAnswer(answer: string): Promise<EmulatedSession> {
  const before = linear.sessions().length;
  await linear.mention({ issue: linear.createIssue(), text: "please clean up" });
  await expect.poll(() => linear.sessions()[before]?.status, POLL).toBe("awaitingInput");
  const session = linear.sessions()[before] ?? expect.fail("There is no session");
  await linear.prompt({ session, body: answer });
  await expect.poll(() => statusOf(linear, session), POLL).toBe("complete");
  return session;
}

const WITH_AI_7 = { NODE_OPTIONS: `--import ${new URL("with-ai-7.mjs", import.meta.url).href}` };

const asked = [
  "thought: It is merged, so I delete the branch.",
  'elicitation: I need your approval before I go on: **Delete branch**\n\n```\nbranch: "old-login"\n```',
];

describe("examples/tool-approval", { timeout: SLOW_MS }, () => {
  it.each<[string, NodeJS.ProcessEnv]>([
    ["6", {}],
    ["7", WITH_AI_7],
  ])("runs the tool that somebody approves, and no other, with the AI SDK %s", async (_version, env) => {
    linear = await startLinearEmulator({ app: { events: ["AgentSessionEvent"] } });
    example = await startWorkspaceExample(linear, "tool-approval", { LINEAR_MODE: "agent-sessions", ...env });

    expect(whatWasSaid(linear, await askAndAnswer("I still need it."))).toEqual([
      ...asked,
      "prompt: I still need it.",
      "action: Delete branch (✗) -> Denied",
      "response: I leave the branch alone. You said: I still need it.",
    ]);
    expect(whatWasSaid(linear, await askAndAnswer("Approve"))).toEqual([
      ...asked,
      "prompt: Approve",
      "action: Delete branch (✓) -> deleted",
      "response: The branch is gone.",
    ]);
    expect((await example.program.waitForOutput(/Deleted/)).match(/Deleted old-login/g)).toHaveLength(1);
  });
});
