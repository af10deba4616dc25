import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { soak } from "./soak.js";
import { hasRedis, PATIENCE, PATIENCE_MS, type Stage, startStage } from "./stage.js";

/** `SOAK_SECONDS=600 npx vitest run test/stories/soak.test.ts` for the long one. */
const SECONDS = Number(process.env.SOAK_SECONDS ?? 15);
const TOKEN_LIFE_MS = 5_000;

let stage: Stage;

beforeEach(async () => {
  stage = await startStage({ accessTokenTtlMs: TOKEN_LIFE_MS, webhookRetryDelaysMs: [1_000, 3_000, 6_000] });
  await stage.startWorkers(3);
}, PATIENCE_MS);
afterEach(() => stage.close(), PATIENCE_MS);

describe.skipIf(!hasRedis)("installations whose tokens live 5 s", () => {
  it(
    "survive dropped answers, outages of Linear and Redis, and processes that are killed",
    async () => {
      const { linear, adapter } = stage;
      const others = ["Globex", "Initech", "Umbrella"].map((name) => linear.addOrganization({ name }));
      const organizations = [linear.organization, ...others] as const;
      await Promise.all(organizations.map((organization) => stage.install(TOKEN_LIFE_MS, organization)));
      const call = async (organization: (typeof organizations)[number]): Promise<string | undefined> => {
        const { id } = linear.createIssue({ organization, title: `An issue of ${organization.name}` });
        const thread = await adapter.withInstallation(organization.id, () => adapter.fetchThread(`linear:${id}`));
        return thread.channelName;
      };

      await soak(stage, { seconds: SECONDS, seed: 20_260_924, organizations });
      const called = await Promise.all(organizations.map((each) => vi.waitFor(() => call(each), PATIENCE)));
      const stored = await Promise.all(organizations.map(({ id }) => adapter.getInstallation(id)));

      expect(called).toEqual(organizations.map(({ name }) => expect.stringContaining(`An issue of ${name}`)));
      expect(stored).toEqual(
        organizations.map(({ id }) =>
          expect.objectContaining({ organizationId: id, refreshToken: expect.any(String) }),
        ),
      );
      expect(stored).not.toContainEqual(expect.objectContaining({ brokenSince: expect.anything() }));
      expect(linear.tokenRequests().filter(({ status }) => status === 400)).toEqual([]);
      expect(stage.answers()).toEqual([...new Set(stage.answers())]);
      expect(stage.answers()).not.toEqual([]);
    },
    PATIENCE_MS + SECONDS * 1_000,
  );
});
