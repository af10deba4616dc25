import { createEventClaims } from "../inbound/event-claims.js";
import { createEventHandlers } from "../inbound/event-handlers.js";
import { createReceiver, type Receive } from "../inbound/receive.js";
import { createSecretGate, createVerifierGate, type WebhookGate } from "../inbound/webhook-gate.js";
import { stopTurn } from "../sessions/stop-turn.js";
import { resolveSecret } from "../util/secret.js";
import type { AdapterCore } from "./adapter-core.js";
import type { ComposedSessions } from "./compose-sessions.js";
import type { LinearAdapter } from "./linear-adapter.js";
import { createMessageDispatch } from "./message-dispatch.js";

/** The part of the composition root that is about webhooks. */
export function composeInbound(
  core: AdapterCore,
  { sessionWriter, stopMarks, liveTurn }: ComposedSessions,
  adapter: () => LinearAdapter,
): Receive {
  const { config, host, opened, organizations, profileUrls, sourceComments } = core;
  const { auth } = config;
  const { chat, logger, state } = host;

  return createReceiver({
    gate: createGate(core),
    claims: createEventClaims(state),
    logger,
    handlers: createEventHandlers(
      {
        mode: config.mode,
        api: core.api,
        identities: core.identities,
        ownComments: core.ownComments,
        chat,
        logger,
        toMessage: core.toMessage,
        clientId: async (organizationId) =>
          "clientId" in auth ? await resolveSecret(auth.clientId, organizationId) : undefined,
        findInstallation: opened.installations.get,
        deleteInstallation: opened.installations.delete,
        isMentioned: core.identity.isMentioned,
        dispatch: createMessageDispatch({ adapter, chat, organizations, threads: core.threads, liveTurn, logger }),
        inOrganization: (who, work) => organizations.runAs(who, undefined, work),
        rememberProfile: (user) => {
          if (user?.url !== undefined) profileUrls.remember(user.id, user.url);
        },
        rememberComment: sourceComments.remember,
        admitMessage: stopMarks.admit,
        stopTurn: (stop, webhook) => stopTurn(stop, { adapter, chat, sessionWriter, stopMarks, logger }, webhook),
      },
      adapter,
    ),
  });
}

function createGate({ config, environment, host }: AdapterCore): WebhookGate {
  const { webhook, maxSkewMs } = config;
  switch (webhook.kind) {
    case "secret":
      return createSecretGate({ secret: webhook.secret, maxSkewMs, clock: environment.clock });
    case "verifier":
      return createVerifierGate(webhook.verify, host.logger);
  }
}
