import type { Memory } from "../util/memory.js";
import { type Choice, callbackToken, callbackValue } from "./question.js";

/**
 * The callbacks of an approval's buttons. The chat keeps one record per button and deletes it with the first click, also
 * when `requestApproval` then finds that this person may not decide and waits on: nobody else could decide so any more.
 * Each answer to an approval gets a record of its own instead; `requestApproval` decides whose counts.
 */
export interface Callbacks {
  /** Copies of the chat's records of these choices, by token; `undefined` when the chat does not have all of them. */
  copy(choices: readonly Choice[]): Promise<Readonly<Record<string, unknown>> | undefined>;
  /** The choice's value for one answer: a new token with a copy behind it. */
  renew(choice: Choice, copies: Readonly<Record<string, unknown>>): Promise<string | undefined>;
}

// Chat 4.41 keeps its records here. With a chat that keeps them elsewhere, an approval takes one answer, as on Slack.
const recordKey = (token: string): string => `chat:callback:${token}`;

// The chat uses most records up at once; this lifetime is for one that it does not get to.
const RENEWED_LIFETIME_MS = 10 * 60 * 1_000;

export function createCallbacks(state: () => Memory, newId: () => string): Callbacks {
  return {
    copy: async (choices) => {
      const tokens = choices.map(callbackToken).filter((token) => token !== undefined);
      const records = await Promise.all(tokens.map((token) => state().get(recordKey(token))));
      if (records.includes(null)) return undefined;
      return Object.fromEntries(tokens.map((token, index) => [token, records[index]]));
    },
    renew: async (choice, copies) => {
      const record = copies[callbackToken(choice) ?? ""];
      if (record === undefined) return choice.value;
      const token = newId();
      await state().set(recordKey(token), record, RENEWED_LIFETIME_MS);
      return callbackValue(token);
    },
  };
}
