import type { LinearClient } from "@linear/sdk";
import {
  type Adapter,
  type AdapterPostableMessage,
  type Attachment,
  type ChannelInfo,
  type ChannelVisibility,
  type ChatInstance,
  type EmojiValue,
  type FetchOptions,
  type FetchResult,
  type FormattedContent,
  type ListThreadsOptions,
  type ListThreadsResult,
  type Message,
  type MessageSubject,
  type RawMessage,
  type StreamChunk,
  type StreamOptions,
  type Thread,
  ThreadImpl,
  type ThreadInfo,
  type TypingOptions,
  type UserInfo,
  type WebhookOptions,
} from "chat";
import type { InstallationRefresh, InstallationRotation } from "../credentials/installation-upkeep.js";
import type { LinearEvent, LinearEventName } from "../events/linear-event.js";
import type { LinearWebhook, LinearWebhookType } from "../events/linear-webhook.js";
import type { LinearFile, OpenFileOptions } from "../files/open-file.js";
import type { DeliveryDoor } from "../inbound/delivery-door.js";
import { requireRequest } from "../inbound/require-request.js";
import type { LinearInstallation } from "../installations/installation.js";
import { followIssue } from "../issues/follow-issue.js";
import type { LinearIssue } from "../issues/linear-issue.js";
import type { LinearNewTeamIssue } from "../issues/new-issue.js";
import type { LinearCreatedIssue } from "../issues/sub-issues.js";
import type { LinearRawMessage } from "../messages/raw-message.js";
import type { LinearSession } from "../sessions/handle/linear-session.js";
import type { OpenSessionOptions } from "../sessions/handle/open-session.js";
import {
  channelIdOf,
  decodeThreadId,
  encodeThreadId,
  formatThread,
  issueIdOf,
  type LinearThread,
  type LinearThreadId,
  parseThread,
} from "../threads/thread-id.js";
import { beginInOrder } from "../util/serial.js";
import { withoutUndefined } from "../util/without-undefined.js";
import { systemWorld, type World } from "../util/world.js";
import { createAdapterParts, type LinearAdapterParts } from "./adapter-parts.js";
import { joinChatErrors } from "./chat-errors.js";
import type { LinearAdapterConfig } from "./config/config.js";
import { readEnvironment, resolveConfig } from "./config/resolve-config.js";
import type { DeleteInstallationOptions } from "./installing/installation-manager.js";
import type { InstallUrlOptions, OAuthCallbackOptions, OAuthCallbackResult } from "./installing/oauth-flow.js";
import { createOAuthRoutes, type OAuthRoutes, type OAuthRoutesOptions } from "./installing/oauth-routes.js";
import { readPlan, toFallback } from "./surfaces/read-plan.js";
import { READ_EMOJI } from "./surfaces/read-receipts.js";
import { type Surface, surfaceOf } from "./surfaces/surface.js";

/** Lets a bot written with the Chat SDK live in Linear. Made by `createLinearAdapter`. */
export class LinearAdapter implements Adapter<LinearThreadId, LinearRawMessage> {
  readonly name = "linear";
  /** Stop in an agent session aborts `thread.signal`, in whichever process the turn runs. */
  readonly supportsTurnCancellation: boolean;
  readonly #parts: LinearAdapterParts;

  /**
   * The same as `createLinearAdapter`. `world` is for tests: clock, `fetch`, randomness and ids.
   * @throws {LinearAdapterError} `CONFIG_INVALID`
   */
  constructor(options: LinearAdapterConfig = {}, world: World = systemWorld) {
    joinChatErrors();
    this.#parts = createAdapterParts(resolveConfig(options, readEnvironment()), world);
    this.supportsTurnCancellation = this.#parts.core.config.mode !== "comments";
  }

  /** The name that people mention the bot by: option, environment, the app user's own, or the chat's. */
  get userName(): string {
    return this.#parts.core.identity.userName();
  }

  /** Id of the Linear user that the bot acts as, in the current organization; "" as long as it is unknown. */
  get botUserId(): string {
    return this.#parts.core.identity.userId() ?? "";
  }

