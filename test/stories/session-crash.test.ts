import { setTimeout as sleep } from "node:timers/promises";
import type { EmulatedSession } from "chat-adapter-linear/emulator";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { mention } from "../support/agent.js";
import { answering, listAll, lookAt, REQUEST, WORK } from "./door-session.js";
import { hasRedis, PATIENCE, PATIENCE_MS, type Stage, startStage } from "./stage.js";
import { UNTIL_WAITING, WAIT } from "./worker-bots.js";

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

const isWaiting = (session: EmulatedSession): Promise<void> =>
  vi.waitFor(
    () => expect(listAll(stage.linear, session)).toEqual(expect.arrayContaining([...UNTIL_WAITING])),
    PATIENCE,
  );

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

describe.skipIf(!hasRedis)("a process that dies in the middle of a stream", () => {
  it(
    "leaves what it has said, once and without an end; a prompt after its lock has ended is answered",
    async () => {
      const { linear } = stage;
      const [victim] = await stage.startWorkers(1, { works: "in sessions", outlivedForMs: OUTLIVED_FOR_MS });
      const session = await mention(stage.linear, `${REQUEST}, ${WAIT}`);
      await isWaiting(session);

      await victim?.kill();
      await sleep(OUTLIVED_FOR_MS);
      const [heir] = await stage.startWorkers(1, { works: "in sessions" });
      const { status, said, doubled } = lookAt(linear, session);
      await linear.prompt({ session, body: REQUEST });
      await stage.settled();

      expect([status, said, doubled]).toEqual(["active", WORK.slice(0, 3), []]);
      expect(await heir?.settled()).toEqual([`asked: ${REQUEST}`]);
      expect(lookAt(linear, session).said).toEqual([...WORK.slice(0, 3), `prompt: ${REQUEST}`, ...answering.seen.said]);
    },
    PATIENCE_MS,
  );
});
