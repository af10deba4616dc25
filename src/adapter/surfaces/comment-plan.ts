import type { AdapterPostableMessage, PlanContent, PlanModel, PlanModelTask } from "chat";
import type { RenderOutgoing } from "../../messages/render-outgoing.js";
import type { UnsentMessage } from "../../sessions/sent-message.js";
import { type ChecklistStep, renderPlan, toPlanSteps } from "../../sessions/speech/plan.js";
import { type CommentThread, formatThread } from "../../threads/thread-id.js";
import type { Sent } from "./surface.js";

/** Renders a plan as a checklist. */
export async function toChecklist(plan: PlanModel, render: RenderOutgoing): Promise<{ raw: string }> {
  return { raw: await render({ raw: renderPlan(plan.title, await toChecklistSteps(plan, render)) }) };
}

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

/** A comment as it will be when its edit has been written. */
export function standInComment(thread: CommentThread, body: string, unsent: UnsentMessage): Sent {
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
        parentId: parentOf(thread, id),
        url: undefined,
        user: author,
      },
    },
  };
}

function parentOf(thread: CommentThread, commentId: string): string | undefined {
  switch (thread.kind) {
    case "issue":
      return undefined;
    case "comment":
      return thread.commentId === commentId ? undefined : thread.commentId;
  }
}
