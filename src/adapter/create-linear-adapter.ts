import { createChecklistEdits } from "../comments/checklist-edits.js";
import { createEventHandlers } from "../inbound/create-event-handlers.js";
import { createReceiver } from "../inbound/receive.js";
import { createGate } from "../inbound/webhook-gate.js";
import { createIssues } from "../issues/create-issues.js";
import { createIssueIdentifiers } from "../issues/issue-identifiers.js";
import { createQuestions } from "../questions/create-questions.js";
import { createSessions } from "../sessions/create-sessions.js";
import { systemWorld, type World } from "../util/world.js";
import { createAdapterCore } from "./adapter-core.js";
import { joinChatErrors } from "./chat-errors.js";
import type { LinearAdapterConfig } from "./config/config.js";
import { type ResolvedConfig, readEnvironment, resolveConfig } from "./config/resolve-config.js";
import { createCurrentClient } from "./current-client.js";
import { createInstallationManager } from "./installing/installation-manager.js";
import { createOAuthFlow } from "./installing/oauth-flow.js";
import { LinearAdapter } from "./linear-adapter.js";
import { createCommentSurface } from "./surfaces/comment-surface.js";
import { createLookup } from "./surfaces/lookup.js";
import { createSessionSurface } from "./surfaces/session-surface.js";
import type { Sent } from "./surfaces/surface.js";

/**
 * Makes the adapter that a `Chat` gets. Without options everything comes from the environment.
 * @throws {LinearAdapterError} `CONFIG_INVALID` when authentication or webhook secret are missing, mixed or malformed.
 * @example
 * ```ts
 * const linear = createLinearAdapter({ mode: "agent-sessions" });
 * const bot = new Chat({ userName: "helper", adapters: { linear }, state: createMemoryState() });
 * bot.onNewMention(async (thread, message) => {
 *   await thread.post(`You said: ${message.text}`);
 * });
 * ```
 */
export function createLinearAdapter(options: LinearAdapterConfig = {}): LinearAdapter {
  joinChatErrors();
  return buildAdapter(resolveConfig(options, readEnvironment()), systemWorld);
}

/** The composition root: everything that has state is made here, once per adapter. Tests bring a world of their own. */
export function buildAdapter(config: ResolvedConfig, world: World): LinearAdapter {
  const core = createAdapterCore(config, world);
  const questions = createQuestions(core);
  const sessions = createSessions({ ...core, beforeAsking: questions.putAside });
  const lookup = createLookup(core);
  const checklists = createChecklistEdits<Sent>(core);
  const comments = createCommentSurface({ ...core, questions, lookup, edits: checklists });
  const identifiers = createIssueIdentifiers(core);
  const { work } = sessions;

  return new LinearAdapter({
    core,
    sessions,
    lookup,
    identifiers,
    issues: createIssues({ ...core, comments, identifiers, inThread: sessions.inThread }),
    surfaces: {
      issue: comments,
      comment: comments,
      session: createSessionSurface({ ...core, questions, sessions, lookup }),
    },
    receive: createReceiver({
      ...core,
      work,
      gate: createGate(core),
      handlers: createEventHandlers({ ...core, questions, sessions }),
      landed: async (sessionIds) => void (await Promise.all([sessions.landed(sessionIds), checklists.settled()])),
    }),
    manager: createInstallationManager({
      ...core,
      work,
      afterWork: async (sessionIds) => void (await Promise.all([sessions.settled(sessionIds), checklists.settled()])),
    }),
    oauth: createOAuthFlow(core),
    currentClient: createCurrentClient(core),
    stop: async () => {
      await sessions.turns.finish();
      await Promise.all([sessions.allSettled(), checklists.settled()]);
    },
  });
}
