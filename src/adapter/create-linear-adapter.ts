import type { Message } from "chat";
import { createIdentitySource } from "../api/identity.js";
import { createLinearApi } from "../api/linear-api.js";
import type { LinearAuth } from "../credentials/auth.js";
import { organizationUnknown } from "../credentials/installation-errors.js";
import { createEventClaims } from "../inbound/event-claims.js";
import { createEventHandlers } from "../inbound/event-handlers.js";
import type { InboundParts } from "../inbound/inbound-parts.js";
import { createReceiver } from "../inbound/receive.js";
import { createSecretGate, createVerifierGate, type WebhookGate } from "../inbound/webhook-gate.js";
import { LINEAR } from "../messages/author.js";
import { createOwnComments } from "../messages/own-comments.js";
import { createProfileUrls } from "../messages/profile-urls.js";
import type { LinearRawMessage } from "../messages/raw-message.js";
import { createSourceComments } from "../messages/source-comments.js";
import { type MessageReader, toChatMessage } from "../messages/to-chat-message.js";
import { LinearFormatConverter } from "../render/format-converter.js";
import { toPlainText } from "../render/plain-text.js";
import { splitBody } from "../render/split.js";
import { runLiveTurn } from "../sessions/live-turn.js";
import { createSessionWriter } from "../sessions/session-writer.js";
import { createStopMarks } from "../sessions/stop-marks.js";
import { stopTurn } from "../sessions/stop-turn.js";
import { systemClock } from "../util/clock.js";
import { resolveSecret } from "../util/secret.js";
import { createAdapterIdentity } from "./adapter-identity.js";
import { createChatHost } from "./chat-host.js";
import { createCommentMessages } from "./comment-messages.js";
import type { LinearAdapterConfig } from "./config.js";
import { createInstallationManager } from "./installation-manager.js";
import { LinearAdapter } from "./linear-adapter.js";
import { createLinearClient } from "./linear-client.js";
import { createLookup } from "./lookup.js";
import { createMessageDispatch } from "./message-dispatch.js";
import { createOAuthFlow } from "./oauth-flow.js";
import { openInstallations } from "./open-installations.js";
import { createOrganizationContext } from "./organization-context.js";
import { createOrganizationRunner } from "./organization-runner.js";
import { createRenderOutgoing } from "./render-outgoing.js";
import { DEFAULT_SCOPES } from "./resolve-auth.js";
import { type ResolvedConfig, readEnvironment, resolveConfig } from "./resolve-config.js";
import { createSessionMessages } from "./session-messages.js";
import { createThreadOrganizations, type ThreadOrganizations } from "./thread-organizations.js";

// Linear documents no limit for a body; clients that run in production stay below this many characters.
const MAX_BODY_LENGTH = 10_000;

/**
 * Makes the adapter that a `Chat` gets. Without options everything comes from the environment.
 * @throws {LinearAdapterError} `CONFIG_INVALID` when authentication or webhook secret are missing, mixed or malformed.
 */
export function createLinearAdapter(options: LinearAdapterConfig = {}): LinearAdapter {
  return buildAdapter(resolveConfig(options, readEnvironment()));
}

