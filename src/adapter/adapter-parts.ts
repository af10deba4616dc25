import type { LinearClient } from "@linear/sdk";
import { createChecklistEdits } from "../comments/checklist-edits.js";
import { createThreadWrites, type ThreadWrites } from "../comments/thread-writes.js";
import { createEventHandlers } from "../inbound/create-event-handlers.js";
import { toArrival } from "../inbound/dispatch.js";
import { createOnDied } from "../inbound/on-died.js";
import type { Receive } from "../inbound/receive.js";
import { createReceiver } from "../inbound/receive.js";
import { createRecovery } from "../inbound/recovery.js";
import { createTurnOrder } from "../inbound/turn-order.js";
import { createGate } from "../inbound/webhook-gate.js";
import type { Issues } from "../issues/create-issues.js";
import { createIssues } from "../issues/create-issues.js";
import type { IssueIdentifiers } from "../issues/issue-identifiers.js";
import { createIssueIdentifiers } from "../issues/issue-identifiers.js";
import { createQuestions } from "../questions/create-questions.js";
import type { Sessions } from "../sessions/create-sessions.js";
import { createSessions } from "../sessions/create-sessions.js";
import type { World } from "../util/world.js";
import type { AdapterCore } from "./adapter-core.js";
import { createAdapterCore } from "./adapter-core.js";
import type { ResolvedConfig } from "./config/resolve-config.js";
import { createCurrentClient } from "./current-client.js";
import type { InstallationManager } from "./installing/installation-manager.js";
import { createInstallationManager } from "./installing/installation-manager.js";
import type { OAuthFlow } from "./installing/oauth-flow.js";
import { createOAuthFlow } from "./installing/oauth-flow.js";
import { createCommentSurface } from "./surfaces/comment-surface.js";
import type { Lookup } from "./surfaces/lookup.js";
import { createLookup } from "./surfaces/lookup.js";
import { createSessionSurface } from "./surfaces/session-surface.js";
import type { Sent, Surfaces } from "./surfaces/surface.js";

/** What the adapter is made of; made once per adapter. */
export interface LinearAdapterParts {
  core: AdapterCore;
  sessions: Sessions;
  surfaces: Surfaces;
  lookup: Lookup;
  identifiers: IssueIdentifiers;
  issues: Issues;
  receive: Receive;
  manager: InstallationManager;
  oauth: OAuthFlow;
  currentClient: () => LinearClient;
  /** Lets calls that write begin in the order in which they were made, whatever has to be looked up before. */
  arrivals: ThreadWrites;
  start: () => void;
  stop: () => Promise<void>;
}

/** The composition root: everything that has state is made here, once per adapter. */
export function createAdapterParts(config: ResolvedConfig, world: World): LinearAdapterParts {
  const core = createAdapterCore(config, world);
  const questions = createQuestions(core);
  const sessions = createSessions({ ...core, beforeAsking: questions.putAside });
  const lookup = createLookup(core);
  const checklists = createChecklistEdits<Sent>(core);
  const writes = createThreadWrites();
  const settled = async (): Promise<void> => {
    await checklists.settled();
    await writes.settled();
  };
  const comments = createCommentSurface({ ...core, questions, lookup, edits: checklists, writes });
  const identifiers = createIssueIdentifiers(core);
  const { work } = sessions;
  const order = createTurnOrder({ ...core, onDied: (lease) => onDied(lease) });
  const inbound = { ...core, questions, sessions, order };
  const recovery = createRecovery({
    ...inbound,
    arrivalOf: (lease, identity) => toArrival(lease, identity, inbound),
  });
  const onDied = createOnDied({ ...inbound, recovery });

  return {
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
      handlers: createEventHandlers(inbound),
      landed: async (sessionIds) => void (await Promise.all([sessions.landed(sessionIds), settled()])),
    }),
    manager: createInstallationManager({
      ...core,
      work,
      afterWork: async (sessionIds) => void (await Promise.all([sessions.settled(sessionIds), settled()])),
    }),
    oauth: createOAuthFlow(core),
    currentClient: createCurrentClient(core),
    arrivals: createThreadWrites(),
    start: () => void recovery.sweep(order.open()),
    stop: async () => {
      order.close();
      await sessions.turns.finish();
      await core.leases.heartbeat.leave();
      await Promise.all([sessions.allSettled(), settled()]);
    },
  };
}
