import type { AdapterPostableMessage, Logger, RawMessage } from "chat";
import type { LinearRawMessage } from "../messages/raw-message.js";
import { type Asking, askInSession, type KeepQuestion } from "../questions/ask.js";
import type { PendingQuestions } from "../questions/pending-questions.js";
import type { Choice, Question } from "../questions/question.js";
import { whatChanged } from "../questions/what-changed.js";
import { readCardQuestion } from "../render/card-choices.js";
import type { SessionEffect } from "../sessions/session-effect.js";
import { type SessionThread, toSessionMessage, type UnsentMessage } from "../sessions/session-message.js";
import type { SessionVoice } from "../sessions/session-voice.js";
import { planMessageId } from "./plan-messages.js";
import type { RenderOutgoing } from "./render-outgoing.js";

/** What the bot posts in agent sessions, cards with choices among it. `threadId` is the thread as the bot named it. */
export interface SessionPosts {
  post(thread: SessionThread, message: AdapterPostableMessage, threadId: string): Promise<RawMessage<LinearRawMessage>>;
  /**
   * What was said stays: what changed follows, unless it was not sent yet. A question whose message is edited is
   * settled, and a card with choices asks anew.
   */
  edit(
    thread: SessionThread,
    messageId: string,
    message: AdapterPostableMessage,
    threadId: string,
  ): Promise<RawMessage<LinearRawMessage>>;
}

export interface SessionPostsParts {
  voice: SessionVoice;
  render: RenderOutgoing;
  unsent: () => UnsentMessage;
  pending: PendingQuestions;
  keepQuestion: KeepQuestion;
  logger: Pick<Logger, "warn">;
}

export function createSessionPosts(parts: SessionPostsParts): SessionPosts {
  const { voice, render, unsent, pending, keepQuestion, logger } = parts;

  const ask = async (
    thread: SessionThread,
    asking: Asking,
    threadId: string,
  ): Promise<RawMessage<LinearRawMessage>> => {
    const body = await render(asking.message);
    const performed = await voice.perform(thread.sessionId, toElicitation(body, asking.choices));
    const sent = toSessionMessage(thread, performed, unsent());
    // A stopped turn asks nothing.
    if (performed.kind === "activity") await keepQuestion({ threadId, messageId: sent.id, body }, asking, thread);
    return sent;
  };

  const say = async (thread: SessionThread, prepare: () => Promise<string>): Promise<RawMessage<LinearRawMessage>> => {
    const approval = await findUndecided(thread, parts);
    const performed = await (approval
      ? voice.perform(thread.sessionId, toElicitation(await prepare(), approval.choices))
      : voice.post(thread.sessionId, prepare));
    return toSessionMessage(thread, performed, unsent());
  };

  const followUp = async (
    thread: SessionThread,
    messageId: string,
    body: string,
    question: Question | undefined,
  ): Promise<RawMessage<LinearRawMessage>> => {
    if (voice.editHeld(thread.sessionId, messageId, body)) {
      return toSessionMessage(thread, { kind: "held", id: messageId, body }, unsent());
    }
    const news = question === undefined ? body : whatChanged(question.body, body);
    if (news === "") return toSessionMessage(thread, undefined, { ...unsent(), id: messageId });
    return await say(thread, async () => news);
  };

  return {
    post: async (thread, message, threadId) => {
      const question = readCardQuestion(message);
      return question === undefined
        ? await say(thread, () => render(message))
        : await ask(thread, askInSession(question), threadId);
    },
    edit: async (thread, messageId, message, threadId) => {
      // A plan changes by its own steps, and texts that stand for it say nothing new.
      if (messageId === planMessageId(thread.sessionId)) {
        return toSessionMessage(thread, undefined, { ...unsent(), id: messageId });
      }
      const before = await pending.findByMessage(messageId);
      if (before) await pending.settle(before);
      const next = readCardQuestion(message);
      if (next) return await ask(thread, askInSession(next), threadId);
      const body = await render(message);
      const sent = await followUp(thread, messageId, body, before);
      if (before) await rememberBody(before, body, pending, logger);
      return sent;
    },
  };
}

/**
 * The approval of this session that somebody has answered and that still waits: whoever answered may not decide, and
 * what the bot says next says so. It is asked again with that, or Linear would show the session as complete.
 */
async function findUndecided(
  thread: SessionThread,
  { pending, logger }: SessionPostsParts,
): Promise<Question | undefined> {
  try {
    const question = await pending.findIn(thread);
    if (question?.callbacks === undefined) return undefined;
    return (await pending.takeBackAnswered(question)) ? question : undefined;
  } catch (error) {
    logger.warn("Whether an approval still waits could not be looked up; a message is posted without its options", {
      error,
    });
    return undefined;
  }
}

/**
 * It is not documented whether the label or the value of the option comes back, so they are the same. What the bot's
 * handler gets as value stays here: it may be a token. https://linear.app/developers/agent-signals
 */
function toElicitation(body: string, choices: readonly Choice[]): SessionEffect {
  const options = choices.map(({ label }) => ({ label, value: label }));
  return { kind: "elicitation", body, signal: { kind: "select", options } };
}

async function rememberBody(
  question: Question,
  body: string,
  pending: PendingQuestions,
  logger: Pick<Logger, "warn">,
): Promise<void> {
  try {
    await pending.rememberBody(question, body);
  } catch (error) {
    logger.warn("What an edited message says could not be kept; its next edit may repeat some of it", { error });
  }
}
