import type { StateAdapter } from "chat";

/**
 * Which sessions were stopped, for all processes that share the state. A session is stopped from the moment a person
 * pressed Stop until the next prompt; what was asked before that moment is not started any more.
 */
export interface StopMarks {
  /** `at` is when Stop was pressed, as Linear says (ISO 8601). */
  mark(sessionId: string, at: string): Promise<void>;
  isStopped(sessionId: string): Promise<boolean>;
  /** A message written `at` comes in. A newer one than the stop ends it. Resolves to whether to handle the message. */
  admit(sessionId: string, at: string): Promise<boolean>;
}

const LIFETIME_MS = 24 * 60 * 60 * 1_000;

export function createStopMarks(state: () => StateAdapter): StopMarks {
  const keyOf = (sessionId: string): string => `linear:stop:${sessionId}`;

  return {
    mark: (sessionId, at) => state().set(keyOf(sessionId), at, LIFETIME_MS),
    isStopped: async (sessionId) => (await state().get(keyOf(sessionId))) !== null,
    admit: async (sessionId, at) => {
      const stoppedAt = await state().get<string>(keyOf(sessionId));
      if (stoppedAt === null) return true;
      if (Date.parse(at) <= Date.parse(stoppedAt)) return false;
      await state().delete(keyOf(sessionId));
      return true;
    },
  };
}
