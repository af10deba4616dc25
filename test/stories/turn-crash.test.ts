// Covers: src/leases/heartbeat.ts
// Covers: src/inbound/recovery.ts

import type { EmulatedSession, LinearEmulatorOptions } from "chat-adapter-linear/emulator";
import { describe, expect, it, type TestContext, vi } from "vitest";
import { mention } from "../support/agent.js";
import { answering, listAll, lookAt, REQUEST, type SeenSession, WORK } from "./door-session.js";
import { hasRedis, PATIENCE, PATIENCE_MS, type Stage, startStage } from "./stage.js";
import { UNTIL_WAITING, WAIT } from "./worker-bots.js";

const HOUR_MS = 60 * 60 * 1_000;
const SESSIONS = 20;
// Longer than the second between two beats of a process that lives.
const OUTLIVED_FOR_MS = 2_500;
const FAILURE = "error: Something went wrong while I was working on this. Please try again.";

/** A stage of a test's own: the tests run beside each other, since they mostly wait for a silence to be long enough. */
async function openStage({ onTestFinished }: TestContext, options: LinearEmulatorOptions = {}): Promise<Stage> {
  const stage = await startStage(options);
  onTestFinished(() => stage.close());
  await stage.install(HOUR_MS);
  return stage;
}

/** What was said before the crash, and what after it. */
const cutShort = (...after: readonly string[]): readonly string[] => [...WORK.slice(0, 3), ...after];

const isWaiting = ({ linear }: Stage, session: EmulatedSession): Promise<void> =>
  vi.waitFor(() => expect(listAll(linear, session)).toEqual(expect.arrayContaining([...UNTIL_WAITING])), PATIENCE);

/** Resolves when the workers have told that they work on so many turns. */
const areKnown = ({ state }: Stage, turns: number): Promise<void> =>
  vi.waitFor(async () => {
    const processes = await state.getList<string>("linear:processes");
    const work = await Promise.all(processes.map((id) => state.get<unknown[]>(`linear:work:${id}`)));
    expect(work.flatMap((leases) => leases ?? [])).toHaveLength(turns);
  }, PATIENCE);

/** Resolves when so many messages wait in a thread, in our own queue or in the chat's. */
const areLeft = ({ state }: Stage, messages: number, threadId: string): Promise<void> =>
  vi.waitFor(async () => {
    const depths = [threadId, `linear:waiting:${threadId}`].map((key) => state.queueDepth(key));
    expect((await Promise.all(depths)).reduce((sum, depth) => sum + depth)).toBe(messages);
  }, PATIENCE);

const threadOf = ({ id, issueId }: EmulatedSession): string => `linear:${issueId}:s:${id}`;

const statusesOf = ({ linear }: Stage, sessions: readonly EmulatedSession[]): string[] =>
  sessions.map((session) => linear.session(session).status);

const statusAndWords = ({ linear }: Stage, session: EmulatedSession): Pick<SeenSession, "status" | "said"> => {
  const { status, said } = lookAt(linear, session);
  return { status, said };
};

