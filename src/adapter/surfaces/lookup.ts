import type {
  ChannelVisibility,
  FetchOptions,
  FetchResult,
  ListThreadsOptions,
  ListThreadsResult,
  Message,
  MessageSubject,
  ThreadInfo,
  UserInfo,
} from "chat";
import type { LinearApi } from "../../api/operation.js";
import { getAgentActivity } from "../../api/operations/agent-activities.js";
import { getAgentSession } from "../../api/operations/agent-sessions.js";
import { getComment } from "../../api/operations/comments.js";
import { getIssue, getIssueSubject, type IssueNode } from "../../api/operations/issues.js";
import { getUser } from "../../api/operations/users.js";
import { isLinearAdapterError } from "../../errors.js";
import type { Files } from "../../files/create-files.js";
import { fetchHistory } from "../../messages/history/history.js";
import { listThreadsOfIssue } from "../../messages/history/issue-threads.js";
import type { LinearRawMessage } from "../../messages/raw-message.js";
import type { OwnComments } from "../../messages/remembered/own-comments.js";
import type { OwnUser, OwnUsers } from "../../messages/remembered/own-users.js";
import type { Visibilities } from "../../messages/remembered/visibilities.js";
import { toChatMessage } from "../../messages/to-chat-message.js";
import { activityNodeToRaw, commentNodeToRaw, sessionNodeToRaw } from "../../messages/to-raw-message.js";
import type { BotIdentity } from "../../organizations/bot-identity.js";
import type { LinearText, LinearTexts } from "../../render/linear-text.js";
import {
  type CommentThread,
  channelIdOf,
  formatThread,
  type LinearThread,
  type SessionThread,
} from "../../threads/thread-id.js";

type ChatMessage = Message<LinearRawMessage>;

/** What the bot reads from Linear. */
export interface Lookup {
  fetchMessages(thread: LinearThread, options: FetchOptions): Promise<FetchResult<LinearRawMessage>>;
  fetchComment(commentId: string): Promise<ChatMessage | null>;
  fetchSessionMessage(thread: SessionThread, messageId: string): Promise<ChatMessage | null>;
  fetchIssueThread(thread: CommentThread): Promise<ThreadInfo>;
  fetchSessionThread(thread: SessionThread): Promise<ThreadInfo>;
  /** Lists the threads of the issue that the thread is on. */
  listIssueThreads(thread: CommentThread, options: ListThreadsOptions): Promise<ListThreadsResult<LinearRawMessage>>;
  listSessionThreads(thread: SessionThread, options: ListThreadsOptions): Promise<ListThreadsResult<LinearRawMessage>>;
  fetchSubject(raw: LinearRawMessage): Promise<MessageSubject | null>;
  getUser(userId: string): Promise<UserInfo | null>;
  parseMessage(raw: LinearRawMessage): ChatMessage;
}

export interface LookupParts {
  api: LinearApi;
  files: Pick<Files, "attachmentsIn">;
  identity: Pick<BotIdentity, "current" | "isMentionedAsKnown" | "userId">;
  ownComments: Pick<OwnComments, "isOwn">;
  ownUsers: Pick<OwnUsers, "find" | "peek">;
  texts: LinearTexts;
  visibilities: Pick<Visibilities, "remember">;
}

