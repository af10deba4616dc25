import type { StateAdapter } from "chat";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Identity } from "../../src/credentials/auth.js";
import { createOwnComments } from "../../src/messages/remembered/own-comments.js";
import { createSourceComments } from "../../src/messages/remembered/source-comments.js";
import { createThreadOrganizations } from "../../src/organizations/thread-organizations.js";
import { createStopMarks } from "../../src/sessions/turns/stop-marks.js";
import { createMemoryLogger } from "../support/memory-logger.js";
import { describeOnEachStore, type OpenStore } from "../support/stores.js";

const ORGANIZATION = "2f1c9a34-7d10-4e0b-9a3c-5b1f6f0c2a11";
const person: Identity = { organizationId: ORGANIZATION, userId: "ada", displayName: "ada", actor: "person" };
const app: Identity = { ...person, userId: "helper", displayName: "helper", actor: "app" };
// What is remembered is found without Linear.
const noApi = { execute: () => expect.fail("Linear was asked"), watchBudget: () => () => 1 };

describeOnEachStore("what a process remembers, another one knows", ({ create }) => {
  let store: OpenStore;
  let other: StateAdapter;

  beforeEach(async () => {
    store = await create();
    other = await store.join();
  });
  afterEach(() => store.close());

  it("that a turn was stopped, and that a newer message is not part of it", async () => {
    const turn = { sessionId: "session", threadId: "linear:issue:s:session", at: "2026-09-01T12:00:00.000Z" };
    const later = { ...turn, at: "2026-09-01T12:00:00.501Z" };
    const runningTurn = async (): Promise<null> => null;
    const logger = createMemoryLogger();
    const ours = createStopMarks({
      state: () => store.state,
      currentTurn: () => undefined,
      runningTurn,
      logger,
    });
    const [running, next] = [turn, later].map((current) =>
      createStopMarks({
        state: () => other,
        currentTurn: () => ({ ...current, drainsQueue: true }),
        runningTurn,
        logger,
      }),
    );
    const before = await running?.isStopped("session");
    await ours.mark({ ...turn, at: "2026-09-01T12:00:00.500Z" });
    const marked = await running?.isStopped("session");
    const admitted = [await running?.admit("session", turn.at), await next?.admit("session", later.at)];

    expect({ before, marked, admitted, goneOn: await ours.hasGoneOn("session", turn.at) }).toEqual({
      before: false,
      marked: true,
      admitted: [false, true],
      goneOn: true,
    });
    expect(await next?.isStopped("session")).toBe(false);
  });

  it("of comments under a person's name, which the bot wrote", async () => {
    const [ours, theirs] = [createOwnComments(() => store.state), createOwnComments(() => other)];
    await ours.remember("ours", person);

    expect([
      await theirs.isOwn("ours", true, person),
      await theirs.isOwn("the person's", true, person),
      await theirs.isOwn("ours", false, person),
      await theirs.isOwn("an app user's", true, app),
    ]).toEqual([true, false, false, true]);
  });

  it("the comment behind a session's message", async () => {
    await createSourceComments(() => store.state, noApi).remember("message", "comment");

    expect(await createSourceComments(() => other, noApi).find("message", "session")).toBe("comment");
  });

  it("the organization of every thread of an issue, and of a session without one", async () => {
    const [ours, theirs] = [createThreadOrganizations(() => store.state), createThreadOrganizations(() => other)];
    await ours.remember("linear:issue-1:c:comment-1", ORGANIZATION);
    await ours.remember("linear::s:session-2", ORGANIZATION);

    expect(
      await Promise.all(
        ["linear:issue-1", "linear:issue-1:c:comment-2", "linear:issue-1:s:session-1", "linear::s:session-2"].map(
          theirs.find,
        ),
      ),
    ).toEqual([ORGANIZATION, ORGANIZATION, ORGANIZATION, ORGANIZATION]);
    expect(await theirs.find("linear:issue-2")).toBeUndefined();
  });
});
