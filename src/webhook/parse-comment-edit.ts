import { type PayloadPart, shownDate, shownPart, shownText } from "./payload-readers.js";

/** What a comment said before somebody changed it. */
export interface CommentEdit {
  previousBody: string;
  previouslyEditedAt: string | undefined;
}

/** The edit that an update tells, or undefined where the comment says what it has said. */
export function findEdit(payload: PayloadPart): CommentEdit | undefined {
  const [data, updatedFrom] = [shownPart(payload, "data"), shownPart(payload, "updatedFrom")];
  if (data === undefined || updatedFrom === undefined) return undefined;
  const [body, previousBody] = [shownText(data, "body"), shownText(updatedFrom, "body")];
  if (body === undefined || previousBody === undefined || saysTheSame(previousBody, body)) return undefined;
  return { previousBody, previouslyEditedAt: shownDate(updatedFrom, "editedAt") };
}

// Linear keeps in the body whether a box of a checklist is ticked, and may write the same text with other white space.
const CHECKBOX = /^((?:[ \t]|>)*(?:[-*+]|\d+[.)])[ \t]+)\[[ xX]\]/gm;

const saysTheSame = (one: string, other: string): boolean => wordsOf(one) === wordsOf(other);

const wordsOf = (body: string): string =>
  body
    .replaceAll("\r\n", "\n")
    .replace(CHECKBOX, "$1[ ]")
    .replace(/[ \t]+$/gm, "")
    .trim();
