import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { hasRedis, PATIENCE, PATIENCE_MS, type Stage, startStage } from "./stage.js";

const DELIVERIES = 400;

let stage: Stage;

beforeEach(async () => {
  stage = await startStage();
  await stage.startWorkers(8);
}, PATIENCE_MS);
afterEach(() => stage.close());

describe.skipIf(!hasRedis)("an organization whose token has just expired", () => {
  it(
    "costs one refresh when 400 mentions reach eight processes at once, and each mention is answered once",
    async () => {
      const { linear } = stage;
      await stage.install(-1);
      const questions = Array.from({ length: DELIVERIES }, (_, index) => `question ${index}`);
      await Promise.all(questions.map((text) => linear.mention({ issue: linear.createIssue(), text })));

      await vi.waitFor(() => expect(stage.answers().length).toBeGreaterThanOrEqual(DELIVERIES), PATIENCE);
      await stage.settled();

      expect(stage.answers()).toEqual(questions.map((question) => `Answer to ${question}`).sort());
      expect(linear.tokenRequests().map(({ grant, status }) => [grant, status])).toEqual([["refresh_token", 200]]);
    },
    PATIENCE_MS,
  );
});
