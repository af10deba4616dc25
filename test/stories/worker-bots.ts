import type { Chat } from "chat";
import { aborted } from "../support/signal.js";
import { repairDoor, WORK } from "./door-session.js";
import type { WorkerSettings } from "./worker-settings.js";

/** Registers a bot's handlers, which note in `diary` what they see. */
export const workerBots: { [Works in WorkerSettings["works"]]: (bot: Chat, diary: string[]) => void } = {
  "in comments": (bot, diary) => {
    bot.onNewMention(async (thread, message) => {
      diary.push(`asked: ${message.text.replace("@helper ", "")}`);
      if (message.text.includes(WAIT)) await new Promise(() => {});
      await thread.post(`Answer to ${message.text.replace("@helper ", "")}`);
    });
  },
  "in sessions": (bot, diary) => {
    bot.onNewMention(async (thread, { text }) => {
      diary.push(`asked: ${text.replace("@helper ", "")}`);
      thread.signal?.addEventListener("abort", () => diary.push("aborted"));
      const isToWait = text.includes(WAIT);
      await thread.post(
        repairDoor(async (said) => {
          if (isToWait && said === WAITS_AFTER) await aborted(thread.signal);
        }),
      );
    });
    bot.onAgentSessionStopped(async () => void diary.push("told of the stop"));
  },
};

/** A request with these words is worked on up to the middle of the second step, until it is stopped. */
export const WAIT = "but wait before the oil";

const WAITS_AFTER = "Oil the hinges …";

/** What is then to be seen in the session. */
export const UNTIL_WAITING: readonly string[] = [...WORK.slice(0, 3), `action: ${WAITS_AFTER}`];
