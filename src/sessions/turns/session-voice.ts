import type { Said } from "../speech/send-effect.js";
import type { SessionEffect } from "../speech/session-effect.js";
import type { SessionLine } from "../speech/session-line.js";
import type { Turn } from "./turn.js";

/** Says things in sessions. The one door to them: it knows the running turn, which keeps its posts until they are clear. */
export interface SessionVoice {
  /** Says one thing. Held posts of the running turn go first. */
  say(sessionId: string, effect: SessionEffect): Promise<Said>;
  /** Says what is the last word whatever runs, also when the session is stopped. */
  sayAlways(sessionId: string, effect: SessionEffect): Promise<Said>;
  /** Says something in passing, also while a post is prepared; it changes nothing of what is held. */
  sayBeside(sessionId: string, effect: SessionEffect): Promise<Said>;
  /**
   * Says what a bot posts, of which `prepare` gives the body. Outside a turn that is a response at once. Within one it is
   * held: the newest post goes out as the response when the turn is over, an earlier one as a thought when it goes on.
   */
  post(sessionId: string, prepare: () => Promise<string>): Promise<Said>;
  /** Changes a post that is still held. False where there is none of this id. */
  editHeld(sessionId: string, messageId: string, body: string): boolean;
  /** Forgets the ephemeral activities that were not sent yet. */
  dropEphemeral(sessionId: string): void;
  /** Sends what waits; resolves when nothing is under way to the session from this process. */
  flush(sessionId: string): Promise<void>;
}

export interface SessionVoiceParts {
  line: SessionLine;
  /** The turn that the current call is part of. */
  currentTurn: () => Turn | undefined;
}

export function createSessionVoice({ line, currentTurn }: SessionVoiceParts): SessionVoice {
  const runningTurnOf = (sessionId: string): Turn | undefined => {
    const turn = currentTurn();
    return turn?.sessionId === sessionId && !turn.over.aborted ? turn : undefined;
  };

  return {
    say: (sessionId, effect) => {
      const say = (): Promise<Said> => line.add(sessionId, effect);
      return runningTurnOf(sessionId)?.goOn(effect, say) ?? say();
    },
    sayAlways: line.addAlways,
    sayBeside: (sessionId, effect) => line.add(sessionId, effect),
    post: async (sessionId, prepare) => {
      const turn = runningTurnOf(sessionId);
      if (turn === undefined) return await line.add(sessionId, { kind: "response", body: await prepare() });
      return { kind: "held", ...(await turn.hold(prepare)) };
    },
    editHeld: (sessionId, messageId, body) => runningTurnOf(sessionId)?.editHeld(messageId, body) ?? false,
    dropEphemeral: line.dropEphemeral,
    flush: (sessionId) => line.flush([sessionId]),
  };
}
