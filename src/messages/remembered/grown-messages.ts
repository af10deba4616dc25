import type { Memory } from "../../util/memory.js";

/** Knows which messages an edit has made longer than one comment. The id of one that was posted so tells it itself. */
export interface GrownMessages {
  /** Remembers a message before its first further part is sent. */
  remember(messageId: string): Promise<void>;
  hasGrown(messageId: string): Promise<boolean>;
}

const LIFETIME_MS = 90 * 24 * 60 * 60 * 1_000;

export function createGrownMessages(memory: () => Memory): GrownMessages {
  const keyOf = (messageId: string): string => `linear:grown-message:${messageId}`;

  return {
    remember: (messageId) => memory().set(keyOf(messageId), true, LIFETIME_MS),
    hasGrown: async (messageId) => (await memory().get(keyOf(messageId))) !== null,
  };
}
