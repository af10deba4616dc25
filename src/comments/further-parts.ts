import type { LinearApi } from "../api/operation.js";
import {
  type CommentPart,
  listCommentParts,
  updateComment,
  updateCommentPart,
} from "../api/operations/comment-parts.js";
import { deleteComment, type WrittenComment } from "../api/operations/comments.js";
import { isLinearAdapterError } from "../errors.js";
import type { CommentThread } from "../threads/thread-id.js";
import { type CreateCommentParts, createCommentIn } from "./create-comment.js";
import { listPartIds, toPartId } from "./part-ids.js";

/** What a message has beside its first part. */
export interface FurtherParts {
  /** Those that are there, in their order. */
  found: readonly CommentPart[];
  /** The number of the first part that comes behind all of them. */
  next: number;
}

export const NO_FURTHER_PARTS: FurtherParts = { found: [], next: 1 };

/** How many parts are looked for at once: more than almost any message has. */
const BATCH = 24;

/** Changes the first part, which tells in the same request what further ones there are. */
export async function updateFirstPart(
  api: LinearApi,
  messageId: string,
  body: string,
): Promise<{ comment: WrittenComment; further: FurtherParts }> {
  const partIds = listPartIds(messageId, 1, BATCH);
  const { parts, ...comment } = await api.execute(updateComment, { id: messageId, body, partIds, limit: BATCH });
  return { comment, further: await readOn(api, messageId, partIds, parts) };
}

export async function findFurtherParts(api: LinearApi, messageId: string): Promise<FurtherParts> {
  const partIds = listPartIds(messageId, 1, BATCH);
  return await readOn(api, messageId, partIds, await listBatch(api, partIds));
}

const listBatch = (api: LinearApi, partIds: readonly string[]): Promise<CommentPart[]> =>
  api.execute(listCommentParts, { partIds, limit: BATCH });

/** Reads the next batch as long as there is something in the last one's second half. */
async function readOn(
  api: LinearApi,
  messageId: string,
  firstIds: readonly string[],
  firstFound: readonly CommentPart[],
): Promise<FurtherParts> {
  let ids = firstIds;
  let found = firstFound;
  const lastOf = (): number => Math.max(-1, ...found.map(({ id }) => ids.indexOf(id)));
  while (lastOf() >= ids.length - BATCH / 2) {
    const nextIds = listPartIds(messageId, ids.length + 1, BATCH);
    found = [...found, ...(await listBatch(api, nextIds))];
    ids = [...ids, ...nextIds];
  }
  const inOrder = [...found].sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id));
  return { found: inOrder, next: lastOf() + 2 };
}

/**
 * Brings a message's further parts to these texts: what is there is changed where it differs, what is missing is posted,
 * what is left over is deleted. New parts come behind all others, so that the order stays. Resolves to the parts' ids.
 */
export async function writeFurtherParts(
  place: CommentThread,
  messageId: string,
  bodies: readonly string[],
  { found, next }: FurtherParts,
  parts: CreateCommentParts,
): Promise<string[]> {
  const kept = found.slice(0, bodies.length);
  for (const [index, { id, body: before }] of kept.entries()) {
    const body = bodies[index] ?? before;
    if (body !== before) await parts.api.execute(updateCommentPart, { id, body });
  }
  const ids = kept.map(({ id }) => id);
  let number = next;
  for (const body of bodies.slice(found.length)) {
    const created = await createPart(place, messageId, number, body, parts);
    ids.push(created.id);
    number = created.number + 1;
  }
  await deleteParts(parts.api, found.slice(bodies.length));
  return ids;
}

/** Deletes parts, the last one first: what is left of a message whose deletion fails is its beginning. */
export async function deleteParts(api: LinearApi, found: readonly CommentPart[]): Promise<void> {
  for (const { id } of [...found].reverse()) {
    try {
      await api.execute(deleteComment, { id });
    } catch (error) {
      if (!isLinearAdapterError(error, "NOT_FOUND")) throw error;
    }
  }
}

/** Whether Linear gives the id of a deleted comment again is not documented: where it does not, the next number is free. */
const MAX_TAKEN = 5;

async function createPart(
  place: CommentThread,
  messageId: string,
  first: number,
  body: string,
  parts: CreateCommentParts,
): Promise<{ id: string; number: number }> {
  for (let number = first; ; number += 1) {
    const id = toPartId(messageId, number);
    try {
      await createCommentIn(place, id, body, parts);
      return { id, number };
    } catch (error) {
      if (!isTaken(error) || number === first + MAX_TAKEN) throw error;
    }
  }
}

/** An id that Linear refuses as known belongs to a comment that is not there. */
const isTaken = (error: unknown): boolean =>
  isLinearAdapterError(error, "NOT_FOUND") && error.facts.operation === "GetWrittenComment";
