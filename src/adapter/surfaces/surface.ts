import type {
  AdapterPostableMessage,
  EmojiValue,
  FetchOptions,
  FetchResult,
  ListThreadsOptions,
  ListThreadsResult,
  Message,
  PlanModel,
  RawMessage,
  StreamChunk,
  StreamOptions,
  ThreadInfo,
} from "chat";
import type { LinearRawMessage } from "../../messages/raw-message.js";
import type { LinearThread } from "../../threads/thread-id.js";

export type Sent = RawMessage<LinearRawMessage>;

/** What the bot can do in one kind of thread. `threadId` is the thread as the bot named it. */
export interface Surface<Thread extends LinearThread> {
  post(thread: Thread, message: AdapterPostableMessage, threadId: string): Promise<Sent>;
  /** Posts an answer to one message, with what it answers as a quote. */
  reply(thread: Thread, messageId: string, message: AdapterPostableMessage, threadId: string): Promise<Sent>;
  edit(thread: Thread, messageId: string, message: AdapterPostableMessage, threadId: string): Promise<Sent>;
  /** @throws {NotImplementedError} where nothing can be taken back. */
  delete(thread: Thread, messageId: string): Promise<void>;
  stream(thread: Thread, chunks: AsyncIterable<string | StreamChunk>, options: StreamOptions): Promise<Sent>;
  /** Absent where Linear shows nothing of the kind. */
  startTyping?(thread: Thread, status: string | undefined): Promise<void>;
  postPlan(thread: Thread, plan: PlanModel): Promise<Sent>;
  editPlan(thread: Thread, messageId: string, plan: PlanModel): Promise<Sent>;
  /** Resolves to the new reaction's id; to undefined where it was there already, or nothing can carry one. */
  addReaction(thread: Thread, messageId: string, emoji: EmojiValue | string): Promise<string | undefined>;
  removeReaction(thread: Thread, messageId: string, emoji: EmojiValue | string): Promise<void>;
  /** One page of messages, chronological. */
  fetchMessages(thread: Thread, options: FetchOptions): Promise<FetchResult<LinearRawMessage>>;
  fetchMessage(thread: Thread, messageId: string): Promise<Message<LinearRawMessage> | null>;
  fetchThread(thread: Thread): Promise<ThreadInfo>;
  /** One page of the threads of the thread's channel. */
  listThreads(thread: Thread, options: ListThreadsOptions): Promise<ListThreadsResult<LinearRawMessage>>;
}

/** One entry per kind of thread, so that a new kind does not compile before it can be spoken in. */
export type Surfaces = {
  readonly [Kind in LinearThread["kind"]]: Surface<Extract<LinearThread, { kind: Kind }>>;
};

/** The surface of a thread's kind. The table's type says, entry by entry, that it takes a thread of this kind. */
export function surfaceOf(surfaces: Surfaces, thread: LinearThread): Surface<LinearThread> {
  return surfaces[thread.kind];
}
