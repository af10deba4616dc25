import type { FetchOptions, FetchResult, FormattedContent, Message, MessageSubject, ThreadInfo, UserInfo } from "chat";
import type { LinearApi } from "../api/operation.js";
import { getAgentActivity } from "../api/operations/agent-activities.js";
import { getAgentSession } from "../api/operations/agent-sessions.js";
import { getComment } from "../api/operations/comments.js";
import { getIssue, getIssueSubject, type IssueNode } from "../api/operations/issues.js";
import { getUser } from "../api/operations/users.js";
import { isLinearAdapterError } from "../errors.js";
import { fetchHistory } from "../messages/history.js";
import type { HistoryParts } from "../messages/history-page.js";
import type { LinearRawMessage } from "../messages/raw-message.js";
import { activityNodeToRaw, commentNodeToRaw, sessionNodeToRaw } from "../messages/to-raw-message.js";
import { channelIdOf, formatThread, type LinearThread, parseThread } from "../threads/thread-id.js";

/** What the bot reads from Linear. */
export interface Lookup {
  fetchMessages(thread: LinearThread, options: FetchOptions): Promise<FetchResult<LinearRawMessage>>;
  fetchMessage(thread: LinearThread, messageId: string): Promise<Message<LinearRawMessage> | null>;
  fetchThread(threadId: string): Promise<ThreadInfo>;
  fetchSubject(raw: LinearRawMessage): Promise<MessageSubject | null>;
  getUser(userId: string): Promise<UserInfo | null>;
  parseMessage(raw: LinearRawMessage): Message<LinearRawMessage>;
  renderFormatted(content: FormattedContent): string;
}

export interface LookupParts extends HistoryParts {
  api: LinearApi;
  parseMessage: Lookup["parseMessage"];
  renderFormatted: Lookup["renderFormatted"];
}

export function createLookup(parts: LookupParts): Lookup {
  const { api, toMessage } = parts;

  const fetchComment = async (id: string): Promise<Message<LinearRawMessage>> => {
    const { comment, organizationId } = await api.execute(getComment, { id });
    return await toMessage(commentNodeToRaw(comment, organizationId), comment.user?.isMe ?? false);
  };
  const fetchOpening = async (id: string): Promise<Message<LinearRawMessage>> => {
    const { session, organizationId } = await api.execute(getAgentSession, { id });
    return await toMessage(sessionNodeToRaw(session, organizationId), false);
  };
  const fetchActivity = async (id: string, sessionId: string): Promise<Message<LinearRawMessage>> => {
    const { activity, issueId, organizationId } = await api.execute(getAgentActivity, { id });
    return await toMessage(activityNodeToRaw(activity, { id: sessionId, issueId }, organizationId), activity.user.isMe);
  };

  return {
    parseMessage: parts.parseMessage,
    renderFormatted: parts.renderFormatted,
    fetchMessages: async (thread, options) => await fetchHistory(thread, options, parts),
    fetchMessage: async (thread, messageId) => {
      if (thread.kind !== "session") return await nullIfMissing(fetchComment(messageId));
      return await nullIfMissing(
        messageId === thread.sessionId ? fetchOpening(messageId) : fetchActivity(messageId, thread.sessionId),
      );
    },
    fetchThread: async (threadId) => {
      const thread = parseThread(threadId);
      if (thread.kind === "session" && thread.issueId === undefined) {
        const { session } = await api.execute(getAgentSession, { id: thread.sessionId });
        return sessionToThreadInfo(thread, session);
      }
      return issueToThreadInfo(thread, await api.execute(getIssue, { id: thread.issueId ?? "" }));
    },
    fetchSubject: async (raw) => {
      const { issueId } = raw.comment;
      if (issueId === undefined) return null;
      return await nullIfMissing(fetchIssueSubject(api, issueId));
    },
    getUser: async (userId) => await nullIfMissing(fetchUser(api, userId)),
  };
}

/** Absence is null, as the Chat SDK has it; every other failure stays one. */
async function nullIfMissing<Value>(value: Promise<Value>): Promise<Value | null> {
  try {
    return await value;
  } catch (error) {
    if (isLinearAdapterError(error, "NOT_FOUND")) return null;
    throw error;
  }
}

function issueToThreadInfo(thread: LinearThread, issue: IssueNode): ThreadInfo {
  // The thread may be named by the issue's identifier.
  const threadId = formatThread({ ...thread, issueId: issue.id });
  return {
    id: threadId,
    channelId: channelIdOf(threadId),
    channelName: `${issue.identifier}: ${issue.title}`,
    channelVisibility: issue.team.visibility === "public" ? "workspace" : "private",
    isDM: false,
    metadata: {
      issueId: issue.id,
      identifier: issue.identifier,
      title: issue.title,
      url: issue.url,
      state: issue.state,
      team: { key: issue.team.key, name: issue.team.name },
      ...(thread.kind === "session" ? { agentSessionId: thread.sessionId } : {}),
    },
  };
}

function sessionToThreadInfo(
  thread: Extract<LinearThread, { kind: "session" }>,
  session: { url: string | undefined; summary: string | undefined; status: string },
): ThreadInfo {
  const threadId = formatThread(thread);
  return {
    id: threadId,
    channelId: channelIdOf(threadId),
    ...(session.summary === undefined ? {} : { channelName: session.summary }),
    isDM: false,
    metadata: { agentSessionId: thread.sessionId, url: session.url, status: session.status },
  };
}

async function fetchIssueSubject(api: LinearApi, id: string): Promise<MessageSubject> {
  const issue = await api.execute(getIssueSubject, { id });
  return {
    type: "issue",
    id: issue.identifier,
    title: issue.title,
    ...(issue.description === undefined ? {} : { description: issue.description }),
    status: issue.state,
    url: issue.url,
    ...(issue.assignee ? { assignee: { id: issue.assignee.id, name: issue.assignee.displayName } } : {}),
    ...(issue.creator ? { author: { id: issue.creator.id, name: issue.creator.displayName } } : {}),
    labels: [...issue.labels],
    raw: issue,
  };
}

async function fetchUser(api: LinearApi, id: string): Promise<UserInfo> {
  const user = await api.execute(getUser, { id });
  return {
    userId: user.id,
    userName: user.displayName,
    fullName: user.name,
    isBot: user.app,
    ...(user.email === undefined ? {} : { email: user.email }),
    ...(user.avatarUrl === undefined ? {} : { avatarUrl: user.avatarUrl }),
  };
}