  /**
   * A client of `@linear/sdk` for everything that this adapter does not cover, with a live credential on every request.
   * In a multi-tenant app it acts for the current organization.
   * @throws {LinearAdapterError} `ORGANIZATION_UNKNOWN` in a multi-tenant app outside handlers and `withInstallation`.
   */
  get linearClient(): LinearClient {
    return this.#parts.currentClient();
  }

  /** The same as {@link linearClient}, under its old name. */
  get client(): LinearClient {
    return this.linearClient;
  }

  /** The inner door, for deliveries that a gateway has verified and stored: `startLinearWorker` of `./inbox` uses it. */
  get deliveries(): DeliveryDoor {
    return this.#parts.door;
  }

  async initialize(chat: ChatInstance): Promise<void> {
    this.#parts.core.start(chat, this);
    this.#parts.start();
  }

  /** Waits up to 5 s for the turns of agent sessions that run, and sends what still waits to be said. */
  async disconnect(): Promise<void> {
    await this.#parts.stop();
  }

  /**
   * Answers one of Linear's webhooks, before the bot's handlers run. https://linear.app/developers/webhooks
   * @throws {LinearAdapterError} `CONFIG_INVALID` for what is no web `Request`, as Express passes it.
   */
  async handleWebhook(request: Request, options?: WebhookOptions): Promise<Response> {
    requireRequest(request);
    return await this.#parts.receive(request, options);
  }

  /**
   * Calls `handler` for each event of this name: an issue that moves, a thread that is resolved, a notification to the app.
   * It runs after Linear is answered, in the organization's context, once for each event. The app's webhook has to send
   * the category: issues, comments, reactions, notifications. What the bot itself does is no event. What `handler` throws is
   * logged. The result takes the handler back. https://linear.app/developers/webhooks
   * @example
   * ```ts
   * linear.onEvent("issue.moved", async ({ issue, to }) => {
   *   if (to.type === "completed") await bot.thread(issue.threadId).post("Well done.");
   * });
   * ```
   */
  onEvent<Name extends LinearEventName>(name: Name, handler: (event: LinearEvent<Name>) => unknown): () => void {
    return this.#parts.listeners.onEvent(name, handler);
  }

  /**
   * Calls `handler` for each verified webhook of this type, with its payload as it came: the way out for all that has no
   * event of its own. As with {@link onEvent}, but for what the bot itself has done, which is told too.
   */
  onWebhook<Type extends LinearWebhookType | (string & {})>(
    type: Type,
    handler: (webhook: LinearWebhook<Type>) => unknown,
  ): () => void {
    return this.#parts.listeners.onWebhook(type, handler);
  }

  /**
   * Posts a comment, or in an agent session a response. A card with buttons or selects asks: in a session with Linear's
   * own options, in a comment with a numbered list. One request.
   */
  async postMessage(threadId: string, message: AdapterPostableMessage): Promise<RawMessage<LinearRawMessage>> {
    return await this.#answer(threadId, (surface, thread) => surface.post(thread, message, threadId));
  }

  /**
   * Answers one message: posts below a quote of it, in a comment thread under the same root. One request, and another one
   * for a message that has not come by lately.
   */
  async reply(
    threadId: string,
    messageId: string,
    message: AdapterPostableMessage,
  ): Promise<RawMessage<LinearRawMessage>> {
    return await this.#answer(threadId, (surface, thread) => surface.reply(thread, messageId, message, threadId));
  }

  /** Posts a root comment on the issue of a channel, as {@link postMessage} does there. One request. */
  async postChannelMessage(channelId: string, message: AdapterPostableMessage): Promise<RawMessage<LinearRawMessage>> {
    return await this.postMessage(channelId, message);
  }

  /** Edits a comment. An agent session keeps what was said, so there what changed follows as one more post. */
  async editMessage(
    threadId: string,
    messageId: string,
    message: AdapterPostableMessage,
  ): Promise<RawMessage<LinearRawMessage>> {
    return await this.#write(threadId, (surface, thread) => surface.edit(thread, messageId, message, threadId));
  }

