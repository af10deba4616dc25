import type { LinearActorData } from "../messages/raw-message.js";
import type { LinearThread } from "../threads/thread-id.js";
import type { InboundParts } from "./inbound-parts.js";

/** Where bots may answer each other, and who speaks there now. */
export interface Turn {
  /** A root comment, an issue or a session, by UUID. */
  place: string;
  speaker: LinearActorData;
  /** Whether every turn of a bot counts, as in sessions, where each is answered, or those that the bot spoke in. */
  counts: "each" | "answered";
}

/**
 * The last net against loops: bots that answer each other stop after a number of turns in a row. A person who writes there
 * ends the row.
 */
export interface BotTurns {
  /**
   * Does the work on a turn. "stopped" and "refused" mean that it was not done; "stopped" is the first one of a row. The
   * state is asked about turns of bots only.
   */
  take(turn: Turn, work: () => Promise<void>): Promise<"taken" | "stopped" | "refused">;
}

type BotTurnsParts = Pick<InboundParts, "config" | "host" | "logger" | "ownWords">;

const LIFETIME_MS = 60 * 60 * 1_000;

export function createBotTurns({ config, host, logger, ownWords }: BotTurnsParts): BotTurns {
  const keyOf = (place: string): string => `linear:bot-turns:${place}`;

  /** The net costs nobody a message: without the state nothing is counted. */
  const tryTo = async <Value>(work: () => Promise<Value>): Promise<Value | undefined> => {
    try {
      return await work();
    } catch (error) {
      logger.debug("The turns between bots could not be counted", { error });
      return undefined;
    }
  };

  const takeOfPerson = async (place: string, work: () => Promise<void>): Promise<"taken"> => {
    const ended = tryTo(() => host.state().delete(keyOf(place)));
    try {
      await work();
    } finally {
      ownWords.takeSpoken(place);
      await ended;
    }
    return "taken";
  };

  const takeOfBot = async (
    { place, speaker, counts }: Turn,
    maxBotTurns: number,
    work: () => Promise<void>,
  ): Promise<"taken" | "stopped" | "refused"> => {
    if (maxBotTurns === 0) return "refused";
    const keep = (turns: number): Promise<unknown> => tryTo(() => host.state().set(keyOf(place), turns, LIFETIME_MS));
    const before = (await tryTo(() => host.state().get<number>(keyOf(place)))) ?? 0;
    // A job may have answered the last turn after its end.
    const turns = before + (ownWords.takeSpoken(place) ? 1 : 0);
    if (turns > maxBotTurns) return "refused";
    if (turns === maxBotTurns) {
      await keep(turns + 1);
      logger.warn(
        `Bots have answered each other ${maxBotTurns} times in a row, and no person has written there meanwhile: the bot hears no more of them until one does, or an hour has passed. The option maxBotTurns sets the number`,
        { place, speaker: speaker.displayName },
      );
      return "stopped";
    }
    if (counts === "each") await keep(turns + 1);
    try {
      await work();
    } finally {
      const isAnswered = ownWords.takeSpoken(place);
      if (counts === "answered" && (isAnswered || turns > before)) await keep(turns + (isAnswered ? 1 : 0));
    }
    return "taken";
  };

  return {
    take: (turn, work) => {
      const { maxBotTurns } = config;
      if (maxBotTurns === false) return work().then(() => "taken");
      return turn.speaker.type === "bot" ? takeOfBot(turn, maxBotTurns, work) : takeOfPerson(turn.place, work);
    },
  };
}

/** The place of a thread. Bots that mention each other open a session each time, so all sessions of an issue are one. */
export function placeOf(thread: LinearThread): string {
  switch (thread.kind) {
    case "issue":
      return thread.issueId;
    case "comment":
      return thread.commentId;
    case "session":
      return thread.issueId ?? thread.sessionId;
  }
}
