import type { EmulatedSession } from "chat-adapter-linear/emulator";
import { describe, expect, it, type TestContext, vi } from "vitest";
import { mention } from "../support/agent.js";
import { listAll, lookAt, REQUEST, WORK } from "./door-session.js";
import { hasRedis, PATIENCE, PATIENCE_MS, type Stage, startStage } from "./stage.js";
import type { Worker } from "./start-worker.js";
import { UNTIL_WAITING, WAIT } from "./worker-bots.js";

const HOUR_MS = 60 * 60 * 1_000;

interface TwoProcesses {
  stage: Stage;
  streaming: Worker;
  other: Worker;
}

async function startTwo({ onTestFinished }: TestContext): Promise<TwoProcesses> {
  const stage = await startStage({ app: { events: ["AgentSessionEvent"] } });
  onTestFinished(() => stage.close());
  await stage.install(HOUR_MS);
  // Their first webhooks go to one after the other.
  const [streaming, other] = await stage.startWorkers(2, { works: "in sessions" });
  if (streaming === undefined || other === undefined) throw new Error("Two workers were to start");
  return { stage, streaming, other };
}

const isWaiting = ({ linear }: Stage, session: EmulatedSession): Promise<void> =>
  vi.waitFor(() => expect(listAll(linear, session)).toEqual(expect.arrayContaining([...UNTIL_WAITING])), PATIENCE);

const settled = async ({ stage, streaming, other }: TwoProcesses): Promise<(readonly string[])[]> => {
  await stage.settled();
  return await Promise.all([streaming.settled(), other.settled()]);
};

describe.skipIf(!hasRedis).concurrent("a Stop that lands on another process than the one that streams", () => {
  it(
    "aborts the stream there and is the last thing that the session says",
    async (context) => {
      const two = await startTwo(context);
      const { stage } = two;
      const text = `${REQUEST}, ${WAIT}`;
      const session = await mention(stage.linear, text);
      await isWaiting(stage, session);

      await stage.linear.stop({ session });
      const diaries = await settled(two);

      expect(diaries).toEqual([[`asked: ${text}`, "aborted"], ["told of the stop"]]);
      expect(lookAt(stage.linear, session)).toEqual({
        status: "complete",
        // What of the plan had been shown depends on the time.
        plan: expect.any(Array),
        said: [...WORK.slice(0, 3), "prompt: ", "response: Stopped."],
        doubled: [],
      });
    },
    PATIENCE_MS,
  );

  it(
    "keeps it from trying again what Linear has not taken yet",
    async (context) => {
      const two = await startTwo(context);
      const { linear } = two.stage;
      const refused = linear.injectFault({
        on: "graphql",
        operation: "CreateAgentActivity",
        skip: 1,
        kind: "status",
        status: 503,
        headers: { "retry-after": "4" },
      });
      const session = await mention(linear, `${REQUEST}, ${WAIT}`);
      await vi.waitFor(() => expect(refused.hits).toBe(1), PATIENCE);

      await linear.stop({ session });
      await settled(two);

      const { said } = lookAt(linear, session);
      expect(said.slice(said.indexOf("response: Stopped."))).toEqual(["response: Stopped."]);
    },
    PATIENCE_MS,
  );
});
