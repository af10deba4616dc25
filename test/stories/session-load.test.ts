import { createMemoryState } from "@chat-adapter/state-memory";
import { Chat } from "chat";
import { createLinearAdapter } from "chat-adapter-linear";
import { describe, expect, it } from "vitest";
import { createMemoryLogger } from "../support/memory-logger.js";
import { ANSWER, type LoadReport, loadOf, playSessionLoad, type SessionReport } from "./session-load.js";
import { PATIENCE_MS } from "./stage.js";

/** `LOAD_SESSIONS=200 npx vitest run test/stories/session-load.test.ts` for all of it, on a machine of its own. */
const LOAD = loadOf(Number(process.env.LOAD_SESSIONS ?? 50));

const play = (): Promise<LoadReport> =>
  playSessionLoad(LOAD, async (linear) => {
    const logger = createMemoryLogger();
    const bot = new Chat({
      userName: "helper",
      adapters: {
        linear: createLinearAdapter({
          apiUrl: linear.apiUrl,
          accessToken: linear.createAccessToken(),
          webhookSecret: linear.app.webhookSecret,
          mode: "agent-sessions",
          logger,
        }),
      },
      state: createMemoryState(),
      logger,
    });
    await bot.initialize();
    return bot;
  });

const everyStep = Array.from({ length: LOAD.steps }, (_, index) => index + 1);
const find = ({ lasting }: SessionReport, pattern: RegExp): number[] =>
  lasting.flatMap((text) => [...text.matchAll(pattern)].map(([, number]) => Number(number)));

describe("many sessions at once, with fewer requests an hour than they have things to say", () => {
  it(
    "each hear from the bot in time and end in one answer, with nothing lost and nothing twice",
    async () => {
      const { sessions, rateLimited } = await play();

      expect(sessions.map(({ status }) => status)).toEqual(Array(LOAD.sessions).fill("complete"));
      expect(sessions.filter(({ heardAfterMs }) => heardAfterMs === undefined || heardAfterMs > 10_000)).toEqual([]);
      expect(sessions.map(({ lasting }) => lasting.filter((text) => text.startsWith("response")))).toEqual(
        Array(LOAD.sessions).fill([`response: ${ANSWER}`]),
      );
      expect(sessions.map((session) => find(session, /result (\d+)/g))).toEqual(Array(LOAD.sessions).fill(everyStep));
      expect(sessions.map((session) => find(session, /before step (\d+)\./g))).toEqual(
        Array(LOAD.sessions).fill(everyStep),
      );
      expect(sessions.map(({ lasting }) => lasting.at(-1))).toEqual(Array(LOAD.sessions).fill(`response: ${ANSWER}`));
      expect(rateLimited).toBe(0);
    },
    PATIENCE_MS,
  );
});
