import type { FormattedContent, LinkPreview } from "chat";
import { Message } from "chat";
import type { Files } from "../files/create-files.js";
import type { LinearText } from "../render/linear-text.js";
import { formatThread, type LinearThread } from "../threads/thread-id.js";
import { actorToAuthor } from "./author.js";
import type { LinearRawMessage } from "./raw-message.js";

/** How a message looks to the bot. */
export interface Viewpoint {
  /** Whether we wrote it. */
  isMe: boolean;
  isMention: boolean;
}

/** The one thread that a message belongs to: the root comment's, or the session's. */
export function threadOf(raw: LinearRawMessage): LinearThread {
  switch (raw.kind) {
    case "comment":
      return {
        kind: "comment",
        issueId: raw.comment.issueId ?? "",
        commentId: raw.comment.parentId ?? raw.comment.id,
      };
    case "agent_session_comment":
      return { kind: "session", issueId: raw.comment.issueId, sessionId: raw.agentSessionId };
  }
}

/** Comments have their own id, prompts and answers the activity's, the message that opened a session the session's. */
function messageIdOf(raw: LinearRawMessage): string {
  switch (raw.kind) {
    case "comment":
      return raw.comment.id;
    case "agent_session_comment":
      if (raw.agentActivityId !== undefined) return raw.agentActivityId;
      // A record without a trigger comes from @chat-adapter/linear, which knew comment ids only.
      return raw.trigger === undefined ? raw.comment.id : raw.agentSessionId;
  }
}

/**
 * The Chat SDK message of `raw`, whose body reads `text`. Its Markdown is parsed when `text`, `formatted`, `links` or
 * `attachments` is first read.
 */
export function toChatMessage(
  raw: LinearRawMessage,
  viewpoint: Viewpoint,
  text: LinearText,
  files: Pick<Files, "attachmentsIn">,
): Message<LinearRawMessage> {
  const { comment } = raw;
  const edited = comment.updatedAt !== comment.createdAt;
  const message = new Message<LinearRawMessage>({
    id: messageIdOf(raw),
    threadId: formatThread(threadOf(raw)),
    text: "",
    formatted: { type: "root", children: [] },
    author: actorToAuthor(comment.user, viewpoint.isMe),
    metadata: {
      dateSent: new Date(comment.createdAt),
      edited,
      ...(edited ? { editedAt: new Date(comment.updatedAt) } : {}),
    },
    attachments: [],
    isMention: viewpoint.isMention,
    raw,
  });
  Object.defineProperty(
    message,
    "text",
    lazy(() => textOr(text.toPlainText(), () => addressesIn(message.formatted, ["image"]))),
  );
  Object.defineProperty(message, "formatted", lazy(text.toTree));
  // Every lazy property is a slow one, so `links` is one only where there may be links.
  if (!text.hasNoLink())
    Object.defineProperty(
      message,
      "links",
      lazy(() => linksOf(message.formatted)),
    );
  const context = textsAround(raw);
  if (!text.hasNoLink() || context.some((around) => around.includes("://")))
    Object.defineProperty(
      message,
      "attachments",
      lazy(() => files.attachmentsIn([comment.body, ...context], raw.organizationId)),
    );
  return message;
}

/** What a session was opened with beside its request. It is shown once: later prompts tell of the same issue again. */
function textsAround(raw: LinearRawMessage): string[] {
  if (raw.kind === "comment" || raw.context?.trigger === undefined) return [];
  const { issue, previousComments, sourceComment } = raw.context;
  const texts = [sourceComment?.body, issue?.description, ...previousComments.map(({ body }) => body)];
  return texts.filter((text) => text !== undefined);
}

/** A property that is computed when it is first read and can be written like any other. */
function lazy<Value>(compute: () => Value): PropertyDescriptor {
  let settled: { value: Value } | undefined;
  return {
    get: () => {
      settled ??= { value: compute() };
      return settled.value;
    },
    set: (value) => {
      settled = { value };
    },
    enumerable: true,
    configurable: true,
  };
}

/** A text, or the addresses of the pictures that stand in its place: what has no text is not shown to models. */
function textOr(text: string, pictures: () => readonly string[]): string {
  return text.trim() === "" ? pictures().join("\n") || text : text;
}

const linksOf = (content: FormattedContent): LinkPreview[] =>
  addressesIn(content, ["link", "image"]).map((url) => ({ url }));

/** The addresses in nodes of these types, each once, in their order. */
function addressesIn(content: FormattedContent, types: readonly ("image" | "link")[]): string[] {
  const urls = new Set<string>();
  const visit = (node: { type: string; url?: string; children?: readonly { type: string }[] }): void => {
    if (types.some((type) => type === node.type) && node.url) urls.add(node.url);
    node.children?.forEach(visit);
  };
  visit(content);
  return [...urls];
}
