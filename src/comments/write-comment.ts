import type { RawMessage } from "chat";
import { deleteComment, type WrittenComment } from "../api/operations/comments.js";
import { authorNodeToActor, LINEAR } from "../messages/author.js";
import type { LinearRawMessage } from "../messages/raw-message.js";
import type { GrownMessages } from "../messages/remembered/grown-messages.js";
import { type CommentThread, formatThread } from "../threads/thread-id.js";
import { type CreateCommentParts, createCommentIn } from "./create-comment.js";
import {
  deleteParts,
  type FurtherParts,
  findFurtherParts,
  NO_FURTHER_PARTS,
  updateFirstPart,
  writeFurtherParts,
} from "./further-parts.js";
import { isSplitId, toSplitId } from "./part-ids.js";

export interface CommentParts extends CreateCommentParts {
  /** The id of the next comment in a thread. */
  newId: (place: string) => string;
  splitBody: (body: string) => string[];
  grownMessages: GrownMessages;
}

export type SentComment = RawMessage<LinearRawMessage>;

/** A message that is written: its first comment stands for it. */
export interface WrittenMessage {
  sent: SentComment;
  /** The ids of the comments that it goes on in. */
  furtherIds: readonly string[];
}

/** Posts a comment, or several in order when the body is longer than one should be. */
export async function postMessage(thread: CommentThread, body: string, parts: CommentParts): Promise<WrittenMessage> {
  const [first = body, ...rest] = parts.splitBody(body);
  const newId = parts.newId(formatThread(thread));
  const id = rest.length === 0 ? newId : toSplitId(newId);
  const sent = await postComment(thread, id, first, parts);
  return { sent, furtherIds: await writeRest(thread, sent, rest, NO_FURTHER_PARTS, parts) };
}

/** Replaces a message's text, in as many comments as it takes now. */
export async function editMessage(
  thread: CommentThread,
  messageId: string,
  body: string,
  parts: CommentParts,
): Promise<WrittenMessage> {
  const [first = body, ...rest] = parts.splitBody(body);
  const { sent, further } = await editFirst(thread, messageId, first, parts);
  return { sent, furtherIds: await writeRest(thread, sent, rest, further, parts) };
}

/** Deletes a message with all its comments. */
export async function deleteMessage(
  messageId: string,
  parts: Pick<CommentParts, "api" | "grownMessages">,
): Promise<void> {
  if (isSplitId(messageId) || (await parts.grownMessages.hasGrown(messageId))) {
    await deleteParts(parts.api, (await findFurtherParts(parts.api, messageId)).found);
  }
  await parts.api.execute(deleteComment, { id: messageId });
}

/** Posts one comment, under an id of ours. */
export const postComment = async (
  thread: CommentThread,
  id: string,
  body: string,
  parts: CreateCommentParts,
): Promise<SentComment> => toSentMessage(thread, await createCommentIn(thread, id, body, parts));

/** Changes a message's first comment, and tells what further ones there are. */
export async function editFirst(
  thread: CommentThread,
  messageId: string,
  body: string,
  { api }: Pick<CommentParts, "api">,
): Promise<{ sent: SentComment; further: FurtherParts }> {
  const { comment, further } = await updateFirstPart(api, messageId, body);
  return { sent: toSentMessage(thread, comment), further };
}

/** Writes what follows a message's first comment, in the thread of that comment. */
export async function writeRest(
  { issueId }: CommentThread,
  sent: SentComment,
  bodies: readonly string[],
  further: FurtherParts,
  parts: CommentParts,
): Promise<string[]> {
  const { id, parentId: commentId = id } = sent.raw.comment;
  const isGrowing = further.found.length === 0 && bodies.length > 0;
  if (isGrowing && !isSplitId(id)) await parts.grownMessages.remember(id);
  return await writeFurtherParts({ kind: "comment", issueId, commentId }, id, bodies, further, parts);
}

/** Makes the Chat SDK's sent message of a written comment. Its thread is the one that an answer to it comes in. */
function toSentMessage(thread: CommentThread, comment: WrittenComment): SentComment {
  const { author, ...written } = comment;
  return {
    id: comment.id,
    threadId: formatThread({ kind: "comment", issueId: thread.issueId, commentId: comment.parentId ?? comment.id }),
    raw: {
      kind: "comment",
      organizationId: author?.organizationId ?? "",
      comment: { ...written, issueId: thread.issueId, user: author ? authorNodeToActor(author) : LINEAR },
    },
  };
}
