import type { LinearClient } from "@linear/sdk";
import { createChecklistEdits } from "../comments/checklist-edits.js";
import { createListeners, type Listeners } from "../events/listeners.js";
import { createEventHandlers } from "../inbound/create-event-handlers.js";
import type { DeliveryDoor } from "../inbound/delivery-door.js";
import { toArrival } from "../inbound/dispatch.js";
import { findListeners } from "../inbound/listening.js";
import { createOnDied } from "../inbound/on-died.js";
import type { Receive } from "../inbound/receive.js";
import { createReceiver } from "../inbound/receive.js";
import { createRecovery } from "../inbound/recovery.js";
import { createDeliveryDoor } from "../inbound/run-delivery.js";
import { stopWithIssues } from "../inbound/stop-with-issue.js";
import { createTurnOrder } from "../inbound/turn-order.js";
import { createGate } from "../inbound/webhook-gate.js";
import type { Issues } from "../issues/create-issues.js";
import { createIssues } from "../issues/create-issues.js";
import type { IssueIdentifiers } from "../issues/issue-identifiers.js";
import { createIssueIdentifiers } from "../issues/issue-identifiers.js";
import { createQuestions } from "../questions/create-questions.js";
import type { Sessions } from "../sessions/create-sessions.js";
import { createSessions } from "../sessions/create-sessions.js";
import type { LooseEnds } from "../sessions/turns/current-work.js";
import type { Awaitable } from "../util/awaitable.js";
import type { JsonObject } from "../util/json.js";
import { createSerial, type Serial } from "../util/serial.js";
import type { World } from "../util/world.js";
import type { AdapterCore } from "./adapter-core.js";
import { createAdapterCore } from "./adapter-core.js";
import type { ResolvedConfig } from "./config/resolve-config.js";
import { createCurrentClient } from "./current-client.js";
import { endInTime, LINEAR_MS, STATE_MS } from "./end-in-time.js";
import type { InstallationManager } from "./installing/installation-manager.js";
import { createInstallationManager } from "./installing/installation-manager.js";
import type { OAuthFlow } from "./installing/oauth-flow.js";
import { createOAuthFlow } from "./installing/oauth-flow.js";
import { createCommentSurface } from "./surfaces/comment-surface.js";
import type { Lookup } from "./surfaces/lookup.js";
import { createLookup } from "./surfaces/lookup.js";
import { createQuoting } from "./surfaces/quoting.js";
import { createReadReceipts, type ReadReceipts } from "./surfaces/read-receipts.js";
import { createSessionSurface } from "./surfaces/session-surface.js";
import type { Sent, Surfaces } from "./surfaces/surface.js";

/** What the adapter is made of; made once per adapter. */
export interface LinearAdapterParts {
  core: AdapterCore;
  sessions: Sessions;
  surfaces: Surfaces;
  listeners: Listeners;
  lookup: Lookup;
  identifiers: IssueIdentifiers;
  issues: Issues;
  receipts: ReadReceipts;
  receive: Receive;
  door: DeliveryDoor;
  manager: InstallationManager;
  oauth: OAuthFlow;
  currentClient: () => LinearClient;
  /** Lets calls that write begin in the order in which they were made, whatever has to be looked up before. */
  arrivals: Serial;
  start: () => void;
  stop: () => Promise<void>;
}

/** The composition root: everything that has state is made here, once per adapter. */
export function createAdapterParts(config: ResolvedConfig, world: World): LinearAdapterParts {
  const core = createAdapterCore(config, world);
  const questions = createQuestions(core);
  const sessions = createSessions({ ...core, newId: core.ids.next, beforeAsking: questions.putAside });
  const lookup = createLookup(core);
  const checklists = createChecklistEdits<Sent>(core);
  const { work } = sessions;
  const writes = createSerial();
  const withQuote = createQuoting(core);
  const comments = createCommentSurface({
    ...core,
    withQuote,
    newId: core.ids.next,
    questions,
    lookup,
    edits: checklists,
    work,
    writes,
  });
  const identifiers = createIssueIdentifiers(core);
  const order = createTurnOrder({ ...core, onDied: (lease) => onDied(lease) });
  const listeners = createListeners();
  const inbound = { ...core, questions, sessions, order, listeners };
  stopWithIssues(listeners, inbound);
  const recovery = createRecovery({
    ...inbound,
    arrivalOf: (lease, identity) => toArrival(lease, identity, inbound),
  });
  const onDied = createOnDied({ ...inbound, recovery });
  const gate = createGate(core);
  const handling = {
    work,
    handlers: createEventHandlers(inbound),
    findListeners: (payload: JsonObject) => findListeners(payload, inbound),
    land: (said: LooseEnds) => waitFor(said, sessions.landed),
  };
  const door = createDeliveryDoor({ ...core, ...handling, sessions });
  const inbox = config.inbox?.attach({ ...core, gate, door });

  return {
    core,
    sessions,
    listeners,
    lookup,
    identifiers,
    receipts: createReadReceipts({ ...core, work }),
    issues: createIssues({
      ...core,
      newId: () => core.ids.next("issues"),
      comments,
      identifiers,
      inThread: sessions.inThread,
    }),
    surfaces: {
      issue: comments,
      comment: comments,
      session: createSessionSurface({ ...core, withQuote, questions, sessions, lookup }),
    },
    receive: inbox?.receive ?? createReceiver({ ...core, ...handling, gate }),
    door,
    manager: createInstallationManager({
      ...core,
      work,
      flush: (said) => waitFor(said, sessions.flush),
    }),
    oauth: createOAuthFlow(core),
    currentClient: createCurrentClient(core),
    arrivals: createSerial(),
    start: () => {
      void recovery.sweep(order.open());
      inbox?.start();
    },
    stop: async () => {
      await inbox?.stop();
      order.close();
      await endInTime("its turns are over", LINEAR_MS, sessions.turns.finish(), core);
      await endInTime("other processes know that it leaves", STATE_MS, core.leases.heartbeat.leave(), core);
      await endInTime("what it said in sessions has landed", LINEAR_MS, sessions.flushAll(), core);
      await endInTime("its checklists have landed", LINEAR_MS, checklists.allLanded(), core);
      await endInTime("its comments have landed", LINEAR_MS, writes.over(), core);
    },
  };
}

/** Waits for what a piece of work has begun to say. @param land what becomes of its sessions. */
function waitFor(said: LooseEnds, land: (sessionIds: Iterable<string>) => Promise<void>): Awaitable<void> {
  // Most of what comes is for nobody, and nothing is said.
  if (said.sessionIds.size > 0 || said.writes.size > 0) return landAll(said, land);
}

async function landAll(
  { sessionIds, writes }: LooseEnds,
  land: (sessionIds: Iterable<string>) => Promise<void>,
): Promise<void> {
  await land(sessionIds);
  while (writes.size > 0) await Promise.all(writes);
}
