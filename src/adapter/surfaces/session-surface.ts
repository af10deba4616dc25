import { type AdapterPostableMessage, type Logger, NotImplementedError, type PlanModel } from "chat";
import type { RenderOutgoing } from "../../messages/render-outgoing.js";
import { type Asking, askApproval, askInSession } from "../../questions/ask.js";
import type { Questions } from "../../questions/create-questions.js";
import type { Question } from "../../questions/question.js";
import { whatChanged } from "../../questions/what-changed.js";
import { readCardQuestion } from "../../render/card-choices.js";
import type { Sessions } from "../../sessions/create-sessions.js";
import { toSessionMessage, type UnsentMessage } from "../../sessions/sent-message.js";
import { renderPlan, toPlanSteps } from "../../sessions/speech/plan.js";
import type { Said } from "../../sessions/speech/send-effect.js";
import { TurnStopped } from "../../sessions/turns/stop-watch.js";
import { formatThread, type SessionThread } from "../../threads/thread-id.js";
import type { Lookup } from "./lookup.js";
import type { WithQuote } from "./quoting.js";
import { findUndecided, rememberBody, toElicitation } from "./session-questions.js";
import { createSessionReactions, type SessionReactionsParts } from "./session-reactions.js";
import { aroundUploadIn, type SessionUploadsParts, showFilesIn } from "./session-uploads.js";
import type { Sent, Surface } from "./surface.js";

export interface SessionSurfaceParts extends SessionReactionsParts, SessionUploadsParts {
  sessions: Pick<Sessions, "stopMarks" | "stream" | "voice">;
  questions: Pick<Questions, "keepQuestion" | "pending">;
  /** @throws {LinearAdapterError} `NOT_INITIALIZED` */
  state: () => unknown;
  lookup: Lookup;
  render: RenderOutgoing;
  withQuote: WithQuote;
  /** Stands in for the facts of a message that is not sent: not yet, or because its turn was stopped. */
  unsent: () => UnsentMessage;
  logger: Pick<Logger, "debug" | "warn">;
}

const TYPING_TEXT = "Thinking…";

/** The id of a session's plan as a message. A session has one plan, as a property of its own. */
const planMessageId = (sessionId: string): string => `plan:${sessionId}`;

/**
 * Speaks in agent sessions. What was said there stays: an edit posts what it changes, unless the edited post was not
 * sent yet. Cards with choices ask with Linear's own options.
 */
