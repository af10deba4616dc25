import type { Identity } from "../credentials/auth.js";
import type { EventOf } from "../webhook/events.js";
import type { HandOver, Preparation } from "./event-handler.js";
import type { IgnoreSession } from "./ignored-sessions.js";
import { type InboundParts, withIdentity } from "./inbound-parts.js";
import { isAnsweredInComments } from "./take-on.js";

type SessionEvent = EventOf<"session.created" | "session.prompted">;

/** A session event that is for us, and who we are there. */
export interface SessionWork<Event extends SessionEvent> {
  event: Event;
  identity: Identity;
  /** Whether the comments have answered what it tells. */
  isAnswered: boolean;
}

/** Resolves to how the bot hears of the event; undefined means that it does not. Runs after Linear is answered. */
export type PrepareSession<Event extends SessionEvent> = (work: SessionWork<Event>) => Promise<HandOver | undefined>;

/** Handles an event of our own sessions. */
export function createSessionEventHandler<Event extends SessionEvent>(
  parts: InboundParts,
  ignoreSession: IgnoreSession,
  prepare: PrepareSession<Event>,
): (event: Event) => Promise<Preparation> {
  return async (event) => {
    const { session, organizationId } = event;
    if (parts.mode === "comments") return ignoreSession();

    return await withIdentity(organizationId, parts, async (identity) => {
      if (session.appUserId !== identity.userId) return { kind: "ignored", reason: "it is another app's session" };
      const isAnswered = await isAnsweredInComments(event, parts);
      return {
        kind: "accepted",
        run: async (options) =>
          await parts.inOrganization(identity, async () => {
            const handOver = await orFail(session.id, parts, () => prepare({ event, identity, isAnswered }));
            await handOver?.(options);
          }),
      };
    });
  };
}

/**
 * From the answer to Linear on nobody sends the event again: a session whose event is lost before the bot hears of it,
 * as by a state that is away, is told so.
 */
async function orFail<Result>(
  sessionId: string,
  { fail, logger }: InboundParts,
  prepare: () => Promise<Result>,
): Promise<Result> {
  try {
    return await prepare();
  } catch (error) {
    await fail(sessionId).catch((failure: unknown) => {
      logger.error("An agent session could not be told that its event was lost", { sessionId, error: failure });
    });
    throw error;
  }
}
