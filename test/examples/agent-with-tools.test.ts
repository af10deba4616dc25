import { type EmulatedSession, type LinearEmulator, startLinearEmulator } from "chat-adapter-linear/emulator";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type RunningExample, startWorkspaceExample } from "./installed-example.js";
import { statusOf, whatWasSaid } from "./session-reading.js";

const SLOW_MS = 120_000;

let linear: LinearEmulator;
let example: RunningExample | undefined;

beforeEach(async () => {
  linear = await startLinearEmulator({ app: { events: ["AgentSessionEvent"] } });
  example = await startWorkspaceExample(linear, "agent-with-tools");
});

afterEach(async () => {
  example?.program.kill();
  await linear.close();
});

const untilComplete = (session: EmulatedSession): Promise<void> =>
  expect.poll(() => statusOf(linear, session), { timeout: 30_000, interval: 50 }).toBe("complete");

describe("examples/agent-with-tools", { timeout: SLOW_MS }, () => {
  it("shows its reasoning, its tools, its plan and its answer, and goes on in the same session", async () => {
    const issue = linear.createIssue({ title: "The login page stays blank in Safari" });
    const session = await linear.delegate({ issue });
    await untilComplete(session);

    expect(whatWasSaid(linear, session)).toEqual([
      "thought: Safari refuses cookies that say SameSite=None without Secure.",
      "thought: I look for the cookie first.",
      "action: Search code (SameSite) -> SameSite occurs in session.ts, line 12",
      "action: Run the tests (login) -> 42 passed",
      "response: The session cookie was set **without `Secure`**. It has it now, and the login tests pass.",
    ]);
    expect(linear.session(session).plan).toEqual([
      { content: "Find the cookie", status: "completed" },
      { content: "Repair it", status: "completed" },
      { content: "Run the tests", status: "completed" },
    ]);
    const started = linear.workflowStates().find(({ type }) => type === "started");
    expect(linear.issue(issue).stateId).toBe(started?.id);

    await linear.prompt({ session, body: "Please add a test." });
    await expect
      .poll(() => whatWasSaid(linear, session).slice(5), { timeout: 30_000, interval: 50 })
      .toEqual([
        "prompt: Please add a test.",
        "action: Run the tests (login) -> 42 passed",
        "response: There is a test for the cookie now.",
      ]);
  });

  it("ends with Stop in the middle of a tool, without an answer, and is free for what comes next", async () => {
    const session = await linear.delegate({ issue: linear.createIssue({ title: "Check the release" }) });
    await expect
      .poll(() => whatWasSaid(linear, session), { timeout: 30_000, interval: 50 })
      .toEqual(["action: Run the tests (all)"]);
    await linear.stop({ session });
    await untilComplete(session);

    await example?.program.waitForOutput(/The tests of "all" have ended/);
    await linear.prompt({ session, body: "Then add a test." });

    await expect
      .poll(() => whatWasSaid(linear, session), { timeout: 30_000, interval: 50 })
      .toEqual([
        "prompt: ",
        "response: Stopped.",
        "prompt: Then add a test.",
        "action: Run the tests (login) -> 42 passed",
        "response: There is a test for the cookie now.",
      ]);
  });
});
