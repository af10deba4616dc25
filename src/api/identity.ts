import type { Logger } from "chat";
import type { Identity } from "../credentials/auth.js";
import type { KeepIdentity } from "../credentials/kept-identity.js";
import type { ObservedCredentials } from "../credentials/observed-credentials.js";
import { isLinearAdapterError, LinearAdapterError } from "../errors.js";
import type { Awaitable } from "../util/awaitable.js";
import { createRecentMap } from "../util/recent-map.js";
import { createSingleFlight } from "../util/single-flight.js";
import { createLinearApi, type LinearApiParts } from "./linear-api.js";
import { getViewer } from "./operations/users.js";
import { createQuestionFloor, type UnknownOne } from "./question-floor.js";

/**
 * Tells who we are. That belongs to a credential: Linear is asked once for each, and again when it may be something else
 * by now, at most once a minute for each reason there may be.
 */
export interface IdentitySource {
  /**
   * @throws {LinearAdapterError} `INSTALLATION_NOT_FOUND` when the credential is another organization's, and what
   * {@link LinearApi.execute} throws when Linear must be asked and does not answer.
   */
  get(organizationId: string | undefined): Promise<Identity>;
  /**
   * Like `get`, with the @handle, which installations stored by `@chat-adapter/linear` do not hold. It is missing where
   * Linear takes none of their tokens any more.
   */
  getNamed(organizationId: string | undefined): Promise<Identity>;
  /** Gives what Linear has told so far; without an organization, only while it has told of a single one. */
  peek(organizationId: string | undefined): Identity | undefined;
  /**
   * Asks Linear again, since somebody is named who may be us.
   * @throws what {@link LinearApi.execute} throws, but for a credential that Linear takes no more.
   */
  reconsider(organizationId: string, someone: UnknownOne): Promise<Reconsideration>;
  /** Asks Linear again after an hour, since names change. Never rejects. */
  renewIfOld(organizationId: string): Awaitable<void>;
}

export type Reconsideration =
  /** What Linear says now. */
  | { kind: "answered"; identity: Identity }
  /** They are known to be others, or nobody can say who we are. */
  | { kind: "others" }
  /** Linear was asked less than a minute ago. */
  | { kind: "too-soon" };

export interface IdentitySourceParts extends Omit<LinearApiParts, "credentials"> {
  credentials: ObservedCredentials;
  keepIdentity: KeepIdentity;
  /** Organizations that share a credential have one key. */
  keyOf: (organizationId: string | undefined) => string;
  logger: Pick<Logger, "debug" | "info" | "warn">;
}

interface Answer {
  identity: Identity;
  atMs: number;
}

const MAX_AGE_MS = 60 * 60 * 1_000;
const CAPACITY = 5_000;

