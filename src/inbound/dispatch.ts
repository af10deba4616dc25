import type { Author, Message } from "chat";
import type { Identity } from "../credentials/auth.js";
import { readOverlap } from "../leases/overlap.js";
import type { Room } from "../leases/rooms.js";
import type { LinearRawMessage } from "../messages/raw-message.js";
import type { AnsweredAction } from "../questions/answered-action.js";
import type { RunOptions } from "../sessions/turns/turns.js";
import { threadFacts } from "../threads/thread-facts.js";
import { parseThread } from "../threads/thread-id.js";
import type { Awaitable } from "../util/awaitable.js";
import { type Arrival, type Handled, OVER } from "./arrival.js";
import { withSignal } from "./chat-with-signal.js";
import { handToChat, isLockError } from "./hand-to-chat.js";
import type { InboundParts } from "./inbound-parts.js";
import type { HandOver, HandOverOptions, InboxRun } from "./preparation.js";
import { runStoppable } from "./stoppable.js";

type HandleParts = Pick<InboundParts, "clock" | "facts" | "host" | "organizations" | "sessions">;

export type DispatchParts = HandleParts &
  Pick<InboundParts, "logger" | "order" | "recentWords" | "threadOrganizations">;

/**
 * Hands a message to the bot's handlers, in the scope of its organization, when its thread has no other turn. Resolves when
 * they are done, or when the message is left to whoever has the turn.
 */
export async function dispatchMessage(
  message: Message<LinearRawMessage>,
  identity: Identity,
  parts: DispatchParts,
  options: HandOverOptions,
): Promise<void> {
  const { raw, threadId } = message;
  parts.recentWords.remember(message.id, { author: message.author.fullName, body: raw.comment.body });
  const { fromInbox } = options;
  const arrival = toArrival({ threadId, at: raw.comment.createdAt }, identity, parts, fromInbox);
  const { alone, handle } = parts.order;
  if (fromInbox !== undefined && fromInbox.attempt > 1) raw.attempt = fromInbox.attempt;
  await runIn(threadId, identity, parts, async () => {
    const remembered = rememberThread(threadId, identity, parts);
    try {
      await (fromInbox ? alone(arrival, () => arrival.handle(message, undefined)) : handle(message, arrival));
    } catch (error) {
      // The chat has logged it; a host that asks for the errors gets them as well.
      if (options.propagateHandlerErrors) throw error;
    } finally {
      await remembered;
    }
  });
}

/** How the messages of a thread are handled, on behalf of this identity. */
export function toArrival(
  { threadId, at }: Pick<Arrival, "threadId" | "at">,
  identity: Identity,
  parts: HandleParts,
  fromInbox?: InboxRun,
): Arrival {
  const { organizationId } = identity;
  return {
    threadId,
    organizationId,
    at,
    handle: (message, room) =>
      runIn(message.threadId, identity, parts, () => handleMessage(message, room, parts, fromInbox)),
  };
}

/** Handles one message; in a session that is a turn. */
function handleMessage(
  message: Message<LinearRawMessage>,
  room: Room | undefined,
  parts: HandleParts,
  fromInbox: InboxRun | undefined,
): Promise<Handled> {
  const { host } = parts;
  const { raw, threadId } = message;
  const { createdAt: at } = raw.comment;
  return handleInThread({ threadId, at }, parts, () => handToChat(message, room, host), {
    drainsQueue: readOverlap(host.chat()).kind === "together",
    // A message that the chat drops because another is being handled is no failure of the turn that goes on.
    isFailure: fromInbox ? NEVER : (error) => room !== undefined || !isLockError(error),
  });
}

/** Handles something in a thread; in a session that is a turn, of which only a job may be waited for in the end. */
function handleInThread(
  { threadId, at }: Pick<Arrival, "threadId" | "at">,
  { sessions }: HandleParts,
  handle: () => Promise<void>,
  options: RunOptions,
): Promise<Handled> {
  const thread = parseThread(threadId);
  switch (thread.kind) {
    case "issue":
    case "comment":
      return handle().then(() => OVER);
    case "session":
      return new Promise((resolve, reject) => {
        const onAnswered = (): void => resolve({ over });
        const message = { sessionId: thread.sessionId, threadId, at };
        const over: Promise<void> = sessions.turns.run(message, handle, { ...options, onAnswered });
        over.catch(reject);
      });
  }
}

