import type { InstallationIndex } from "./installation-index.js";
import type { InstallationStore } from "./installation-store.js";

/** A store that enters its installations into the index: when they are written, and older ones when they are read. */
export function createIndexedInstallations(store: InstallationStore, index: InstallationIndex): InstallationStore {
  return {
    async get(organizationId) {
      const found = await store.get(organizationId);
      if (found) await index.add(organizationId);
      return found;
    },
    async set(installation) {
      const result = await store.set(installation);
      if (result === "stored") await index.enter(installation.organizationId);
      return result;
    },
    async update(organizationId, change) {
      let wasMissing = false;
      const result = await store.update(organizationId, (current) => {
        wasMissing = current === undefined;
        return change(current);
      });
      if (result === undefined) await index.leave(organizationId);
      else if (wasMissing) await index.enter(organizationId);
      return result;
    },
    async delete(organizationId) {
      await store.delete(organizationId);
      await index.leave(organizationId);
    },
  };
}