export function createSessionSurface(parts: SessionSurfaceParts): Surface<SessionThread> {
  const { lookup, render, unsent, logger } = parts;
  const { voice, stream } = parts.sessions;
  const { keepQuestion, pending } = parts.questions;

  const renderIn = ({ sessionId }: SessionThread, message: AdapterPostableMessage): Promise<string> =>
    render(message, aroundUploadIn(sessionId, parts));
  const toSent = (thread: SessionThread, said: Said | undefined): Sent => toSessionMessage(thread, said, unsent());
  /** Stands for a message of which an edit says nothing new. */
  const unchanged = (thread: SessionThread, id: string): Sent =>
    toSessionMessage(thread, undefined, { ...unsent(), id });

  const ask = async (thread: SessionThread, asking: Asking, body: string, threadId: string): Promise<Sent> => {
    // The state has to be there before anything is asked: a question that is not kept has no answer.
    parts.state();
    const said = await voice.say(thread.sessionId, toElicitation(body, asking.choices));
    const sent = toSent(thread, said);
    // A stopped turn asks nothing.
    if (said.kind === "activity") {
      const asked = { threadId, messageId: sent.id, body, askedAt: said.activity.createdAt };
      await keepQuestion(asked, asking, thread);
    }
    return sent;
  };

  const say = async (thread: SessionThread, prepare: () => Promise<string>): Promise<Sent> => {
    const approval = await findUndecided(thread, pending, logger);
    const said = await (approval
      ? voice.say(thread.sessionId, toElicitation(await prepare(), approval.choices))
      : voice.post(thread.sessionId, prepare));
    return toSent(thread, said);
  };

  const followUp = async (
    thread: SessionThread,
    messageId: string,
    body: string,
    question: Question | undefined,
  ): Promise<Sent> => {
    if (voice.editHeld(thread.sessionId, messageId, body)) return toSent(thread, { kind: "held", id: messageId, body });
    const news = question === undefined ? body : whatChanged(question.body, body);
    return news === "" ? unchanged(thread, messageId) : await say(thread, async () => news);
  };

  /** Linear's plan holds what is to be done and how it stands: details and outputs have no place in it. */
  const setPlan = async (thread: SessionThread, plan: PlanModel): Promise<Sent> => {
    const steps = await Promise.all(
      toPlanSteps(plan).map(async (step) => ({ ...step, content: await render(step.content) })),
    );
    await voice.say(thread.sessionId, { kind: "plan", steps });
    const sent = unchanged(thread, planMessageId(thread.sessionId));
    return { ...sent, raw: { ...sent.raw, comment: { ...sent.raw.comment, body: renderPlan(plan.title, steps) } } };
  };

  /** What a person stops while its files are uploaded is silenced, as what is stopped before it is sent. */
  const unlessStopped = async (thread: SessionThread, speak: () => Promise<Sent>): Promise<Sent> => {
    try {
      return await speak();
    } catch (error) {
      if (error instanceof TurnStopped) return toSent(thread, { kind: "silenced" });
      throw error;
    }
  };

  /** Says a message, as `renderPost` writes it; a card with choices asks. */
  const speak = (
    thread: SessionThread,
    message: AdapterPostableMessage,
    threadId: string,
    renderPost: (message: AdapterPostableMessage) => Promise<string>,
  ): Promise<Sent> =>
    unlessStopped(thread, async () => {
      const question = readCardQuestion(message);
      if (question === undefined) return await say(thread, () => renderPost(message));
      const asking = askInSession(question);
      return await ask(thread, asking, await renderPost(asking.message), threadId);
    });

  const edit: Surface<SessionThread>["edit"] = async (thread, messageId, message, threadId) => {
    // An edit of the plan's message is void: a plan changes by its own steps, and texts that stand for it say nothing
    // new.
    if (messageId === planMessageId(thread.sessionId)) return unchanged(thread, messageId);
    const next = readCardQuestion(message);
    const asking = next && askInSession(next);
    const body = await renderIn(thread, asking?.message ?? message);
    // A question whose message is edited is settled, and a card with choices asks anew.
    const before = await pending.findByMessage(messageId);
    if (before) await pending.settle(before);
    if (asking) return await ask(thread, asking, body, threadId);
    const sent = await followUp(thread, messageId, body, before);
    if (before) await rememberBody(before, body, pending, logger);
    return sent;
  };

  return {
    post: (thread, message, threadId) => speak(thread, message, threadId, (post) => renderIn(thread, post)),
    reply: (thread, messageId, message, threadId) =>
      speak(thread, message, threadId, async (post) =>
        parts.withQuote(await renderIn(thread, post), messageId, () => lookup.fetchSessionMessage(thread, messageId)),
      ),
    edit: (...call) => unlessStopped(call[0], () => edit(...call)),
    delete: async () => {
      throw new NotImplementedError("What was said in a Linear agent session cannot be deleted", "deleteMessage");
    },
    stream: async (thread, chunks, options) => {
      const { said, question } = await stream(
        thread,
        showFilesIn(thread.sessionId, chunks, options.signal, parts),
        options,
      );
      const sent = toSent(thread, said);
      // A stopped turn asks nothing.
      if (question && said?.kind === "activity") {
        const asked = {
          threadId: formatThread(thread),
          messageId: sent.id,
          body: said.body,
          askedAt: said.activity.createdAt,
        };
        await keepQuestion(asked, askApproval(question, false), thread);
      }
      return sent;
    },
    startTyping: async (thread, status) => {
      try {
        const body = status?.trim() || TYPING_TEXT;
        await voice.say(thread.sessionId, { kind: "thought", body, ephemeral: true });
      } catch (error) {
        // A sign of life that fails is only logged: it is not worth a turn.
        const { sessionId } = thread;
        logger.warn("The agent session could not be told that the bot is working", { sessionId, error });
      }
    },
    postPlan: setPlan,
    editPlan: (thread, _messageId, plan) => setPlan(thread, plan),
    ...createSessionReactions(parts),
    fetchMessages: lookup.fetchMessages,
    fetchMessage: lookup.fetchSessionMessage,
    fetchThread: lookup.fetchSessionThread,
    listThreads: lookup.listSessionThreads,
  };
}
