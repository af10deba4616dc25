import { createRecentMap } from "../../util/recent-map.js";

/** What somebody said, for an answer that quotes it. */
export interface Words {
  author: string;
  /** Markdown. */
  body: string;
}

/** What was said last, by message id: an answer that quotes it then costs no request of its own. */
export interface RecentWords {
  remember(messageId: string, words: Words): void;
  find(messageId: string): Words | undefined;
}

// People answer what they have just read; what is older, Linear is asked for.
const CAPACITY = 200;
// Bodies may be as long as a book, and a quote shows their beginning.
const MAX_CHARACTERS = 2_000;

export function createRecentWords(): RecentWords {
  const recent = createRecentMap<Words>(CAPACITY);
  return {
    remember: (messageId, { author, body }) => recent.set(messageId, { author, body: body.slice(0, MAX_CHARACTERS) }),
    find: (messageId) => recent.get(messageId),
  };
}
