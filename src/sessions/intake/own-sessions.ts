import type { Logger, StateAdapter } from "chat";
import { isLinearAdapterError } from "../../errors.js";
import type { Clock } from "../../util/clock.js";
import type { EventAgentSession } from "../../webhook/events.js";
import type { SessionIntake } from "./session-intake.js";

/** Where a session is opened, as the bot named it: an issue (UUID or identifier) or a root comment (UUID). */
export interface OpeningPlace {
  ref: string;
  /** Undefined where the bot serves one organization only and has not heard of it yet. */
  organizationId: string | undefined;
}

/** What an event tells of a new session. */
export interface AnnouncedSession {
  id: string;
  organizationId: string;
  /** The names that it may have been opened by. */
  refs: readonly string[];
}

/**
 * Knows which sessions the bot has opened itself. Linear does not say whether it sends a `created` event for those, and
 * such an event would name nobody as the creator, just as that of an automation.
 */
export interface OwnSessions {
  /** Opens a session. Its event may come before the answer does, and to another process. */
  opening<Opened extends { id: string }>(place: OpeningPlace, open: () => Promise<Opened>): Promise<Opened>;
  /** Whether the bot opened it; waits for the answer where that is not known yet. */
  isOpened(session: AnnouncedSession): Promise<boolean>;
}

/** Whether `openSession` opened the session that an event tells of. */
export async function isOpenedByBot(
  { id, issueId, issue, commentId }: EventAgentSession,
  organizationId: string,
  sessions: Pick<OwnSessions, "isOpened">,
): Promise<boolean> {
  const refs = [issueId, issue?.identifier, commentId].filter((ref) => ref !== undefined);
  return await sessions.isOpened({ id, organizationId, refs });
}

export interface OwnSessionsParts {
  state: () => StateAdapter;
  /** Accepts what the bot opens itself: that needs nobody's leave. */
  intake: Pick<SessionIntake, "acceptOwn">;
  clock: Clock;
  logger: Pick<Logger, "warn">;
}

/** An opening of a place that may have others: at the same time, or in another organization that uses the same name. */
interface Opening {
  id: string;
  organizationId: string | null;
}

/** What is kept of an opening until its session is known. `lost`: the answer never came, so it never will be known. */
type Outcome = "awaited" | "lost";

// An opening is answered, or given up, within seconds: half a minute for a request, and as long for rate limits.
const AWAITED_MS = 90_000;
// A lost opening counts long enough for the event and its first retry, and not so long that it hides what an automation
// starts on the issue later.
const LOST_MS = 2 * 60_000;
const MAX_OPENINGS = 50;
// Linear sends an event again for seven hours.
const LIFETIME_MS = 8 * 60 * 60 * 1_000;
const POLL_MS = 200;

export function createOwnSessions({ state, intake, clock, logger }: OwnSessionsParts): OwnSessions {
  const openedKey = (sessionId: string): string => `linear:opened:${sessionId}`;
  const openingsKey = (ref: string): string => `linear:openings:${ref.toLowerCase()}`;
  const outcomeKey = (openingId: string): string => `linear:opening:${openingId}`;

  const isKnown = async (id: string): Promise<boolean> => (await state().get(openedKey(id))) !== null;
  const findOutcomes = async ({ refs, organizationId }: AnnouncedSession): Promise<(Outcome | null)[]> => {
    const openings = await Promise.all(refs.map((ref) => state().getList<Opening>(openingsKey(ref))));
    const candidates = openings.flat().filter((each) => (each.organizationId ?? organizationId) === organizationId);
    return await Promise.all(candidates.map(({ id }) => state().get<Outcome>(outcomeKey(id))));
  };

  return {
    opening: async ({ ref, organizationId = null }, open) => {
      const opening: Opening = { id: crypto.randomUUID(), organizationId };
      const key = outcomeKey(opening.id);
      const keep = (outcome: Outcome, ms: number): Promise<void> => state().set(key, outcome, ms);
      // A failure to keep something of the session is only logged: the session is open, and nobody may open it again.
      const tidy = (work: () => Promise<void>, consequence = "it may answer its event"): Promise<void> =>
        work().catch((error: unknown) => {
          logger.warn(`That the bot has opened an agent session could not be kept; ${consequence}`, { ref, error });
        });

      await keep("awaited", AWAITED_MS);
      await state().appendToList(openingsKey(ref), opening, {
        maxLength: MAX_OPENINGS,
        ttlMs: AWAITED_MS + LOST_MS,
      });
      try {
        const opened = await open();
        await tidy(() => state().set(openedKey(opened.id), true, LIFETIME_MS));
        await tidy(() => state().delete(key));
        await tidy(() => intake.acceptOwn(opened.id), "onAgentSession is asked about it");
        return opened;
      } catch (error) {
        const isLost = isLinearAdapterError(error, "LINEAR_UNREACHABLE");
        await tidy(() => (isLost ? keep("lost", LOST_MS) : state().delete(key)));
        throw error;
      }
    },
    isOpened: async (session) => {
      for (;;) {
        // The outcomes are read before the id is looked up: an opening leaves its session's id before it goes.
        const outcomes = await findOutcomes(session);
        if (await isKnown(session.id)) return true;
        if (outcomes.includes("lost")) return true;
        if (!outcomes.includes("awaited")) return false;
        await clock.sleep(POLL_MS);
      }
    },
  };
}
