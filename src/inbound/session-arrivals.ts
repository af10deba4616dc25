import type { Identity } from "../credentials/auth.js";
import { isLinearAdapterError } from "../errors.js";
import type { EventOf } from "../webhook/events.js";
import type { InboundParts } from "./inbound-parts.js";
import type { Preparation } from "./preparation.js";

/** Whether agent sessions come at all: a bot for them that gets comments only is silent for ever. */
export interface SessionArrivals {
  /** Notes that a session of the bot has come. Never rejects. */
  note(organizationId: string): Promise<void>;
  /** Prepares a comment in a mode for sessions alone: when it mentions the bot, a session has to follow. */
  onComment(event: EventOf<"comment.created">): Preparation;
}

type ArrivalParts = Pick<
  InboundParts,
  "clock" | "host" | "identities" | "identity" | "logger" | "ownComments" | "texts"
>;

// Linear sends the two webhooks of a mention at about the same time, in either order.
// Ten seconds in all; after each part the state tells whether a session has come to another process.
const PATIENCE_MS = [500, 1_500, 8_000];
const LIFETIME_MS = 30 * 24 * 60 * 60 * 1_000;

const IGNORED: Preparation = { kind: "ignored", reason: "the mode is agent-sessions" };

export function createSessionArrivals(parts: ArrivalParts): SessionArrivals {
  const { clock, host, logger } = parts;
  const keyOf = (organizationId: string): string => `linear:sessions-come:${organizationId}`;
  const come = new Set<string>();
  const missed = new Set<string>();
  const patience = new Map<string, AbortController>();
  const isSettled = (organizationId: string): boolean => come.has(organizationId) || missed.has(organizationId);

  /** Whether a warning is needless: sessions have come, to any process, or their absence has been told. */
  const isQuiet = async (organizationId: string): Promise<boolean> => {
    if (isSettled(organizationId)) return true;
    if ((await host.state().get(keyOf(organizationId))) === null) return false;
    come.add(organizationId);
    return true;
  };

  /** Resolves to whether a session comes while there is patience: to this process at once, to another one soon. */
  const comesSoon = async (organizationId: string): Promise<boolean> => {
    const waiting = patience.get(organizationId) ?? new AbortController();
    patience.set(organizationId, waiting);
    for (const ms of PATIENCE_MS) {
      await clock.sleep(ms, waiting.signal).catch(() => {});
      if (await isQuiet(organizationId)) return true;
    }
    patience.delete(organizationId);
    return false;
  };

  const warnUnlessSessionComes = async (event: EventOf<"comment.created">): Promise<void> => {
    const { comment, organizationId } = event;
    const identity = await findIdentity(organizationId, parts);
    if (identity === undefined || !(await isMention(event, identity, parts))) return;
    if (await isQuiet(organizationId)) return;
    if (await comesSoon(organizationId)) return;
    missed.add(organizationId);
    const names = parts.identity.names(identity);
    logger.warn(
      `A comment mentions the bot (@${names.join(", @")}), and no agent session has come from Linear so far, while the mode is "agent-sessions": switch the app's agent session events on, or set mode to "comments" or "all"`,
      { organizationId, issueId: comment.issueId, commentId: comment.id },
    );
  };

  return {
    note: async (organizationId) => {
      if (come.has(organizationId)) return;
      come.add(organizationId);
      patience.get(organizationId)?.abort();
      try {
        await host.state().set(keyOf(organizationId), true, LIFETIME_MS);
      } catch (error) {
        logger.debug("That agent sessions come could not be kept", { organizationId, error });
      }
    },
    onComment: (event) => {
      const { comment, organizationId } = event;
      if (comment.issueId === undefined || isSettled(organizationId)) return IGNORED;
      return {
        kind: "accepted",
        run: async ({ fromInbox }) => {
          const looking = warnUnlessSessionComes(event);
          if (fromInbox === undefined) return await looking;
          // Whoever works on an inbox has other things to do than to wait for a warning.
          looking.catch((error: unknown) => {
            logger.debug("Whether agent sessions come could not be looked up", { organizationId, error });
          });
        },
      };
    },
  };
}

/** Who we are there; undefined where the app is not installed. */
async function findIdentity(organizationId: string, { identities }: ArrivalParts): Promise<Identity | undefined> {
  try {
    return await identities.get(organizationId);
  } catch (error) {
    if (isLinearAdapterError(error, "INSTALLATION_NOT_FOUND")) return undefined;
    throw error;
  }
}

async function isMention(
  { comment }: EventOf<"comment.created">,
  bot: Identity,
  { identity, texts }: ArrivalParts,
): Promise<boolean> {
  // Apps open no sessions of themselves by what they write.
  if (comment.userId === bot.userId || comment.user?.id === bot.userId) return false;
  return await identity.isMentioned(await texts.read(comment.body), bot);
}
