import type { AttachableInbox } from "../inbound/delivery-door.js";
import { systemClock } from "../util/clock.js";
import { createGateway } from "./gateway.js";
import type { LinearInbox } from "./linear-inbox.js";
import type { InboxStore } from "./store/inbox-store.js";
import { createMemoryStore } from "./store/memory-store.js";
import { createLocalWakeUps } from "./wake-ups/local-wake-ups.js";
import type { InboxWakeUps } from "./wake-ups/wake-ups.js";
import { createWorker, type InboxWorker } from "./worker.js";
import { type InboxWorkerSettings, resolveWorkerSettings } from "./worker-settings.js";

/** What {@link createInbox} makes an inbox of. */
export interface InboxOptions {
  store: InboxStore;
  /** Default: those of this process; other processes find what comes within `lookEveryMs`. */
  wakeUps?: InboxWakeUps;
  /** What workers do where they are told nothing else. */
  worker?: InboxWorkerSettings;
}

/**
 * An inbox with a store, and wake-ups, of one's own; `createRedisInbox` and `createPostgresInbox` bring theirs.
 * @throws {LinearAdapterError} `CONFIG_INVALID` for worker settings out of range.
 */
export function createInbox({ store, wakeUps = createLocalWakeUps(), worker = {} }: InboxOptions): LinearInbox {
  const settings = resolveWorkerSettings(worker);
  const attach: AttachableInbox["attach"] = ({ door, ...host }) => {
    let running: InboxWorker | undefined;
    return {
      receive: createGateway({ ...host, inbox: { store, wakeUps } }),
      start: () => {
        running = createWorker({ ...host, door, settings, inbox: { store, wakeUps } });
        running.start();
      },
      stop: async () => await running?.stop(),
    };
  };
  return {
    store,
    wakeUps,
    worker,
    attach,
    close: async () => {
      await Promise.all([wakeUps.close(), store.close()]);
    },
  };
}

/** An inbox in this process's memory, for tests and for a laptop: what it holds is gone with the process. */
export function createMemoryInbox({ worker = {} }: { worker?: InboxWorkerSettings } = {}): LinearInbox {
  return createInbox({ store: createMemoryStore(systemClock), worker });
}
