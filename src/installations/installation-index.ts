import type { Logger, StateAdapter } from "chat";
import { createSingleFlight } from "../util/single-flight.js";
import type { InstallationStore } from "./installation-store.js";

/** Which organizations have an installation, for work on all of them: a state adapter cannot list its keys. */
export interface InstallationIndex {
  /** Adds an organization and never fails: one that could not be added is added the next time. */
  add(organizationId: string): Promise<void>;
  /** Lists each organization once, those too that have uninstalled the app. */
  list(): Promise<string[]>;
}

export interface InstallationIndexParts {
  state: () => StateAdapter;
  logger: Pick<Logger, "warn">;
}

const LIST_KEY = "linear:installations";
// Organizations beyond these cost one more read each time.
const CAPACITY = 10_000;

/**
 * Keeps the index as a list to which entries are appended and never taken out, since only that is safe with many
 * writers: one entry for every organization that ever installed the app. A mark per organization keeps it from a second
 * entry; two writers at the same moment may still leave two, which does no harm.
 */
export function createInstallationIndex({ state, logger }: InstallationIndexParts): InstallationIndex {
  const known = new Set<string>();
  const addOnce = createSingleFlight<void>();

  async function write(organizationId: string): Promise<void> {
    const markKey = `${LIST_KEY}:${organizationId}`;
    if ((await state().get(markKey)) !== true) {
      await state().appendToList(LIST_KEY, organizationId);
      // The mark is set last: a process that dies before leaves a double entry, not a missing one.
      await state().set(markKey, true);
    }
    if (known.size >= CAPACITY) known.clear();
    known.add(organizationId);
  }

  return {
    async add(organizationId) {
      if (known.has(organizationId)) return;
      try {
        await addOnce(organizationId, () => write(organizationId));
      } catch {
        logger.warn("Could not add an organization to the index of installations", { organizationId });
      }
    },
    async list() {
      const entries = await state().getList(LIST_KEY);
      return [...new Set(entries.filter((entry) => typeof entry === "string"))];
    },
  };
}

/** A store that enters its installations into the index: when they are written, and older ones when they are read. */
export function createIndexedInstallations(store: InstallationStore, index: InstallationIndex): InstallationStore {
  return {
    async get(organizationId) {
      const found = await store.get(organizationId);
      if (found) await index.add(organizationId);
      return found;
    },
    async set(installation) {
      await store.set(installation);
      await index.add(installation.organizationId);
    },
    delete: (organizationId) => store.delete(organizationId),
  };
}