export function createLookup({
  api,
  files,
  identity,
  ownComments,
  ownUsers,
  texts,
  visibilities,
}: LookupParts): Lookup {
  const isAddressed = (raw: LinearRawMessage, text: LinearText): boolean =>
    raw.kind === "agent_session_comment" || identity.isMentionedAsKnown(text);
  const readMessage = (raw: LinearRawMessage, isMe: boolean, text: LinearText): ChatMessage =>
    toChatMessage(raw, { isMe, isMention: !isMe && isAddressed(raw, text) }, text, files);
  /** `isAuthor` is Linear's answer to whether the request's own user wrote it. */
  const readOwn = async (raw: LinearRawMessage, isAuthor: boolean): Promise<ChatMessage> => {
    const own = isAuthor ? ACTORS[raw.comment.user.type] : await findEarlierUs(raw);
    const isMe = own !== undefined && (await ownComments.isOwn(raw.comment.id, true, own));
    return readMessage(raw, isMe, await texts.read(raw.comment.body));
  };
  /** An app that was installed again wrote earlier as another user. */
  const findEarlierUs = async ({ comment, organizationId }: LinearRawMessage): Promise<OwnUser | undefined> =>
    await ownUsers.find({ ids: [comment.user.id], mayBeApp: comment.user.type === "bot" }, organizationId);

  const fetchComment = async (id: string): Promise<ChatMessage> => {
    const { comment, organizationId } = await api.execute(getComment, { id });
    return await readOwn(commentNodeToRaw(comment, organizationId), comment.user?.isMe ?? false);
  };
  const fetchOpening = async (id: string): Promise<ChatMessage> => {
    const { session, organizationId } = await api.execute(getAgentSession, { id });
    return await readOwn(sessionNodeToRaw(session, organizationId), false);
  };
  const fetchActivity = async (id: string, sessionId: string): Promise<ChatMessage> => {
    const { activity, issueId, organizationId } = await api.execute(getAgentActivity, { id });
    return await readOwn(activityNodeToRaw(activity, { id: sessionId, issueId }, organizationId), activity.user.isMe);
  };

  const readIssue = async (id: string): Promise<IssueNode> => {
    const issue = await api.execute(getIssue, { id });
    visibilities.remember(issue.id, visibilityOf(issue));
    return issue;
  };

  return {
    fetchMessages: async (thread, options) => await fetchHistory(thread, options, { api, toMessage: readOwn }),
    fetchComment: async (commentId) => await nullIfMissing(fetchComment(commentId)),
    fetchSessionMessage: async ({ sessionId }, messageId) =>
      await nullIfMissing(messageId === sessionId ? fetchOpening(messageId) : fetchActivity(messageId, sessionId)),
    fetchIssueThread: async (thread) => issueToThreadInfo(thread, await readIssue(thread.issueId), {}),
    fetchSessionThread: async (thread) => {
      const { issueId, sessionId } = thread;
      if (issueId !== undefined) {
        return issueToThreadInfo(thread, await readIssue(issueId), { agentSessionId: sessionId });
      }
      const { session } = await api.execute(getAgentSession, { id: sessionId });
      return sessionToThreadInfo(thread, session);
    },
    listIssueThreads: ({ issueId }, options) => listThreadsOfIssue(issueId, options, { api, toMessage: readOwn }),
    listSessionThreads: async (thread, options) => {
      const { issueId, sessionId } = thread;
      if (issueId !== undefined) return await listThreadsOfIssue(issueId, options, { api, toMessage: readOwn });
      // A session without an issue is a channel with one thread: itself.
      return { threads: [{ id: formatThread(thread), rootMessage: await fetchOpening(sessionId) }] };
    },
    fetchSubject: async (raw) => {
      const { issueId } = raw.comment;
      if (issueId === undefined) return null;
      return await nullIfMissing(fetchIssueSubject(api, issueId));
    },
    getUser: async (userId) => await nullIfMissing(fetchUser(api, userId)),
    // The author alone does not tell who wrote with a person's API key; the state tells, but cannot be asked at once.
    parseMessage: (raw) =>
      readMessage(
        raw,
        ownUsers.peek([raw.comment.user.id])?.actor === "app" ||
          (raw.comment.user.id === identity.userId() && identity.current()?.actor !== "person"),
        texts.readAtOnce(raw.comment.body),
      ),
  };
}

// Tells, by the author's type, who acts when the author of what was read from Linear is us.
const ACTORS = { bot: { actor: "app" }, user: { actor: "person" } } as const;

/** Turns absence into null, as the Chat SDK has it; every other failure stays one. */
async function nullIfMissing<Value>(value: Promise<Value>): Promise<Value | null> {
  try {
    return await value;
  } catch (error) {
    if (isLinearAdapterError(error, "NOT_FOUND")) return null;
    throw error;
  }
}

/** Who sees an issue. https://linear.app/docs/private-teams */
function visibilityOf({ isShared, team }: IssueNode): ChannelVisibility {
  if (isShared) return "external";
  return team.visibility === "public" ? "workspace" : "private";
}

function issueToThreadInfo(
  thread: CommentThread | SessionThread,
  issue: IssueNode,
  facts: Record<string, string>,
): ThreadInfo {
  // The thread may be named by the issue's identifier.
  const threadId = formatThread({ ...thread, issueId: issue.id });
  return {
    id: threadId,
    channelId: channelIdOf(threadId),
    channelName: `${issue.identifier}: ${issue.title}`,
    channelVisibility: visibilityOf(issue),
    isDM: false,
    metadata: {
      issueId: issue.id,
      identifier: issue.identifier,
      title: issue.title,
      url: issue.url,
      state: issue.state,
      team: { key: issue.team.key, name: issue.team.name },
      ...facts,
    },
  };
}

function sessionToThreadInfo(
  thread: SessionThread,
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
