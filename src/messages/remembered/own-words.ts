import type { LinearApi } from "../../api/operation.js";
import { updateComment, updateCommentPart } from "../../api/operations/comment-parts.js";
import { createComment } from "../../api/operations/comments.js";
import { isJsonObject, type JsonObject } from "../../util/json.js";
import { createRecentMap } from "../../util/recent-map.js";

/**
 * What this process has said in the threads of comments lately: integrations bring comments to other products, and some
 * bring them back under another author.
 */
export interface OwnWords {
  /** Whether the bot has just said this in the thread of a root comment. */
  areIn(rootId: string, body: string): boolean;
  /** Whether the bot has said anything in the thread since this was last asked. */
  takeSpoken(rootId: string): boolean;
  /** Notes a comment that is about to be created, by its `CommentCreateInput`. Anything else is passed over. */
  noteCreated(input: JsonObject): void;
  /** The API, with an ear for the comments that are written through it. */
  listen(api: LinearApi): LinearApi;
}

// Threads in which the bot speaks at the same time, and what it said there last.
const THREADS = 1_000;
const COMMENTS = 5_000;
const WORDS_IN_THREAD = 5;
// Shorter texts, such as "Done.", are said by many.
const SHORTEST = 12;

export function createOwnWords(): OwnWords {
  const words = createRecentMap<readonly string[]>(THREADS);
  const spoken = createRecentMap<true>(THREADS);
  const roots = createRecentMap<string>(COMMENTS);

  const note = (rootId: string, body: string): void => {
    spoken.set(rootId, true);
    words.set(rootId, [toWords(body), ...(words.get(rootId) ?? [])].slice(0, WORDS_IN_THREAD));
  };

  const noteCreated = ({ id, parentId, body }: JsonObject): void => {
    if (typeof id !== "string" || typeof body !== "string") return;
    const rootId = typeof parentId === "string" ? parentId : id;
    roots.set(id, rootId);
    note(rootId, body);
  };

  const hear = (operation: string, variables: object): void => {
    if (operation === createComment.name && "input" in variables && isJsonObject(variables.input)) {
      noteCreated(variables.input);
    }
    if (
      (operation === updateComment.name || operation === updateCommentPart.name) &&
      "id" in variables &&
      "body" in variables
    ) {
      const { id, body } = variables;
      const rootId = typeof id === "string" ? roots.get(id) : undefined;
      if (rootId !== undefined && typeof body === "string") note(rootId, body);
    }
  };

  return {
    areIn: (rootId, body) => {
      const heard = toWords(body);
      return heard.length >= SHORTEST && (words.get(rootId)?.includes(heard) ?? false);
    },
    takeSpoken: (rootId) => {
      const isSpoken = spoken.get(rootId) ?? false;
      spoken.delete(rootId);
      return isSpoken;
    },
    noteCreated,
    listen: (api) => ({
      execute: (operation, variables, options) => {
        hear(operation.name, variables);
        return api.execute(operation, variables, options);
      },
      watchBudget: () => api.watchBudget(),
    }),
  };
}

/** The letters and digits, since products write the same Markdown differently; as many as tell texts apart. */
const toWords = (body: string): string =>
  body
    .slice(0, 2_000)
    .replace(/[^\p{L}\p{N}]+/gu, "")
    .toLowerCase();