  /** Posts a `Plan`: the session's plan, or in a thread one comment with a checklist. Other objects show their name. */
  async postObject(threadId: string, kind: string, data: unknown): Promise<RawMessage<LinearRawMessage>> {
    if (kind !== "plan") return await this.postMessage(threadId, toFallback(kind));
    return await this.#write(threadId, async (surface, thread) => await surface.postPlan(thread, readPlan(data)));
  }

  /** Changes a posted `Plan`: at most one request a second, and the last state always lands. */
  async editObject(
    threadId: string,
    messageId: string,
    kind: string,
    data: unknown,
  ): Promise<RawMessage<LinearRawMessage>> {
    if (kind !== "plan") return await this.editMessage(threadId, messageId, toFallback(kind));
    return await this.#write(
      threadId,
      async (surface, thread) => await surface.editPlan(thread, messageId, readPlan(data)),
    );
  }

  /**
   * An agent session, for what the Chat SDK has no verb for: thoughts, actions, questions, links, its title.
   * @throws {LinearAdapterError} `THREAD_ID_INVALID` for the thread of a comment or an issue.
   * @example
   * ```ts
   * const session = linear.session(thread.id);
   * await session.rename("Why the login is slow");
   * await session.action({ action: "Searched", parameter: "the logs", result: "3 errors" });
   * ```
   */
  session(threadId: string): LinearSession {
    return this.#parts.sessions.handle(threadId);
  }

  /**
   * Opens an agent session on an issue or under a root comment, and resolves to the thread to post in; what people write
   * in it comes to the bot's handlers as in any session. In a multi-tenant app, within a handler or `withInstallation`.
   * @throws {LinearAdapterError} `LINEAR_UNREACHABLE` when the answer was lost: the session may be open, and it is not
   * opened a second time. `MESSAGE_INVALID` before anything is sent, `ORGANIZATION_UNKNOWN`, `NOT_FOUND`, `INPUT_REFUSED`.
   */
  async openSession(options: OpenSessionOptions): Promise<Thread> {
    const { host, logger } = this.#parts.core;
    // The state is asked for before anything is sent: without a chat there is no thread to post in.
    const stateAdapter = host.state();
    const id = formatThread(await this.#parts.sessions.open(options));
    // `Chat.thread(id)` makes the same, but the chat that adapters know does not offer it.
    return new ThreadImpl({ id, adapter: host.adapter(), channelId: channelIdOf(id), stateAdapter, logger });
  }

  /**
   * Deletes a comment.
   * @throws {NotImplementedError} in agent sessions, where nothing can be taken back.
   */
  async deleteMessage(threadId: string, messageId: string): Promise<void> {
    await this.#write(threadId, (surface, thread) => surface.delete(thread, messageId));
  }

  /** Adds a reaction to a comment, in an agent session to the comment behind the message. */
  async addReaction(threadId: string, messageId: string, emoji: EmojiValue | string): Promise<void> {
    await this.#onSurface(threadId, (surface, thread) => surface.addReaction(thread, messageId, emoji));
  }

  async removeReaction(threadId: string, messageId: string, emoji: EmojiValue | string): Promise<void> {
    await this.#onSurface(threadId, (surface, thread) => surface.removeReaction(thread, messageId, emoji));
  }

  /**
   * Shows with `readReceipts` that a message was seen: 👀 on its comment, taken away when the bot answers in this thread.
   * One request each. Without the option it does nothing.
   */
  async markAsRead(threadId: string, messageId: string): Promise<void> {
    const { core, receipts } = this.#parts;
    if (!core.config.readReceipts) return;
    await this.#onSurface(threadId, (surface, thread) =>
      receipts.show(threadId, async () => await surface.addReaction(thread, messageId, READ_EMOJI)),
    );
  }

  /** Makes the bot follow the issue of a thread in Linear, with `followSubscribedIssues`. One request. */
  async onThreadSubscribe(threadId: string): Promise<void> {
    const { api, config, logger } = this.#parts.core;
    const issueId = issueIdOf(parseThread(threadId));
    if (!config.followSubscribedIssues || issueId === undefined) return;
    await this.#parts.sessions.inThread(threadId, () => followIssue(api, issueId, logger));
  }

  /**
   * Shows an ephemeral thought in an agent session; a failure is logged only. Comments have nothing of the kind: there
   * `messageId` is marked as read, as by {@link markAsRead}.
   */
  async startTyping(
    threadId: string,
    status?: string,
    options: TypingOptions & { messageId?: string } = {},
  ): Promise<void> {
    if (options.messageId !== undefined) await this.#markAsReadIfPossible(threadId, options.messageId);
    const thread = parseThread(threadId);
    const surface = surfaceOf(this.#parts.surfaces, thread);
    // The organization is looked up only where there is something to show.
    if (surface.startTyping === undefined) return;
    await this.#parts.sessions.inThread(threadId, async () => await surface.startTyping?.(thread, status));
  }

  /** Streams into an agent session as thoughts, actions, a plan and one response; into a thread as one edited comment. */
  async stream(
    threadId: string,
    textStream: AsyncIterable<string | StreamChunk>,
    options: StreamOptions = {},
  ): Promise<RawMessage<LinearRawMessage>> {
    return await this.#onSurface(threadId, async (surface, thread) => {
      const sent = await surface.stream(thread, textStream, options);
      this.#parts.receipts.takeAway(threadId);
      return sent;
    });
  }

  /** One page of messages, chronological, in one request. At most 250, by default 50. */
  async fetchMessages(threadId: string, options: FetchOptions = {}): Promise<FetchResult<LinearRawMessage>> {
    return await this.#onSurface(threadId, (surface, thread) => surface.fetchMessages(thread, options));
  }

  async fetchMessage(threadId: string, messageId: string): Promise<Message<LinearRawMessage> | null> {
    return await this.#onSurface(threadId, (surface, thread) => surface.fetchMessage(thread, messageId));
  }

  async fetchThread(threadId: string): Promise<ThreadInfo> {
    return await this.#onSurface(threadId, (surface, thread) => surface.fetchThread(thread));
  }

  /**
   * One page of what was said at the top of a channel, chronological, in one request: the root comments of an issue, or
   * an agent session without one.
   */
  async fetchChannelMessages(channelId: string, options?: FetchOptions): Promise<FetchResult<LinearRawMessage>> {
    return await this.fetchMessages(channelId, options);
  }

  /**
   * One page of the comment threads of an issue, most recently active first, in one request. At most 50, by default 25;
   * `replyCount` is missing where there are 50 replies or more.
   */
  async listThreads(channelId: string, options: ListThreadsOptions = {}): Promise<ListThreadsResult<LinearRawMessage>> {
    return await this.#onSurface(channelId, (surface, thread) => surface.listThreads(thread, options));
  }

  /** The issue as a channel, in one request. */
  async fetchChannelInfo(channelId: string): Promise<ChannelInfo> {
    const { channelId: id, channelName: name, channelVisibility, isDM, metadata } = await this.fetchThread(channelId);
    return withoutUndefined({ id, name, channelVisibility, isDM, metadata });
  }

  /**
   * Who can see a thread: "private" in a private team, "external" for an issue that is shared with people outside its team,
   * else "workspace". Asks nobody: "unknown" as long as neither {@link fetchThread} nor {@link fetchChannelInfo} has read
   * the issue in this process, and for a session without an issue.
   */
  getChannelVisibility(threadId: string): ChannelVisibility {
    return this.#parts.core.visibilities.find(issueIdOf(parseThread(threadId)));
  }

  /** The issue that a message is about; null for one that is not on an issue. */
  async fetchSubject(raw: LinearRawMessage): Promise<MessageSubject | null> {
    return await this.#parts.core.organizations.runFor(raw.organizationId || undefined, () =>
      this.#parts.lookup.fetchSubject(raw),
    );
  }

  /**
   * The issue that a thread is on, to read, start, move, assign, label, split or link it. Nothing is asked of Linear yet.
   * `threadId` is that of an issue, also by its identifier (`linear:ENG-123`), a comment thread or an agent session.
   * @throws {LinearAdapterError} `THREAD_ID_INVALID`, also for an agent session without an issue.
   * @example
   * ```ts
   * const issue = linear.issue(thread.id);
   * await issue.start();
   * await issue.attach({ url: "https://github.com/acme/app/pull/7", title: "Fix the login page" });
   * ```
   */
  issue(threadId: string): LinearIssue {
    return this.#parts.issues.ofThread(threadId);
  }

  /**
   * Creates an issue in a team, which is named by its key, such as ENG, its name or its id; `issue(…).create` does so in
   * the team of a thread's issue. Made once, though an answer may be lost. 2 requests, 1 with the team's id. In a
   * multi-tenant app, within a handler or `withInstallation`.
   * @throws {LinearAdapterError} `NOT_FOUND` when there is no such team, or several; `INPUT_REFUSED`.
   */
  async createIssue(issue: LinearNewTeamIssue): Promise<LinearCreatedIssue> {
    return await this.#parts.issues.create(issue);
  }

  /** A person or app user; null when there is none with that id. */
  async getUser(userId: string): Promise<UserInfo | null> {
    return await this.#parts.lookup.getUser(userId);
  }

  /** Lets an attachment be fetched again that was kept as JSON, as in the chat's queue. Called by the chat. */
  rehydrateAttachment(attachment: Attachment): Attachment {
    return this.#parts.core.files.rehydrate(attachment);
  }

  /**
   * Opens a file of Linear's as a stream, for what is too large to be held at once; `attachment.fetchData` gives all of it.
   * The organization is that of the attachment, for an address the current one.
   * @throws {LinearAdapterError} `FILE_NOT_IN_LINEAR` for every other address, `NOT_FOUND`, `FORBIDDEN`, `FILE_TOO_LARGE`,
   * `AUTHENTICATION_FAILED`, `LINEAR_UNREACHABLE`, `LINEAR_FAILED`.
   * @throws {LinearRateLimitError}
   * @example
   * ```ts
   * const { stream } = await linear.openFile(attachment, { maxBytes: 500_000_000 });
   * await stream.pipeTo(Writable.toWeb(createWriteStream("recording.mp4")));
   * ```
   */
  async openFile(file: Attachment | string | URL, options: OpenFileOptions = {}): Promise<LinearFile> {
    return await this.#parts.core.files.open(file, options);
  }

  parseMessage(raw: LinearRawMessage): Message<LinearRawMessage> {
    return this.#parts.lookup.parseMessage(raw);
  }

  renderFormatted(content: FormattedContent): string {
    return this.#parts.core.converter.fromAst(content);
  }

  encodeThreadId(platformData: LinearThreadId): string {
    return encodeThreadId(platformData);
  }

  decodeThreadId(threadId: string): LinearThreadId {
    return decodeThreadId(threadId);
  }

  /** The channel of a thread is its issue. */
  channelIdFromThreadId(threadId: string): string {
    return channelIdOf(threadId);
  }

  /** Stores an organization's installation, sealed where there is an encryption key. */
  async setInstallation(organizationId: string, installation: LinearInstallation): Promise<void> {
    await this.#parts.manager.set(organizationId, installation);
  }

  /**
   * The stored installation of an organization, opened; null when it has none.
   * @throws {LinearAdapterError} `INSTALLATION_UNREADABLE` when no configured key opens it.
   */
  async getInstallation(organizationId: string): Promise<LinearInstallation | null> {
    return await this.#parts.manager.get(organizationId);
  }

  /**
   * Deletes the installation of an organization. With `revoke`, Linear ends the tokens first; when that fails this
   * throws, and the installation is gone all the same.
   */
  async deleteInstallation(organizationId: string, options?: DeleteInstallationOptions): Promise<void> {
    await this.#parts.manager.delete(organizationId, options);
  }

  /** Resolves to the installation with tokens that live on; calls of this adapter see to that by themselves. */
  async refreshInstallation(installation: LinearInstallation): Promise<LinearInstallation> {
    return await this.#parts.manager.refresh(installation);
  }

  /**
   * Renews tokens that are about to expire, of all organizations. Call it daily, so that refresh tokens of idle ones do
   * not die unused.
   */
  async refreshInstallations(): Promise<InstallationRefresh> {
    return await this.#parts.core.upkeep.refresh();
  }

  /**
   * Seals all installations again with the first key, unless they are sealed with it. The other keys can go when none
   * has failed.
   * @throws {LinearAdapterError} `CONFIG_INVALID` with an `installationProvider`.
   */
  async rotateInstallations(): Promise<InstallationRotation> {
    return await this.#parts.core.upkeep.rotate();
  }

  /**
   * The two routes of an installation, as `(request) => Response`: `install` sends an administrator to Linear, `callback`
   * finishes when they come back. The state is signed, good once and for ten minutes, and bound to the browser; PKCE.
   * The bot has to be initialized when they are called.
   * @throws {LinearAdapterError} `CONFIG_INVALID`
   * @example
   * ```ts
   * const { install, callback } = linear.oauthRoutes({
   *   redirectUri: "https://bot.example.com/linear/callback",
   *   onInstalled: async ({ organizationId }) => console.log(`Installed in ${organizationId}`),
   * });
   * ```
   */
  oauthRoutes(options: OAuthRoutesOptions): OAuthRoutes {
    return createOAuthRoutes(this.#parts.oauth, options, this.#parts.core.logger);
  }

  /**
   * Where to send an administrator to install the app, good once and for ten minutes. Finish with the callback of
   * {@link oauthRoutes} or with {@link handleOAuthCallback}.
   * @throws {LinearAdapterError} `CONFIG_INVALID`, `NOT_INITIALIZED`
   */
  async installUrl(options: InstallUrlOptions): Promise<URL> {
    return (await this.#parts.oauth.begin(options)).url;
  }

  /**
   * Finishes an installation: exchanges the callback's `code` for tokens and stores them. A `state` of ours is held to
   * what it was made for. https://linear.app/developers/oauth-2-0-authentication
   * @throws {LinearAdapterError} a code that begins with `OAUTH_`, `TOKEN_REQUEST_FAILED`, `LINEAR_UNREACHABLE`;
   * nothing is stored then.
   */
  async handleOAuthCallback(request: Request, options: OAuthCallbackOptions): Promise<OAuthCallbackResult> {
    return await this.#parts.oauth.finish(request, options, "any-state");
  }

  /**
   * Runs `work` for one organization, with live tokens however long it takes. For jobs outside webhooks.
   * @throws {LinearAdapterError} `INSTALLATION_NOT_FOUND` when a multi-tenant app is not installed there.
   */
  async withInstallation<Result>(
    organization: string | LinearInstallation,
    work: () => Promise<Result> | Result,
  ): Promise<Result> {
    return await this.#parts.manager.run(organization, work);
  }

  /** A sign that a message was seen is not worth a turn. */
  async #markAsReadIfPossible(threadId: string, messageId: string): Promise<void> {
    try {
      await this.markAsRead(threadId, messageId);
    } catch (error) {
      this.#parts.core.logger.warn("A message could not be marked as read", { threadId, messageId, error });
    }
  }

  /** {@link #write} for what answers people: what was marked as read in the thread is so no longer. */
  async #answer(
    threadId: string,
    call: (surface: Surface<LinearThread>, thread: LinearThread) => Promise<RawMessage<LinearRawMessage>>,
  ): Promise<RawMessage<LinearRawMessage>> {
    return await this.#write(threadId, async (surface, thread) => {
      const sent = await call(surface, thread);
      this.#parts.receipts.takeAway(threadId);
      return sent;
    });
  }

  /** {@link #onSurface} for what must keep its order, also when nobody waits for it. */
  async #write<Result>(
    threadId: string,
    call: (surface: Surface<LinearThread>, thread: LinearThread) => Promise<Result>,
  ): Promise<Result> {
    return await beginInOrder(this.#parts.arrivals, threadId, (begun) =>
      this.#onSurface(threadId, (surface, thread) => {
        const result = call(surface, thread);
        begun();
        return result;
      }),
    );
  }

  /** Calls the surface of a thread, for the organization that the thread belongs to. */
  async #onSurface<Result>(
    threadId: string,
    call: (surface: Surface<LinearThread>, thread: LinearThread) => Promise<Result>,
  ): Promise<Result> {
    const thread = parseThread(threadId);
    const { identifiers, sessions, surfaces } = this.#parts;
    const surface = surfaceOf(surfaces, thread);
    return await sessions.inThread(threadId, async () => await call(surface, await identifiers.resolve(thread)));
  }
}
