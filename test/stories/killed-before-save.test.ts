import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { hasRedis, PATIENCE, PATIENCE_MS, type Stage, startStage } from "./stage.js";

let stage: Stage;

beforeEach(async () => {
  stage = await startStage();
}, PATIENCE_MS);
afterEach(() => stage.close());

describe.skipIf(!hasRedis)("a process that is killed between Linear's new tokens and their storing", () => {
  it(
    "leaves an installation that the next process refreshes with the old refresh token",
    async () => {
      const { linear, adapter } = stage;
      const organizationId = linear.organization.id;
      await stage.install(-1);
      const before = await adapter.getInstallation(organizationId);

      const [victim] = await stage.startWorkers(1, { dies: "instead of saving an installation" });
      await linear.mention({ issue: linear.createIssue(), text: "question 1" });
      const signal = await victim?.ended;
      const left = await adapter.getInstallation(organizationId);
      await stage.startWorkers(1);
      await linear.mention({ issue: linear.createIssue(), text: "question 2" });
      await vi.waitFor(() => expect(stage.answers()).toContain("Answer to question 2"), PATIENCE);
      await stage.settled();
      const after = await adapter.getInstallation(organizationId);

      expect([signal, left]).toEqual(["SIGKILL", before]);
      // A used refresh token gives again what it gave first, or nothing: the second 200 is the replay.
      expect(linear.tokenRequests().map(({ grant, status }) => [grant, status])).toEqual([
        ["refresh_token", 200],
        ["refresh_token", 200],
      ]);
      expect(after).toEqual({
        ...before,
        accessToken: expect.not.stringMatching(`^${before?.accessToken}$`),
        refreshToken: expect.not.stringMatching(`^${before?.refreshToken}$`),
        scopes: expect.any(Array),
        expiresAt: expect.any(Number),
      });
    },
    PATIENCE_MS,
  );
});
