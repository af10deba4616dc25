import type { LinearInstallation, LinearInstallationProvider } from "chat-adapter-linear";

/** A host's table of JSON documents. */
export function createProvider(rows: Map<string, string> = new Map()): LinearInstallationProvider {
  return {
    get: async (organizationId) => JSON.parse(rows.get(organizationId) ?? "null"),
    save: async (given) => void rows.set(given.organizationId, JSON.stringify(given)),
    delete: async (organizationId) => void rows.delete(organizationId),
  };
}

/** A host's table that changes a row only while it is as it was. */
export function createComparingProvider(rows: Map<string, string> = new Map()): LinearInstallationProvider {
  return {
    ...createProvider(rows),
    compareAndSet: async (organizationId, expected, replacement) => {
      const stored: LinearInstallation | null = JSON.parse(rows.get(organizationId) ?? "null");
      if (stored?.accessToken !== expected?.accessToken) return false;
      if (replacement === null) rows.delete(organizationId);
      else rows.set(organizationId, JSON.stringify(replacement));
      return true;
    },
  };
}
