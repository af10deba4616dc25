import type { Logger } from "chat";
import type { IdentitySource } from "../api/identity.js";
import type { Identity } from "../credentials/auth.js";
import type { LinearText } from "../render/linear-text.js";
import type { Awaitable } from "../util/awaitable.js";
import type { ChatHost } from "../util/chat-host.js";
import type { OrganizationContext } from "./organization-context.js";

/** Who the bot is, as people see it. */
export interface BotIdentity {
  /** Who we are in the current organization, as far as that is known. */
  current(): Identity | undefined;
  userName(): string;
  /** The names that people mention the bot by in an organization, as far as they are known. */
  names(identity: Identity): readonly string[];
  userId(): string | undefined;
  /** Whether a text mentions the bot. Linear is asked for the bot's own name where nothing else tells it. */
  isMentioned(text: LinearText, identity: Identity): Awaitable<boolean>;
  /**
   * Finds who we are by now when a text mentions the bot as nobody knew it so far: by a new name, or a new user. Linear is
   * asked, at most once a minute. Undefined when it mentions somebody else. Never rejects.
   */
  findMentionedAnew(text: LinearText, identity: Identity): Awaitable<Identity | undefined>;
  /** Whether a text mentions the bot by the names that are known already. */
  isMentionedAsKnown(text: LinearText): boolean;
  /** Finds the name by which a text may mean the bot, though the bot does not answer to it and is not mentioned. */
  findMissedName(text: LinearText, identity: Identity): MissedName | undefined;
}

export type MissedName =
  /** The app has another name in Linear than in the `Chat`. */
  | { kind: "chat-name"; name: string }
  /** The bot acts as a person, whose own mentions are not for it. */
  | { kind: "person"; name: string };

export interface BotIdentityParts {
  configuredName: string | undefined;
  identities: IdentitySource;
  context: OrganizationContext;
  host: ChatHost;
  /** Whether a person is known to have this @handle. */
  isPerson: (handle: string) => boolean;
  logger: Pick<Logger, "debug">;
}

const LAST_RESORT_NAME = "linear-bot";

export function createBotIdentity(parts: BotIdentityParts): BotIdentity {
  const { configuredName, identities, context, host, isPerson, logger } = parts;
  // A bot with a person's API key has no name of its own in Linear: mentions of that person are not for it.
  const nameInLinear = (identity: Identity | undefined): string | undefined =>
    identity?.actor === "app" ? identity.displayName : undefined;

  const namesOf = (identity: Identity | undefined): string[] => {
    const names = [configuredName, nameInLinear(identity)].filter((name) => name !== undefined);
    return names.length > 0 ? names : [host.chatUserName() ?? LAST_RESORT_NAME];
  };

  const current = (): Identity | undefined => {
    const scope = context.current();
    const asked = identities.peek(scope?.organizationId);
    // An installation of `@chat-adapter/linear` does not say what its user is called.
    return scope?.identity?.displayName === undefined ? (asked ?? scope?.identity) : scope.identity;
  };

  const findMentionedAnew = async (text: LinearText, { organizationId }: Identity): Promise<Identity | undefined> => {
    const { names, userIds } = text.addressees();
    const strangers = names.filter((name) => !isPerson(name));
    try {
      const asked = [
        await identities.reconsider(organizationId, { kind: "user", ids: userIds }),
        await identities.reconsider(organizationId, { kind: "name", names: strangers }),
      ];
      const answered = asked.find(({ kind }) => kind === "answered");
      if (answered?.kind !== "answered") return undefined;
      const { identity } = answered;
      return text.mentions({ userId: ownUserId(identity), names: namesOf(identity) }) ? identity : undefined;
    } catch (error) {
      logger.debug("Linear did not tell whether the bot has another name now", { organizationId, error });
      return undefined;
    }
  };

  return {
    current,
    names: (identity) =>
      namesOf(identity.displayName === undefined ? (identities.peek(identity.organizationId) ?? identity) : identity),
    userName: () => namesOf(current())[0] ?? LAST_RESORT_NAME,
    userId: () => current()?.userId,
    isMentioned: (text, identity) => {
      // Most comments mention nobody: then nobody's name is needed.
      if (!text.mayMention()) return false;
      const mentions = (named: Identity): boolean =>
        text.mentions({ userId: ownUserId(identity), names: namesOf(named) });
      if (identity.actor === "person" || identity.displayName !== undefined) return mentions(identity);
      return identities.getNamed(identity.organizationId).then(mentions);
    },
    findMentionedAnew: (text, identity) =>
      identity.actor === "app" && text.mayMention() ? findMentionedAnew(text, identity) : undefined,
    isMentionedAsKnown: (text) => {
      const known = current();
      return text.mentions({ userId: known && ownUserId(known), names: namesOf(known) });
    },
    findMissedName: (text, { actor, displayName, userId }) => {
      switch (actor) {
        case "app": {
          const name = host.chatUserName();
          return name !== undefined && text.mentions({ userId: undefined, names: [name] })
            ? { kind: "chat-name", name }
            : undefined;
        }
        case "person":
          return displayName !== undefined && text.mentions({ userId, names: [displayName] })
            ? { kind: "person", name: displayName }
            : undefined;
      }
    },
  };
}

const ownUserId = (identity: Identity): string | undefined => (identity.actor === "app" ? identity.userId : undefined);
