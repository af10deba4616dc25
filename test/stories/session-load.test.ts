import { createMemoryState } from "@chat-adapter/state-memory";
import { Chat } from "chat";
import { createLinearAdapter } from "chat-adapter-linear";
import { describe, expect, it } from "vitest";
import { createMemoryLogger } from "../support/memory-logger.js";
import { type LoadReport, playSessionLoad } from "./session-load.js";
import { ANSWER, introductionsIn, loadOf, resultsIn } from "./session-work.js";
import { PATIENCE_MS } from "./stage.js";

/**
 * `npm run bench` plays 200 of them against a bot in a process of its own. In one process that many would wait for each
 * other's connections: Node takes one on per turn of its loop.
 */
const LOAD = loadOf(30);

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
      expect(sessions.map(resultsIn)).toEqual(Array(LOAD.sessions).fill(everyStep));
      expect(sessions.map(introductionsIn)).toEqual(Array(LOAD.sessions).fill(everyStep));
      expect(sessions.map(({ lasting }) => lasting.at(-1))).toEqual(Array(LOAD.sessions).fill(`response: ${ANSWER}`));
      expect(rateLimited).toBe(0);
    },
    PATIENCE_MS,
  );
});
