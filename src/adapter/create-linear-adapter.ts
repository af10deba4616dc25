import type { WebhookOptions } from "chat";
import { organizationUnknown } from "../credentials/installation-errors.js";
import { type AdapterCore, createAdapterCore, servesSeveral } from "./adapter-core.js";
import { type CommentMessages, createCommentMessages } from "./comment-messages.js";
import { askInComments } from "./comment-questions.js";
import { composeInbound } from "./compose-inbound.js";
import { composeIssues } from "./compose-issues.js";
import { composeLookup } from "./compose-lookup.js";
import { type ComposedQuestions, composeQuestions } from "./compose-questions.js";
import { acceptingOwn, composeSessionScreen } from "./compose-session-screen.js";
import { composeOpenedSessions, composeSessionTools } from "./compose-session-tools.js";
import { type ComposedSessions, composeSessions } from "./compose-sessions.js";
import type { LinearAdapterConfig } from "./config.js";
import { createInstallationManager, type InstallationManager } from "./installation-manager.js";
import { LinearAdapter } from "./linear-adapter.js";
import { createLinearClients } from "./linear-client.js";
import { createOAuthFlow, type OAuthFlow } from "./oauth-flow.js";
import { DEFAULT_SCOPES } from "./resolve-auth.js";
import { readEnvironment, resolveConfig } from "./resolve-config.js";
import { createSessionPosts, type SessionPosts } from "./session-posts.js";

/**
 * Makes the adapter that a `Chat` gets. Without options everything comes from the environment.
 * @throws {LinearAdapterError} `CONFIG_INVALID` when authentication or webhook secret are missing, mixed or malformed.
 */
export function createLinearAdapter(options: LinearAdapterConfig = {}): LinearAdapter {
  return buildAdapter(createAdapterCore(resolveConfig(options, readEnvironment())));
}

/** The composition root: everything that has state is made here and in the `compose-*` files, once per adapter. */
function buildAdapter(core: AdapterCore): LinearAdapter {
  const { mode, auth, endpoints } = core.config;
  const { context, opened } = core;
  const questions = composeQuestions(core);
  const sessions = composeSessions(core, questions);
  const comments = composeComments(core, questions);
  const screen = composeSessionScreen(core, sessions);
  const openedSessions = acceptingOwn(composeOpenedSessions(core), screen, core.host);
  const tools = composeSessionTools(core, { ...sessions, comments, openedSessions, adapter: () => adapter });
  const { voice, liveTurns } = sessions;
  const afterWork = async (spokenIn: ReadonlySet<string>): Promise<void> => {
    await Promise.all([...[...spokenIn].map(voice.settled), tools.plans.settled()]);
  };
  const stop = async (): Promise<void> => {
    await liveTurns.finish();
    await Promise.all([voice.allSettled(), tools.plans.settled()]);
  };
  const allLanded = async (): Promise<void> => {
    await Promise.all([voice.allLanded(), tools.plans.settled()]);
  };
  const receive = composeInbound(core, sessions, questions, openedSessions, screen, () => adapter);

  const clientOf = createLinearClients(endpoints.graphql, opened.credentials);

  const adapter: LinearAdapter = new LinearAdapter({
    mode,
    identity: core.identity,
    organizations: core.organizations,
    start: core.start,
    receive: (request, options = {}) => receive(request, keepAliveFor(options, allLanded)),
    comments,
    sessions: sessions.messages,
    tools,
    sessionPosts: composeSessionPosts(core, sessions, questions),
    lookup: composeLookup(core),
    issue: composeIssues(core),
    installations: composeInstallations(core, afterWork),
    stop,
    upkeep: opened.upkeep,
    oauth: composeOAuth(core, () => adapter),
    logger: core.host.logger,
    createClient: () => {
      const organizationId = context.current()?.organizationId;
      if (auth.kind === "app" && organizationId === undefined) throw organizationUnknown();
      return clientOf(servesSeveral(auth) ? organizationId : undefined);
    },
  });
  return adapter;
}

/** What a handler leaves to be written a moment later belongs to the work that the host waits for. */
function keepAliveFor(options: WebhookOptions, settled: () => Promise<void>): WebhookOptions {
  const { waitUntil } = options;
  return waitUntil === undefined ? options : { ...options, waitUntil: (work) => waitUntil(work.finally(settled)) };
}

function composeComments(core: AdapterCore, questions: ComposedQuestions): CommentMessages {
  const { config, environment, identity, ownComments } = core;
  const comments = createCommentMessages({
    ...environment,
    api: core.api,
    render: core.render,
    rememberOwn: async (commentId) => {
      // The tokens of an app are those of its app user, whose comments are all ours.
      if (config.auth.kind === "api-key" || config.auth.kind === "access-token")
        await ownComments.remember(commentId, identity.current());
    },
    sourceComments: core.sourceComments,
    splitBody: core.splitBody,
    streamEditIntervalMs: config.streamEditIntervalMs,
    logger: core.host.logger,
  });
  return askInComments(comments, { ...questions, answerByReaction: config.answerByReaction });
}

function composeSessionPosts(
  { host, render }: AdapterCore,
  { voice, unsent }: ComposedSessions,
  questions: ComposedQuestions,
): SessionPosts {
  return createSessionPosts({ ...questions, voice, render, unsent, logger: host.logger });
}

function composeInstallations(
  { config, context, environment, host, opened }: AdapterCore,
  afterWork: (spokenIn: ReadonlySet<string>) => Promise<void>,
): InstallationManager {
  return createInstallationManager({
    ...environment,
    ...opened,
    afterWork,
    auth: config.auth,
    endpoints: config.endpoints,
    context,
    logger: host.logger,
  });
}

function composeOAuth({ config, environment, host, opened }: AdapterCore, adapter: () => LinearAdapter): OAuthFlow {
  const { auth, mode, endpoints } = config;
  return createOAuthFlow({
    ...environment,
    ...host,
    auth,
    mode,
    defaultScopes: DEFAULT_SCOPES[mode],
    installations: opened.installations,
    endpoints,
    adapter,
  });
}
