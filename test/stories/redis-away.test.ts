import { setTimeout as sleep } from "node:timers/promises";
import type { EmulatedDelivery } from "chat-adapter-linear/emulator";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { hasRedis, PATIENCE, PATIENCE_MS, type Stage, startStage } from "./stage.js";

const HOUR_MS = 60 * 60 * 1_000;
const AWAY_MS = 5_000;

let stage: Stage;

beforeEach(async () => {
  // Linear's own would be a minute, an hour and six.
  stage = await startStage({ webhookRetryDelaysMs: [1_000, 3_000, 6_000, 12_000, 24_000] });
  await stage.install(HOUR_MS);
}, PATIENCE_MS);
afterEach(() => stage.close());

const createQuestions = (when: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `question ${index} ${when}`);

async function ask(questions: readonly string[]): Promise<void> {
  const { linear } = stage;
  await Promise.all(questions.map((text) => linear.mention({ issue: linear.createIssue(), text })));
}

/** The attempts at those questions' deliveries, each as one line of statuses. */
const attemptsAt = (when: string): string[] =>
  stage.linear
    .deliveries()
    .filter(({ payload }) => new RegExp(`^@helper question .* ${when}$`).test(bodyOf(payload)))
    .map(({ attempts }) => attempts.map(({ status }) => status).join(" "));

const bodyOf = ({ data }: EmulatedDelivery["payload"]): string => String(Reflect.get(Object(data), "body"));

describe.skipIf(!hasRedis)("a Redis that is away for five seconds", () => {
  it(
    "delays what comes meanwhile until Linear sends it again; nothing is lost or answered twice",
    async () => {
      await stage.startWorkers(2);
      const [before, meanwhile, after] = [
        createQuestions("before", 10),
        createQuestions("meanwhile", 20),
        createQuestions("after", 10),
      ] as const;

      await ask(before);
      await vi.waitFor(() => expect(stage.answers()).toHaveLength(10), PATIENCE);
      await stage.settled();
      stage.line.cut();
      await ask(meanwhile);
      await sleep(AWAY_MS);
      await vi.waitFor(() => expect(attemptsAt("meanwhile")).not.toContain(""), PATIENCE);
      const first = attemptsAt("meanwhile");
      stage.line.restore();
      await ask(after);
      await vi.waitFor(
        () => expect(attemptsAt("meanwhile").map((all) => all.endsWith("200"))).not.toContain(false),
        PATIENCE,
      );
      await vi.waitFor(() => expect(stage.answers().length).toBeGreaterThanOrEqual(40), PATIENCE);
      await stage.settled();

      expect(first.map((statuses) => statuses.split(" ")[0])).toEqual(meanwhile.map(() => "503"));
      expect(stage.answers()).toEqual([...before, ...meanwhile, ...after].map((text) => `Answer to ${text}`).sort());
    },
    PATIENCE_MS,
  );
});

describe.skipIf(!hasRedis)("a Redis whose connection breaks after a claim and before the answer to it", () => {
  it(
    "does not keep the bot from handling what it has claimed",
    async () => {
      await stage.startWorkers(1);
      stage.line.loseAnswerTo("linear:event:");
      await ask(["question 1"]);
      await stage.settled();

      expect(stage.answers()).toEqual(["Answer to question 1"]);
    },
    PATIENCE_MS,
  );
});