export function createIdentitySource(parts: IdentitySourceParts): IdentitySource {
  const { clock, credentials, keepIdentity, keyOf, logger } = parts;
  const byAuthorization = createRecentMap<Answer>(CAPACITY);
  const latest = createRecentMap<Answer>(CAPACITY);
  const byOrganization = new Map<string, Identity>();
  const knownSinceMs = createRecentMap<number>(CAPACITY);
  const floor = createQuestionFloor(clock);
  const askOnce = createSingleFlight<Identity>();

  const ask = (organizationId: string | undefined): Promise<Identity> =>
    askOnce(keyOf(organizationId), async () => {
      const { identity, authorization } = await askViewer(organizationId, parts);
      const answer = { identity, atMs: clock.now().getTime() };
      const earlier = latest.get(keyOf(organizationId))?.identity;
      if (earlier !== undefined && earlier.userId !== identity.userId) {
        logger.info(`The bot is another Linear user from now on: @${identity.displayName}`, {
          organizationId: identity.organizationId,
          userId: identity.userId,
        });
      }
      byAuthorization.set(authorization, answer);
      latest.set(keyOf(organizationId), answer);
      byOrganization.set(identity.organizationId, identity);
      await keepIdentity(identity, authorization);
      return identity;
    });

  /** What Linear has told of the credential that calls are sent with. */
  const identityOf = (authorization: string, key: string): Identity | undefined => {
    const answer = byAuthorization.get(authorization);
    if (answer !== undefined && latest.get(key) !== answer) latest.set(key, answer);
    return answer?.identity;
  };

  const identifyAtOnce = (organizationId: string | undefined): Identity | undefined => {
    const authorization = credentials.lastAuthorization(organizationId);
    return authorization === undefined ? undefined : identityOf(authorization, keyOf(organizationId));
  };

  /** Identifies us by the credential that calls are sent with. Where Linear does not tell, we are who we were. */
  const identify = async (organizationId: string | undefined): Promise<Identity> => {
    const key = keyOf(organizationId);
    const authorization =
      credentials.lastAuthorization(organizationId) ?? (await credentials.getCredential(organizationId)).authorization;
    const told = identityOf(authorization, key);
    if (told !== undefined) return told;
    const earlier = latest.get(key)?.identity;
    if (earlier === undefined) return await ask(organizationId);
    return floor.pass(key, "credential") ? ((await tryToAsk(organizationId)) ?? earlier) : earlier;
  };

  const tryToAsk = async (organizationId: string | undefined): Promise<Identity | undefined> => {
    try {
      return await ask(organizationId);
    } catch (error) {
      logger.debug("Linear did not tell who the bot is now; it is taken for who it was", { organizationId, error });
      return undefined;
    }
  };

  return {
    async get(organizationId) {
      const known = await credentials.knownIdentity(organizationId);
      const identity = known ?? identifyAtOnce(organizationId) ?? (await identify(organizationId));
      if (organizationId === undefined || identity.organizationId === organizationId) return identity;
      throw new LinearAdapterError(
        "INSTALLATION_NOT_FOUND",
        `The credential is one of organization ${identity.organizationId}, not of ${organizationId}`,
        { organizationId },
      );
    },
    async getNamed(organizationId) {
      const known = await credentials.knownIdentity(organizationId);
      if (known === undefined) return await identify(organizationId);
      if (known.displayName !== undefined) return known;
      const earlier = byOrganization.get(known.organizationId);
      // A re-installed app has another user: an earlier answer is then about the old one.
      if (earlier?.userId === known.userId) return earlier;
      try {
        return await ask(organizationId);
      } catch (error) {
        if (isDead(error)) return known;
        throw error;
      }
    },
    peek: (organizationId) => {
      if (organizationId !== undefined) return byOrganization.get(organizationId);
      return byOrganization.size === 1 ? byOrganization.values().next().value : undefined;
    },
    async reconsider(organizationId, someone) {
      const key = keyOf(organizationId);
      if (floor.findUnknown(key, someone).length === 0) return { kind: "others" };
      if (!floor.pass(key, someone.kind)) return { kind: "too-soon" };
      try {
        const identity = await ask(organizationId);
        floor.noteOthers(key, someone, identity);
        return { kind: "answered", identity };
      } catch (error) {
        if (isDead(error)) return { kind: "others" };
        throw error;
      }
    },
    renewIfOld(organizationId) {
      const key = keyOf(organizationId);
      const nowMs = clock.now().getTime();
      const sinceMs = latest.get(key)?.atMs ?? knownSinceMs.get(key);
      if (sinceMs === undefined) knownSinceMs.set(key, nowMs);
      const isOld = sinceMs !== undefined && nowMs - sinceMs >= MAX_AGE_MS;
      return isOld && floor.pass(key, "age") ? tryToAsk(organizationId).then(() => {}) : undefined;
    },
  };
}

/** Asks Linear, and notes which credential the answer is about: it may be renewed on the way. */
async function askViewer(
  organizationId: string | undefined,
  parts: IdentitySourceParts,
): Promise<{ identity: Identity; authorization: string }> {
  let authorization = "";
  const api = createLinearApi({
    ...parts,
    credentials: {
      ...parts.credentials,
      getCredential: async (id) => {
        const credential = await parts.credentials.getCredential(id);
        authorization = credential.authorization;
        return credential;
      },
    },
  });
  const { id, displayName, app, organizationId: ownId } = await api.execute(getViewer, {}, { organizationId });
  const identity: Identity = { organizationId: ownId, userId: id, displayName, actor: app ? "app" : "person" };
  return { identity, authorization };
}

/** Whether Linear takes none of our tokens any more. */
const isDead = (error: unknown): boolean =>
  isLinearAdapterError(error, "AUTHENTICATION_FAILED") || isLinearAdapterError(error, "TOKEN_REQUEST_FAILED");