/** What an inbox hands over has not failed before its last try has. */
const NEVER = (): boolean => false;

/** Who gave an answer, and with what: `raw` is a session's prompt, a comment or a reaction. */
export interface Answer {
  author: Author;
  raw: unknown;
  /** When it was given, ISO 8601. */
  at: string;
}

/** Hands an answer to the bot's action handlers, at once: it may be what the running turn waits for. */
export async function dispatchAction(
  action: AnsweredAction,
  answer: Answer,
  identity: Identity,
  parts: DispatchParts,
  options: HandOverOptions,
): Promise<void> {
  const { threadId, isCallback } = action;
  const { fromInbox } = options;
  const { alone, handleAtOnce } = parts.order;
  const arrival = toArrival({ threadId, at: answer.at }, identity, parts);
  const run = (signal: AbortSignal): Promise<Handled> =>
    // The code that is called back speaks next: to say meanwhile that there is no answer would be wrong.
    handleInThread(arrival, parts, () => handleAction(action, answer, parts, signal), {
      mayBeSilent: isCallback,
      ...(fromInbox && { isFailure: NEVER }),
    });
  await runIn(threadId, identity, parts, async () => {
    await rememberThread(threadId, identity, parts);
    await unlessLogged(options, () =>
      (fromInbox ? alone : handleAtOnce)(arrival, () => runUntilStopped(arrival, run, parts)),
    );
  });
}

/** Only sessions can be stopped. */
function runUntilStopped(
  { threadId, at }: Arrival,
  run: (signal: AbortSignal) => Promise<Handled>,
  parts: HandleParts,
): Promise<Handled> {
  const thread = parseThread(threadId);
  switch (thread.kind) {
    case "issue":
    case "comment":
      return run(new AbortController().signal);
    case "session":
      return runStoppable({ sessionId: thread.sessionId, threadId, at }, run, parts);
  }
}

function handleAction(
  { actionId, value, messageId, threadId }: AnsweredAction,
  { author, raw }: Answer,
  { host }: HandleParts,
  signal: AbortSignal,
): Promise<void> {
  const event = {
    adapter: host.adapter(),
    actionId,
    ...(value === undefined ? {} : { value }),
    messageId,
    threadId,
    user: author,
    raw,
  };
  return withSignal(host.chat(), signal).processAction(event, undefined);
}

/** What a message is to the bot: an action when it answers one of its cards, else a message. */
export async function asMessageOrAnswer(
  message: Message<LinearRawMessage>,
  identity: Identity,
  parts: DispatchParts & Pick<InboundParts, "questions">,
): Promise<HandOver> {
  const action = await parts.questions.answers.takeMessage(message, identity);
  if (action === undefined) return (options) => dispatchMessage(message, identity, parts, options);
  const { author, raw } = message;
  return (options) => dispatchAction(action, { author, raw, at: raw.comment.createdAt }, identity, parts, options);
}

/** Runs work on a thread, in the scope of its organization. */
export function runIn<Result>(
  threadId: string,
  identity: Identity,
  { facts, organizations }: Pick<InboundParts, "facts" | "organizations">,
  work: () => Promise<Result>,
): Promise<Result> {
  return facts.run(threadFacts(threadId), () => organizations.runAs(identity, work));
}

/** Keeps the organization of a thread, for jobs. Never rejects. */
export function rememberThread(
  threadId: string,
  { organizationId }: Identity,
  { threadOrganizations, logger }: DispatchParts,
): Awaitable<void> {
  return threadOrganizations.remember(threadId, organizationId)?.catch((error: unknown) => {
    logger.warn("The organization of a thread could not be kept; later jobs need withInstallation", {
      threadId,
      organizationId,
      error,
    });
  });
}

/** Swallows errors of the chat's handlers, which the chat has logged; a host that asks for them gets them as well. */
export async function unlessLogged(
  { propagateHandlerErrors }: { propagateHandlerErrors?: boolean },
  work: () => Promise<void> | void,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (propagateHandlerErrors) throw error;
  }
}
