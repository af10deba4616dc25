import type {
  EmulatedActivity,
  EmulatedComment,
  EmulatedSession,
  LinearEmulator,
  Ref,
} from "chat-adapter-linear/emulator";
import { optionsOf } from "./read-session.js";

/** What a person who opens an issue in Linear sees, oldest first. */
export interface IssuePage {
  identifier: string;
  title: string;
  /** The app that the issue is delegated to. */
  delegate: string | undefined;
  threads: readonly Thread[];
}

export interface Thread {
  root: CommentEntry;
  /** The agent session whose thread it is. */
  session: { status: string; plan: readonly { content: string; status: string }[] } | undefined;
  entries: readonly Entry[];
}

export interface CommentEntry {
  kind: "comment";
  id: string;
  by: string;
  body: string;
  /** How it read before the last edit, where there was one. */
  earlierBody: string | undefined;
}

export type Entry =
  | CommentEntry
  | { kind: "thought"; id: string; by: string; body: string; isGone: boolean }
  | {
      kind: "action";
      id: string;
      by: string;
      title: string;
      input: string;
      result: string | undefined;
      isGone: boolean;
    }
  | { kind: "choices"; id: string; labels: readonly string[] }
  | { kind: "stop"; id: string; by: string };

export function readIssuePage(linear: LinearEmulator, ref: Ref): IssuePage {
  const { identifier, title, delegateId } = linear.issue(ref);
  const comments = linear.comments({ issue: ref });
  return {
    identifier,
    title,
    delegate: delegateId === undefined ? undefined : nameOf(linear, delegateId),
    threads: comments
      .filter(({ parentId }) => parentId === undefined)
      .map((root) =>
        toThread(
          linear,
          root,
          comments.filter(({ parentId }) => parentId === root.id),
        ),
      ),
  };
}

function toThread(linear: LinearEmulator, root: EmulatedComment, replies: readonly EmulatedComment[]): Thread {
  const session = linear.sessions().find(({ commentId }) => commentId === root.id);
  const activities = session ? linear.activities(session, { includeArchived: true }) : [];
  const entries = [
    ...replies.map((reply) => ({ at: reply.createdAt, entry: toCommentEntry(linear, reply) })),
    ...activities.flatMap((activity) => {
      const entry = toActivityEntry(linear, activity);
      return entry ? [{ at: activity.createdAt, entry }] : [];
    }),
  ];
  return {
    root: toCommentEntry(linear, root),
    session: session && describeSession(session),
    entries: entries.sort((one, other) => one.at.localeCompare(other.at)).map(({ entry }) => entry),
  };
}

const describeSession = ({ status, plan = [] }: EmulatedSession): NonNullable<Thread["session"]> => ({ status, plan });

function toCommentEntry(linear: LinearEmulator, { id, userId, body }: EmulatedComment): CommentEntry {
  return {
    kind: "comment",
    id,
    by: userId === undefined ? "Linear" : nameOf(linear, userId),
    body,
    earlierBody: versionsOf(linear, id).at(-2),
  };
}

/** Responses, prompts and questions are comments too, and shown as those. */
function toActivityEntry(linear: LinearEmulator, activity: EmulatedActivity): Entry | undefined {
  const { id, content, signal, archivedAt } = activity;
  const by = nameOf(linear, activity.userId);
  const isGone = archivedAt !== undefined;
  if (signal === "stop") return { kind: "stop", id, by };
  switch (content.type) {
    case "thought":
      return { kind: "thought", id, by, body: content.body ?? "", isGone };
    case "action": {
      const { action = "", parameter = "", result } = content;
      return { kind: "action", id, by, title: action, input: parameter, result, isGone };
    }
    case "elicitation":
      return { kind: "choices", id, labels: optionsOf(activity) };
    default:
      return undefined;
  }
}

/** How a comment read from its first moment on. Known from the webhooks that told of it. */
export function versionsOf(linear: LinearEmulator, commentId: string): string[] {
  return linear
    .deliveries()
    .filter(({ type }) => type === "Comment")
    .map(({ payload }) => payload.data as { id: string; body: string })
    .filter(({ id }) => id === commentId)
    .map(({ body }) => body);
}

const nameOf = (linear: LinearEmulator, userId: string): string =>
  linear.users().find(({ id }) => id === userId)?.name ?? "Somebody";
