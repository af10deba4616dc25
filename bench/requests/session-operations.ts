import { setTimeout as sleep } from "node:timers/promises";
import type { StreamChunk } from "chat";
import { type Operation, openSession } from "./stage.js";

const TEXT = "The login page posts twice. The fix is in review.";
// Longer than the emulator takes to answer, so that what is counted does not depend on how fast the machine is.
const PAUSE_MS = 60;

/** Linear refuses an action with an empty parameter. */
export const overlookEmptyParameters = (body: string): string => body.replaceAll('"parameter":""', '"parameter":"-"');

/** What a bot does in agent sessions. */
export const sessionOperations: readonly Operation[] = [
  {
    name: "session: typing",
    mode: "agent-sessions",
    prepare: async (stage) => {
      const { sessionId, threadId } = await openSession(stage);
      return {
        run: () => stage.adapter.startTyping(threadId, "Reading the logs"),
        problem: () => (stage.linear.activities(sessionId).at(-1)?.ephemeral ? undefined : "nothing is shown"),
      };
    },
  },
  {
    name: "session: post",
    mode: "agent-sessions",
    prepare: async (stage) => {
      const { sessionId, threadId } = await openSession(stage);
      return {
        run: () => stage.adapter.postMessage(threadId, TEXT),
        problem: () =>
          stage.linear.session(sessionId).status === "complete" ? undefined : "the session is not complete",
      };
    },
  },
  {
    name: "session: 5 tool steps with a plan, streamed",
    mode: "agent-sessions",
    prepare: async (stage) => {
      const { sessionId, threadId } = await openSession(stage);
      return {
        run: async () => await stage.adapter.stream?.(threadId, fiveSteps()),
        problem: () =>
          stage.linear.session(sessionId).status === "complete" ? undefined : "the session is not complete",
      };
    },
    overlook: overlookEmptyParameters,
  },
];

async function* fiveSteps(): AsyncIterable<StreamChunk> {
  yield { type: "plan_update", title: "Find out why the login fails" };
  for (const step of ["Read the logs", "Search the code", "Run the tests", "Write the fix", "Open a pull request"]) {
    await sleep(PAUSE_MS);
    yield { type: "task_update", id: step, title: step, status: "in_progress" };
    await sleep(PAUSE_MS);
    yield { type: "task_update", id: step, title: step, status: "complete", output: "Done" };
  }
  await sleep(PAUSE_MS);
  yield { type: "markdown_text", text: TEXT };
}
