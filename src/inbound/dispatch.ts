import type { Author, Message, WebhookOptions } from "chat";
import type { Identity } from "../credentials/auth.js";
import { readOverlap } from "../leases/overlap.js";
import type { LinearRawMessage } from "../messages/raw-message.js";
import type { AnsweredAction } from "../questions/answered-action.js";
import { threadFacts } from "../threads/thread-facts.js";
import { parseThread } from "../threads/thread-id.js";
import type { Awaitable } from "../util/awaitable.js";
import type { Arrival, Handled } from "./arrival.js";
import type { InboundParts } from "./inbound-parts.js";
import type { HandOver } from "./preparation.js";

type HandleParts = Pick<InboundParts, "facts" | "host" | "organizations" | "sessions">;

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
  options: WebhookOptions,
): Promise<void> {
  const { raw, threadId } = message;
  parts.recentWords.remember(message.id, { author: message.author.fullName, body: raw.comment.body });
  const arrival = toArrival({ threadId, at: raw.comment.createdAt }, identity, parts);
  await runIn(threadId, identity, parts, async () => {
    const remembered = rememberThread(threadId, identity, parts);
    try {
      await parts.order.handle(message, arrival);
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
): Arrival {
  const { organizationId } = identity;
  return {
    threadId,
    organizationId,
    at,
    handle: (message) => runIn(message.threadId, identity, parts, () => handleMessage(message, parts)),
  };
}

/** Handles one message; in a session that is a turn. */
function handleMessage(message: Message<LinearRawMessage>, { host, sessions }: HandleParts): Promise<Handled> {
  const { raw, threadId } = message;
  // Our own claim has seen to duplicates; the chat's claim would drop what Linear sends again after a crash.
  const handle = (): Promise<void> =>
    Promise.resolve(host.chat().processMessage(host.adapter(), threadId, message, { deduplicate: false }));
  switch (raw.kind) {
    case "comment":
      return handle().then(() => OVER);
    case "agent_session_comment": {
      const { agentSessionId: sessionId, comment } = raw;
      const drainsQueue = readOverlap(host.chat()).kind === "together";
      return new Promise((resolve, reject) => {
        const onAnswered = (): void => resolve({ over });
        const options = { drainsQueue, isFailure, onAnswered };
        const over: Promise<void> = sessions.turns.run({ sessionId, threadId, at: comment.createdAt }, handle, options);
        over.catch(reject);
      });
    }
  }
}

const OVER: Handled = { over: Promise.resolve() };

// A message that the chat drops because another is being handled is no failure of the turn that goes on.
const isFailure = (error: unknown): boolean => !(error instanceof Error && error.name === "LockError");

/** Who gave an answer, and with what: `raw` is a session's prompt, a comment or a reaction. */
export interface Answer {
  author: Author;
  raw: unknown;
  /** When it was given, ISO 8601. */
  at: string;
}

/** Hands an answer to the bot's action handlers; in a session this is a turn, as a message is. */
export async function dispatchAction(
  action: AnsweredAction,
  { author, raw, at }: Answer,
  identity: Identity,
  parts: DispatchParts,
  options: WebhookOptions,
): Promise<void> {
  const { host, sessions } = parts;
  const { actionId, value, messageId, threadId, isCallback } = action;
  const handle = (): Promise<void> =>
    host.chat().processAction(
      {
        adapter: host.adapter(),
        actionId,
        ...(value === undefined ? {} : { value }),
        messageId,
        threadId,
        user: author,
        raw,
      },
      undefined,
    );
  const handleInThread = (): Promise<void> => {
    const thread = parseThread(threadId);
    switch (thread.kind) {
      case "issue":
      case "comment":
        return handle();
      case "session":
        // The code that is called back speaks next: to say meanwhile that there is no answer would be wrong.
        // The answer may be what the running turn waits for.
        return parts.order.beside({ threadId, organizationId: identity.organizationId, at }, () =>
          sessions.turns.run({ sessionId: thread.sessionId, threadId, at }, handle, { mayBeSilent: isCallback }),
        );
    }
  };

  await runIn(threadId, identity, parts, async () => {
    await rememberThread(threadId, identity, parts);
    await unlessLogged(options, handleInThread);
  });
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
