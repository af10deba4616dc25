import { createHash } from "node:crypto";

/*
 * A message that is longer than one comment stands in several. The ids of all but the first follow from the id of the
 * first, so that every process finds them, and a second sending makes none of them twice.
 * docs/decisions/0019-parts-have-derived-ids.md
 */

/** The one id that follows from a text. */
export const toDerivedId = (text: string): string => toUuid(digest(text));

/** The id of a message's further part; they are numbered from 1. */
export const toPartId = (messageId: string, number: number): string => toDerivedId(`part ${number} of ${messageId}`);

/** The ids of that many further parts, from a number on. */
export const listPartIds = (messageId: string, first: number, count: number): string[] =>
  Array.from({ length: count }, (_, index) => toPartId(messageId, first + index));

/** Makes the id of a message that has further parts as it is posted: anybody can tell by looking at it. */
export function toSplitId(newId: string): string {
  const id = toUuid(digest(newId));
  return id.slice(0, -MARK_LENGTH) + markOf(id);
}

/** Whether a message was posted in several parts. One that was edited to several has an ordinary id. */
export const isSplitId = (messageId: string): boolean => messageId.endsWith(markOf(messageId));

// One ordinary id in 16 million looks marked, which costs a request when it is deleted.
const MARK_LENGTH = 6;

const markOf = (id: string): string => digest(`mark of ${id.slice(0, -MARK_LENGTH)}`).slice(0, MARK_LENGTH);

const digest = (text: string): string => createHash("sha256").update(text).digest("hex");

/** In the form of version 4, which is what Linear's schema asks for in `CommentCreateInput.id`. */
function toUuid(hex: string): string {
  const variant = "89ab".charAt(Number.parseInt(hex.charAt(16), 16) % 4);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join("-");
}
