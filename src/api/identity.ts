import type { CredentialSource, Identity } from "../credentials/auth.js";
import { createSingleFlight } from "../util/single-flight.js";
import type { LinearApi } from "./operation.js";
import { getViewer } from "./operations/users.js";

/** Tells who we are. Linear is asked once per organization, and again after a failure. */
export interface IdentitySource {
  /** @throws what {@link LinearApi.execute} throws when Linear must be asked and does not answer. */
  get(organizationId: string | undefined): Promise<Identity>;
  /** Like `get`, with the @handle: installations stored by `@chat-adapter/linear` do not hold it. */
  getNamed(organizationId: string | undefined): Promise<Identity & { displayName: string }>;
  /** What is known without waiting, for kinds that have one workspace. */
  peek(): Identity | undefined;
}

export function createIdentitySource(parts: { credentials: CredentialSource; api: LinearApi }): IdentitySource {
  const asked = new Map<string, Identity & { displayName: string }>();
  const askOnce = createSingleFlight<Identity & { displayName: string }>();

  const ask = (organizationId: string | undefined): Promise<Identity & { displayName: string }> => {
    const key = organizationId ?? "";
    return askOnce(key, async () => {
      const viewer = await parts.api.execute(getViewer, {}, { organizationId });
      const identity = {
        organizationId: viewer.organizationId,
        userId: viewer.id,
        displayName: viewer.displayName,
        actor: viewer.app ? ("app" as const) : ("person" as const),
      };
      asked.set(key, identity);
      return identity;
    });
  };

  return {
    async get(organizationId) {
      const known = await parts.credentials.knownIdentity(organizationId);
      return known ?? asked.get(organizationId ?? "") ?? (await ask(organizationId));
    },
    async getNamed(organizationId) {
      const known = await parts.credentials.knownIdentity(organizationId);
      if (known?.displayName !== undefined) return { ...known, displayName: known.displayName };
      const earlier = asked.get(organizationId ?? "");
      // A re-installed app has another user: what was asked before is then about the old one.
      if (earlier && (known === undefined || known.userId === earlier.userId)) return earlier;
      return await ask(organizationId);
    },
    peek: () => (asked.size === 1 ? asked.values().next().value : undefined),
  };
}