describe.skipIf(!hasRedis).concurrent("a process that is killed in the middle of its turns", () => {
  it(
    "leaves twenty sessions to the next one: each is told, and prompts are heard though they come at once",
    async (context) => {
      const stage = await openStage(context, { app: { events: ["AgentSessionEvent"] } });
      const { linear } = stage;
      const [victim] = await stage.startWorkers(1, { works: "in sessions" });
      const sessions: EmulatedSession[] = [];
      for (let count = 0; count < SESSIONS; count += 1) sessions.push(await mention(linear, `${REQUEST}, ${WAIT}`));
      await Promise.all(sessions.map((session) => isWaiting(stage, session)));
      await areKnown(stage, SESSIONS);
      const [prompted, left] = [sessions.slice(0, SESSIONS / 2), sessions.slice(SESSIONS / 2)];

      await victim?.kill();
      const [heir] = await stage.startWorkers(1, { works: "in sessions" });
      for (const session of prompted) await linear.prompt({ session, body: REQUEST });
      const isOver = [...prompted.map(() => "complete"), ...left.map(() => "error")];
      await vi.waitFor(() => expect(statusesOf(stage, sessions)).toEqual(isOver), PATIENCE);
      await stage.settled();

      expect(await heir?.settled()).toEqual(prompted.map(() => `asked: ${REQUEST}`));
      expect(prompted.map((session) => statusAndWords(stage, session))).toEqual(
        prompted.map(() => ({
          status: "complete",
          said: cutShort(`prompt: ${REQUEST}`, FAILURE, ...answering.seen.said),
        })),
      );
      expect(left.map((session) => statusAndWords(stage, session))).toEqual(
        left.map(() => ({ status: "error", said: cutShort(FAILURE) })),
      );
    },
    PATIENCE_MS,
  );

  it.for(["drop", "queue"] as const)(
    "leaves the prompts that waited for it to its next start, with concurrency %s",
    { timeout: PATIENCE_MS },
    async (concurrency, context) => {
      const stage = await openStage(context, { app: { events: ["AgentSessionEvent"] } });
      const { linear } = stage;
      const role = { works: "in sessions", concurrency, outlivedForMs: OUTLIVED_FOR_MS } as const;
      const [victim] = await stage.startWorkers(1, role);
      const session = await mention(linear, `${REQUEST}, ${WAIT}`);
      await isWaiting(stage, session);
      await linear.prompt({ session, body: REQUEST });
      await areLeft(stage, 1, threadOf(session));

      await victim?.kill();
      const [heir] = await stage.startWorkers(1, role);
      await vi.waitFor(() => expect(statusesOf(stage, [session])).toEqual(["complete"]), PATIENCE);

      expect(await heir?.settled()).toEqual([`asked: ${REQUEST}`]);
      expect(lookAt(linear, session).said).toEqual(cutShort(`prompt: ${REQUEST}`, FAILURE, ...answering.seen.said));
    },
  );

  it(
    "leaves the prompts that came to another process to that one, without any further event",
    async (context) => {
      const stage = await openStage(context, { app: { events: ["AgentSessionEvent"] } });
      const { linear } = stage;
      const role = { works: "in sessions", outlivedForMs: OUTLIVED_FOR_MS } as const;
      // Their first webhooks go to one after the other.
      const [victim] = await stage.startWorkers(2, role);
      const session = await mention(linear, `${REQUEST}, ${WAIT}`);
      await isWaiting(stage, session);
      await linear.prompt({ session, body: REQUEST });
      await areLeft(stage, 1, threadOf(session));

      await victim?.kill();
      await vi.waitFor(() => expect(statusesOf(stage, [session])).toEqual(["complete"]), PATIENCE);

      expect(lookAt(linear, session).said).toEqual(cutShort(`prompt: ${REQUEST}`, FAILURE, ...answering.seen.said));
    },
    PATIENCE_MS,
  );

  it(
    "leaves the comments that waited for it to the next one",
    async (context) => {
      const stage = await openStage(context);
      const { linear } = stage;
      const role = { outlivedForMs: OUTLIVED_FOR_MS };
      const [victim] = await stage.startWorkers(1, role);
      const issue = linear.createIssue();
      const parent = await linear.mention({ issue, text: WAIT });
      await areKnown(stage, 1);
      await linear.mention({ issue, parent, text: "one" });
      await areLeft(stage, 1, `linear:${issue.id}:c:${parent.id}`);

      await victim?.kill();
      const [heir] = await stage.startWorkers(1, role);
      await vi.waitFor(() => expect(stage.answers()).toEqual(["Answer to one"]), PATIENCE);

      expect(await heir?.settled()).toEqual(["asked: one"]);
    },
    PATIENCE_MS,
  );
});
