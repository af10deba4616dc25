import type { AdapterPostableMessage, PlanContent, PlanModel, PlanModelTask, RawMessage } from "chat";
import { LinearAdapterError } from "../errors.js";
import type { LinearRawMessage } from "../messages/raw-message.js";
import type { CommentThread } from "../messages/write-comment.js";
import type { PacedEdits } from "../sessions/paced-edits.js";
import { type ChecklistStep, renderPlan, toPlanSteps } from "../sessions/plan.js";
import type { PerformedEffect } from "../sessions/send-effect.js";
import type { PlanStep, SessionEffect } from "../sessions/session-effect.js";
import { type SessionThread, toSessionMessage, type UnsentMessage } from "../sessions/session-message.js";
import { formatThread, type LinearThread } from "../threads/thread-id.js";
import { isJsonObject } from "../util/json.js";
import type { CommentMessages } from "./comment-messages.js";
import type { RenderOutgoing } from "./render-outgoing.js";

type Sent = RawMessage<LinearRawMessage>;

/** What the bot does with the Chat SDK's plans. */
export interface PlanMessages {
  /** The session's plan, or a comment with a checklist. */
  post(thread: LinearThread, plan: PlanModel): Promise<Sent>;
  edit(thread: LinearThread, messageId: string, plan: PlanModel): Promise<Sent>;
  /** Resolves when every checklist is written as it was last. */
  settled(): Promise<void>;
}

export interface PlanMessagesParts {
  comments: Pick<CommentMessages, "post" | "edit">;
  edits: PacedEdits<Sent>;
  perform: (sessionId: string, effect: SessionEffect) => Promise<PerformedEffect>;
  render: RenderOutgoing;
  splitBody: (body: string) => string[];
  /** Stands in for the facts of what is not written yet. */
  unsent: () => UnsentMessage;
}

/** The id of a session's plan as a message: it is a property of the session, which has one. */
export const planMessageId = (sessionId: string): string => `plan:${sessionId}`;

export function createPlanMessages(parts: PlanMessagesParts): PlanMessages {
  const { comments, edits, render, unsent } = parts;

  // Linear's plan holds what is to be done and how it stands: details and outputs have no place in it.
  const setPlan = async (thread: SessionThread, plan: PlanModel): Promise<Sent> => {
    const steps = await Promise.all(toPlanSteps(plan).map((step) => renderStep(step, render)));
    await parts.perform(thread.sessionId, { kind: "plan", steps });
    return standIn(thread, renderPlan(plan.title, steps), { ...unsent(), id: planMessageId(thread.sessionId) });
  };

  /** All of it is one comment, and a comment that is edited cannot grow others. */
  const toChecklist = async (plan: PlanModel): Promise<{ raw: string }> => {
    const body = await render({ raw: renderPlan(plan.title, await toChecklistSteps(plan, render)) });
    return { raw: parts.splitBody(body)[0] ?? body };
  };

  return {
    post: async (thread, plan) => {
      if (thread.kind === "session") return await setPlan(thread, plan);
      const posted = await comments.post(thread, await toChecklist(plan));
      edits.note(posted.id);
      return posted;
    },
    edit: async (thread, messageId, plan) => {
      if (thread.kind === "session") return await setPlan(thread, plan);
      const checklist = await toChecklist(plan);
      const edited = await edits.write(messageId, () => comments.edit(thread, messageId, checklist));
      return edited ?? standInComment(thread, checklist.raw, { ...unsent(), id: messageId });
    },
    settled: edits.settled,
  };
}

/** @throws {LinearAdapterError} `MESSAGE_INVALID` for what is no plan of the Chat SDK. */
export function readPlan(data: unknown): PlanModel {
  if (isPlan(data)) return data;
  throw new LinearAdapterError("MESSAGE_INVALID", "A plan is posted as the Chat SDK's Plan, with a title and tasks");
}

const isPlan = (data: unknown): data is PlanModel =>
  isJsonObject(data) && typeof data.title === "string" && Array.isArray(data.tasks);

/** Objects that nothing is known of here are shown by name, as the Chat SDK's own adapters do. */
export const toFallback = (kind: string): AdapterPostableMessage => `[${kind}]`;

async function toChecklistSteps(plan: PlanModel, render: RenderOutgoing): Promise<ChecklistStep[]> {
  const notes = await Promise.all(plan.tasks.map((task) => toNotes(task, render)));
  return toPlanSteps(plan).map((step, index) => ({ ...step, notes: notes[index] ?? [] }));
}

async function toNotes({ details, output }: PlanModelTask, render: RenderOutgoing): Promise<string[]> {
  const contents = [details, output].flatMap((content) => toMessages(content));
  return (await Promise.all(contents.map((content) => render(content)))).map((note) => note.trim());
}

function toMessages(content: PlanContent | undefined): AdapterPostableMessage[] {
  if (content === undefined) return [];
  if (Array.isArray(content)) return content.filter(isFilled);
  if (typeof content === "string") return isFilled(content) ? [content] : [];
  if ("markdown" in content) return isFilled(content.markdown) ? [content] : [];
  return content.ast.children.length > 0 ? [content] : [];
}

const isFilled = (text: string): boolean => text.trim() !== "";

async function renderStep(step: PlanStep, render: RenderOutgoing): Promise<PlanStep> {
  return { ...step, content: await render(step.content) };
}

function standIn(thread: SessionThread, body: string, unsent: UnsentMessage): Sent {
  const message = toSessionMessage(thread, undefined, unsent);
  return { ...message, raw: { ...message.raw, comment: { ...message.raw.comment, body } } };
}

function standInComment(thread: CommentThread, body: string, unsent: UnsentMessage): Sent {
  const { id, organizationId, createdAt, author } = unsent;
  return {
    id,
    threadId: formatThread(thread),
    raw: {
      kind: "comment",
      organizationId,
      comment: {
        id,
        body,
        createdAt,
        updatedAt: createdAt,
        issueId: thread.issueId,
        parentId: thread.kind === "comment" && thread.commentId !== id ? thread.commentId : undefined,
        url: undefined,
        user: author,
      },
    },
  };
}
