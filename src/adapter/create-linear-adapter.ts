import { organizationUnknown } from "../credentials/installation-errors.js";
import { type AdapterCore, createAdapterCore } from "./adapter-core.js";
import { type CommentMessages, createCommentMessages } from "./comment-messages.js";
import { composeInbound } from "./compose-inbound.js";
import { composeLookup } from "./compose-lookup.js";
import { composeSessions } from "./compose-sessions.js";
import type { LinearAdapterConfig } from "./config.js";
import { createInstallationManager, type InstallationManager } from "./installation-manager.js";
import { LinearAdapter } from "./linear-adapter.js";
import { createLinearClient } from "./linear-client.js";
import { createOAuthFlow, type OAuthFlow } from "./oauth-flow.js";
import { DEFAULT_SCOPES } from "./resolve-auth.js";
import { readEnvironment, resolveConfig } from "./resolve-config.js";

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
  const sessions = composeSessions(core);

  const adapter: LinearAdapter = new LinearAdapter({
    mode,
    identity: core.identity,
    organizations: core.organizations,
    start: core.start,
    receive: composeInbound(core, sessions, () => adapter),
    comments: composeComments(core),
    sessions: sessions.messages,
    lookup: composeLookup(core),
    installations: composeInstallations(core),
    upkeep: opened.upkeep,
    oauth: composeOAuth(core, () => adapter),
    logger: core.host.logger,
    createClient: () => {
      const organizationId = context.current()?.organizationId;
      if (auth.kind === "app" && organizationId === undefined) throw organizationUnknown();
      return createLinearClient(endpoints.graphql, opened.credentials, organizationId);
    },
  });
  return adapter;
}

function composeComments(core: AdapterCore): CommentMessages {
  const { config, environment, identity, ownComments } = core;
  return createCommentMessages({
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
}

function composeInstallations({ config, context, environment, host, opened }: AdapterCore): InstallationManager {
  return createInstallationManager({
    ...environment,
    ...opened,
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
