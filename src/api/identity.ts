import type { CredentialSource, Identity } from "../credentials/auth.js";
import { LinearAdapterError } from "../errors.js";
import { createSingleFlight } from "../util/single-flight.js";
import type { LinearApi } from "./operation.js";
import { getViewer } from "./operations/users.js";

/** Tells who we are. Linear is asked once per organization, and again after a failure. */
export interface IdentitySource {
  /**
   * @throws {LinearAdapterError} `INSTALLATION_NOT_FOUND` when the credential is another organization's, and what
   * {@link LinearApi.execute} throws when Linear must be asked and does not answer.
   */
  get(organizationId: string | undefined): Promise<Identity>;
  /** Like `get`, with the @handle: installations stored by `@chat-adapter/linear` do not hold it. */
  getNamed(organizationId: string | undefined): Promise<Identity & { displayName: string }>;
  /** Gives what Linear has told so far; without an organization, only while it has told of a single one. */
  peek(organizationId: string | undefined): Identity | undefined;
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
      const identity = known ?? asked.get(organizationId ?? "") ?? (await ask(organizationId));
      if (organizationId === undefined || identity.organizationId === organizationId) return identity;
      throw new LinearAdapterError(
        "INSTALLATION_NOT_FOUND",
        `The credential is one of organization ${identity.organizationId}, not of ${organizationId}`,
        { organizationId },
      );
    },
    async getNamed(organizationId) {
      const known = await parts.credentials.knownIdentity(organizationId);
      if (known?.displayName !== undefined) return { ...known, displayName: known.displayName };
      const earlier = asked.get(organizationId ?? "");
      // A re-installed app has another user: an earlier answer is then about the old one.
      if (earlier && (known === undefined || known.userId === earlier.userId)) return earlier;
      return await ask(organizationId);
    },
    peek: (organizationId) => {
      if (organizationId !== undefined) return asked.get(organizationId);
      return asked.size === 1 ? asked.values().next().value : undefined;
    },
  };
}
