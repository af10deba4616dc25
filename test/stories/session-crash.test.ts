import type { EmulatedSession } from "chat-adapter-linear/emulator";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { mention } from "../support/agent.js";
import { answering, lookAt, REQUEST } from "./door-session.js";
import { hasRedis, PATIENCE, PATIENCE_MS, type Stage, startStage } from "./stage.js";

const HOUR_MS = 60 * 60 * 1_000;
const OUTLIVED_FOR_MS = 500;

let stage: Stage;

beforeEach(async () => {
  // Linear's own first retry comes after a minute, when the half minute of a claim is over.
  stage = await startStage({ app: { events: ["AgentSessionEvent"] }, webhookRetryDelaysMs: [2 * OUTLIVED_FOR_MS] });
  await stage.install(HOUR_MS);
}, PATIENCE_MS);
afterEach(() => stage.close());

const isOver = (session: EmulatedSession): Promise<void> =>
  vi.waitFor(() => expect(stage.linear.session(session).status).toBe("complete"), PATIENCE);

describe.skipIf(!hasRedis)("a process that dies between the claim of a session's event and the 200", () => {
  it(
    "leaves the session to the process that gets Linear's retry, which answers it once",
    async () => {
      const { linear } = stage;
      const [victim] = await stage.startWorkers(1, {
        works: "in sessions",
        dies: "instead of answering an event",
        outlivedForMs: OUTLIVED_FOR_MS,
      });
      const [heir] = await stage.startWorkers(1, { works: "in sessions" });

      const session = await mention(stage.linear, REQUEST);
      const signal = await victim?.ended;
      await isOver(session);
      const [delivery] = linear.deliveries();
      const again = delivery && (await linear.redeliver(delivery));
      await stage.settled();

      expect([signal, delivery?.attempts.map(({ status }) => status), again]).toEqual(["SIGKILL", ["error", 200], 200]);
      expect(await heir?.settled()).toEqual([`asked: ${REQUEST}`]);
      expect(lookAt(linear, session)).toEqual(answering.seen);
    },
    PATIENCE_MS,
  );
});
