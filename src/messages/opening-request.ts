import type { EventCommentChild, EventOf } from "../webhook/events.js";
import type { SessionTrigger } from "./raw-message.js";

/** What the person who opened a session asks for. */
export interface OpeningRequest {
  text: string;
  trigger: SessionTrigger;
  /** The comment that holds the text. */
  commentId: string | undefined;
  /** The passage that the comment is about, where Linear told. */
  quotedText: string | undefined;
}

/** Where the request stands: in the event, or in a comment that must be read first. */
export type OpeningRequestPlace =
  | { kind: "known"; request: OpeningRequest }
  | { kind: "in-comment"; commentId: string };

// The sentence that Linear puts at the head of a thread it opened for a session.
const ANCHOR = /^This thread is for an agent session with .+\.$/s;

/** Whether a comment is that sentence rather than somebody's words. Linear's own mark wins over the sentence. */
export function isSessionRoot(comment: { body: string; isArtificialAgentSessionRoot: boolean | undefined }): boolean {
  return comment.isArtificialAgentSessionRoot ?? ANCHOR.test(comment.body.trim());
}

/**
 * Finds the request of a `created` event: the mention (in a root comment, or in a reply that Linear names as the
 * source), else the delegated issue itself, else the prompt context. Mention and delegation have no field of their own.
 * https://linear.app/developers/agent-interaction
 */
export function findOpeningRequest(event: EventOf<"session.created">): OpeningRequestPlace {
  const { session } = event;
  if (session.sourceCommentId !== undefined) return findSourceComment(event, session.sourceCommentId);
  if (session.comment !== undefined) return { kind: "known", request: requestOfRoot(event, session.comment) };
  // Whether somebody or Linear wrote a comment that is only named is not known before it is read.
  if (session.commentId !== undefined) return { kind: "in-comment", commentId: session.commentId };
  return { kind: "known", request: requestOfIssue(event) };
}

type SpokenComment = Pick<EventCommentChild, "id" | "body" | "quotedText">;

/** The request of a `created` event whose comment had to be read first. */
export function requestIn(event: EventOf<"session.created">, comment: SpokenComment): OpeningRequest {
  if (event.session.sourceCommentId !== undefined) return toMention(comment);
  return requestOfRoot(event, { ...comment, isArtificialAgentSessionRoot: undefined });
}

function requestOfRoot(
  event: EventOf<"session.created">,
  root: SpokenComment & { isArtificialAgentSessionRoot: boolean | undefined },
): OpeningRequest {
  return isSessionRoot(root) ? requestOfIssue(event) : toMention(root);
}

const toMention = ({ id, body, quotedText }: SpokenComment): OpeningRequest => ({
  text: body,
  trigger: "mention",
  commentId: id,
  quotedText,
});

const requestOfIssue = ({ session, promptContext }: EventOf<"session.created">): OpeningRequest => ({
  text: textOfIssue(session.issue) ?? promptContext ?? "",
  trigger: session.creator ? "delegation" : "automation",
  commentId: undefined,
  quotedText: undefined,
});

function findSourceComment(event: EventOf<"session.created">, commentId: string): OpeningRequestPlace {
  const candidates = [event.session.comment, ...event.previousComments];
  const source = candidates.find((comment) => comment?.id === commentId);
  return source ? { kind: "known", request: toMention(source) } : { kind: "in-comment", commentId };
}

/** A delegated issue is its own request. */
export function textOfIssue(
  issue: { title: string | undefined; description: string | undefined } | undefined,
): string | undefined {
  const parts = [issue?.title, issue?.description].filter((part) => part !== undefined && part.trim() !== "");
  return parts.length === 0 ? undefined : parts.join("\n\n");
}