/** The composition root: everything that has state is made here, once per adapter. */
function buildAdapter(config: ResolvedConfig): LinearAdapter {
  const { auth, endpoints, mode } = config;
  const environment = {
    fetch: globalThis.fetch,
    clock: systemClock,
    random: Math.random,
    newId: () => crypto.randomUUID(),
  };
  const { clock } = environment;
  const host = createChatHost(config.logger);
  const { logger, chat, state } = host;
  const context = createOrganizationContext();
  const threads = servesSeveral(auth) ? createThreadOrganizations(state) : ONE_ORGANIZATION;
  const organizations = createOrganizationRunner(context, threads);

  const { installations, credentials, upkeep } = openInstallations(config, { ...environment, state, logger });
  const api = createLinearApi({
    ...environment,
    endpoint: endpoints.graphql,
    credentials,
    currentOrganization: () => context.current()?.organizationId,
    logger,
  });
  const identities = createIdentitySource({ credentials, api });
  const identity = createAdapterIdentity({ configuredName: config.userName, identities, context, host });

  const ownComments = createOwnComments(state);
  const sourceComments = createSourceComments(state, api);
  const stopMarks = createStopMarks(state, () => context.current()?.turn);
  const split = (body: string): string[] => splitBody(body, MAX_BODY_LENGTH);
  const sessionWriter = createSessionWriter({
    ...environment,
    api,
    splitBody: split,
    isSilenced: stopMarks.isStopped,
  });

  const converter = new LinearFormatConverter();
  const reader: MessageReader = { toAst: (body) => converter.toAst(body), toPlainText };
  const toMessage: InboundParts["toMessage"] = (raw, viewpoint) => toChatMessage(raw, viewpoint, reader);
  const isAddressed = (raw: LinearRawMessage): boolean =>
    raw.kind === "agent_session_comment" || identity.isMentionedAsKnown(raw.comment.body);
  const readMessage = (raw: LinearRawMessage, isMe: boolean): Message<LinearRawMessage> =>
    toMessage(raw, { isMe, isMention: !isMe && isAddressed(raw) });
  const readListed = async (raw: LinearRawMessage, isAuthor: boolean): Promise<Message<LinearRawMessage>> =>
    readMessage(raw, await ownComments.isOwn(raw.comment.id, isAuthor, ACTORS[raw.comment.user.type]));

  const profileUrls = createProfileUrls(api);
  const render = createRenderOutgoing(profileUrls);
  const rememberOwn = async (commentId: string): Promise<void> => {
    // The tokens of an app are those of its app user, whose comments are all ours.
    if (auth.kind === "api-key" || auth.kind === "access-token")
      await ownComments.remember(commentId, identity.current());
  };

  const inbound: InboundParts = {
    mode,
    api,
    identities,
    ownComments,
    chat,
    logger,
    toMessage,
    clientId: async (organizationId) =>
      "clientId" in auth ? await resolveSecret(auth.clientId, organizationId) : undefined,
    findInstallation: installations.get,
    deleteInstallation: installations.delete,
    isMentioned: identity.isMentioned,
    dispatch: createMessageDispatch({
      adapter: () => adapter,
      chat,
      organizations,
      threads,
      liveTurn: (sessionId, work, isFailure) =>
        runLiveTurn(sessionId, work, isFailure, { ...config, sessionWriter, clock, logger }),
      logger,
    }),
    inOrganization: (who, work) => organizations.runAs(who, undefined, work),
    rememberProfile: (user) => {
      if (user?.url !== undefined) profileUrls.remember(user.id, user.url);
    },
    rememberComment: sourceComments.remember,
    admitMessage: stopMarks.admit,
    stopTurn: (stop, webhook) =>
      stopTurn(stop, { adapter: () => adapter, chat, sessionWriter, stopMarks, logger }, webhook),
  };

  const adapter: LinearAdapter = new LinearAdapter({
    mode,
    identity,
    organizations,
    start: (instance) => {
      host.attach(instance);
      config.warnings.forEach((warning) => {
        logger.warn(warning);
      });
    },
    receive: createReceiver({
      gate: createGate(config, logger),
      handlers: createEventHandlers(inbound, () => adapter),
      claims: createEventClaims(state),
      logger,
    }),
    comments: createCommentMessages({
      ...environment,
      api,
      render,
      rememberOwn,
      sourceComments,
      splitBody: split,
      streamEditIntervalMs: config.streamEditIntervalMs,
      logger,
    }),
    sessions: createSessionMessages({
      render,
      clock,
      sourceComments,
      sessionWriter,
      stopMarks,
      logger,
      unsent: () => ({
        id: environment.newId(),
        organizationId: context.current()?.organizationId ?? "",
        createdAt: clock.now().toISOString(),
        author: {
          ...LINEAR,
          id: identity.userId() ?? "",
          displayName: identity.userName(),
          fullName: identity.userName(),
        },
      }),
    }),
    lookup: createLookup({
      api,
      toMessage: readListed,
      // With a person's API key the author alone does not tell; the state, which does, cannot be asked at once.
      parseMessage: (raw) =>
        readMessage(raw, raw.comment.user.id === identity.userId() && identity.current()?.actor !== "person"),
      renderFormatted: (content) => converter.fromAst(content),
    }),
    installations: createInstallationManager({
      ...environment,
      auth,
      credentials,
      installations,
      context,
      endpoints,
      logger,
    }),
    upkeep,
    oauth: createOAuthFlow({
      ...environment,
      auth,
      mode,
      defaultScopes: DEFAULT_SCOPES[mode],
      installations,
      endpoints,
      chat,
      state,
      adapter: () => adapter,
      logger,
    }),
    logger,
    createClient: () => {
      const organizationId = context.current()?.organizationId;
      if (auth.kind === "app" && organizationId === undefined) throw organizationUnknown();
      return createLinearClient(endpoints.graphql, credentials, organizationId);
    },
  });
  return adapter;
}

// Who acts when the author of what was read from Linear is us.
const ACTORS = { bot: { actor: "app" }, user: { actor: "person" } } as const;

// Nothing is kept or looked up for a credential of one organization. What a function gives may be of several.
const servesSeveral = (auth: LinearAuth): boolean =>
  auth.kind === "app" || Object.values(auth).some((value) => typeof value === "function");
const ONE_ORGANIZATION: ThreadOrganizations = { remember: async () => {}, find: async () => undefined };

function createGate(
  { webhook, maxSkewMs }: ResolvedConfig,
  logger: ReturnType<typeof createChatHost>["logger"],
): WebhookGate {
  switch (webhook.kind) {
    case "secret":
      return createSecretGate({ secret: webhook.secret, maxSkewMs, clock: systemClock });
    case "verifier":
      return createVerifierGate(webhook.verify, logger);
  }
}
