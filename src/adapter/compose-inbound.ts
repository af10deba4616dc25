import { createEventClaims } from "../inbound/event-claims.js";
import { createEventHandlers } from "../inbound/event-handlers.js";
import { createIssueSessions } from "../inbound/issue-sessions.js";
import { createReceiver, type Receive } from "../inbound/receive.js";
import { createSecretGate, createVerifierGate, type WebhookGate } from "../inbound/webhook-gate.js";
import { startDelegatedIssue } from "../issues/workflow.js";
import { openTurn } from "../sessions/open-turn.js";
import { isOpenedByBot, type OpenedSessions } from "../sessions/opened-sessions.js";
import { isThreadBusy } from "../sessions/running-turn.js";
import type { SessionScreen } from "../sessions/session-screen.js";
import { type StopTurnParts, stopTurn } from "../sessions/stop-turn.js";
import { STOPPED_TEXT } from "../streams/stream-texts.js";
import { formatThread } from "../threads/thread-id.js";
import { resolveSecret } from "../util/secret.js";
import { createActionDispatch, createReactionDispatch } from "./action-dispatch.js";
import type { AdapterCore } from "./adapter-core.js";
import type { ComposedQuestions } from "./compose-questions.js";
import type { ComposedSessions } from "./compose-sessions.js";
import type { LinearAdapter } from "./linear-adapter.js";
import { createMessageDispatch } from "./message-dispatch.js";

/** The part of the composition root that is about webhooks. */
export function composeInbound(
  core: AdapterCore,
  { voice, stopMarks, liveTurns }: ComposedSessions,
  { answers }: ComposedQuestions,
  openedSessions: OpenedSessions,
  screen: SessionScreen,
  adapter: () => LinearAdapter,
): Receive {
  const { config, host, opened, organizations, profileUrls, sourceComments } = core;
  const { auth } = config;
  const { chat, logger, state } = host;
  const dispatching = { adapter, chat, organizations, threads: core.threads, liveTurn: liveTurns.run, logger };
  const stopping: StopTurnParts = { adapter, chat, voice, stopMarks, logger };

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
        dispatch: createMessageDispatch(dispatching),
        takeAnswer: answers.takeMessage,
        takeReaction: answers.takeReaction,
        dispatchAction: createActionDispatch(dispatching),
        dispatchReaction: createReactionDispatch(dispatching),
        inOrganization: (who, work) => organizations.runAs(who, undefined, work),
        rememberProfile: (user) => {
          if (user?.url !== undefined) profileUrls.remember(user.id, user.url);
        },
        rememberComment: sourceComments.remember,
        admitMessage: stopMarks.admit,
        isOpenedByBot: (session, organizationId) => isOpenedByBot(session, organizationId, openedSessions),
        startDelegatedIssue: config.startDelegatedIssues
          ? (issueId, sign) => startDelegatedIssue(core.api, issueId, sign)
          : undefined,
        screen,
        prepareVisibly: async (thread, at, work) => {
          const turn = openTurn(
            { sessionId: thread.sessionId, threadId: formatThread(thread), at },
            { mayBeSilent: true },
          );
          const result = work();
          await liveTurns.run(
            turn,
            async () => void (await result),
            () => false,
          );
          return await result;
        },
        fail: async (sessionId) => {
          await voice.performAlways(sessionId, { kind: "error", body: config.failureText });
        },
        respond: async (sessionId, body) => {
          await voice.perform(sessionId, { kind: "response", body });
        },
        issueSessions: createIssueSessions(state),
        mentions: core.mentions,
        isBusy: (thread) => isThreadBusy(state(), formatThread(thread)),
        stopTurn: (stop, webhook) => stopTurn({ ...stop, closingWord: STOPPED_TEXT }, stopping, webhook),
        stopSilently: (stop, webhook) => stopTurn({ ...stop, closingWord: undefined }, stopping, webhook),
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
