import type { Identity } from "../credentials/auth.js";
import { LinearAdapterError } from "../errors.js";
import type { LinearRawMessage } from "../messages/raw-message.js";
import { threadOf } from "../messages/to-chat-message.js";
import type { IssueSession } from "../sessions/intake/issue-sessions.js";
import { createOncePerKey } from "../util/once-per-key.js";
import type { EventOf } from "../webhook/events.js";
import { type BotTurns, createBotTurns, placeOf, type Turn } from "./bot-turns.js";
import type { InboundParts } from "./inbound-parts.js";
import type { HandOver, Preparation } from "./preparation.js";
import type { SessionArrivals } from "./session-arrivals.js";
import { withIdentity } from "./with-identity.js";

export type SessionEvent = EventOf<"session.created" | "session.prompted">;

/** A session event that is for us, and who we are there. */
export interface SessionWork<Event extends SessionEvent> {
  event: Event;
  identity: Identity;
  /** Whether the comments have answered already what the event tells. */
  isAnswered: boolean;
}

/** Resolves to how the bot hears of the event; undefined means that it does not. Runs after Linear is answered. */
export type PrepareSession<Event extends SessionEvent> = (work: SessionWork<Event>) => Promise<HandOver | undefined>;

/** Takes in an event of our own sessions, and ignores those of others. */
export type TakeSessionEvent = <Event extends SessionEvent>(
  event: Event,
  prepare: PrepareSession<Event>,
) => Promise<Preparation>;

export function createTakeSessionEvent(parts: InboundParts, arrivals: Pick<SessionArrivals, "note">): TakeSessionEvent {
  const { config, organizations, sessions } = parts;
  const once = createOncePerKey();

  return async (event, prepare) => {
    const { session, organizationId } = event;
    if (config.mode === "comments") {
      once("mode", () => warnOfMode(parts));
      return { kind: "ignored", reason: "the mode is comments" };
    }
    return await withIdentity(organizationId, parts, async (known) => {
      const addressee = await findAddressee(event, known, parts);
      if (addressee.kind === "unsure") {
        return { kind: "postponed", reason: "whether it is the bot's session is asked in a minute" };
      }
      if (addressee.kind === "other" && known.actor === "person") {
        once(organizationId, () => tellOfPerson(known, parts));
        return { kind: "ignored", reason: "it is an app's session, and the token is a person's" };
      }
      if (addressee.kind === "other") return { kind: "ignored", reason: "it is another app's session" };
      const { identity } = addressee;
      const isAnswered = !(await sessions.mentions.claimForSession(event));
      return {
        kind: "accepted",
        run: async (options) =>
          await organizations.runAs(identity, async () => {
            const noted = arrivals.note(organizationId);
            const preparing = (): Promise<HandOver | undefined> => prepare({ event, identity, isAnswered });
            // What comes from an inbox is tried again.
            const handOver = await (options.fromInbox ? preparing() : orFail(session.id, parts, preparing));
            await Promise.all([noted, handOver?.(options)]);
          }),
      };
    });
  };
}

type Addressee = { kind: "bot"; identity: Identity } | { kind: "other" } | { kind: "unsure" };

/** Finds whose session it is. An app that was removed and installed again is another user, so Linear is asked about those. */
async function findAddressee(
  { session: { appUserId }, organizationId }: SessionEvent,
  known: Identity,
  { identities, ownUsers }: InboundParts,
): Promise<Addressee> {
  const isUs = (identity: Identity): boolean => identity.actor === "app" && identity.userId === appUserId;
  if (isUs(known)) return { kind: "bot", identity: known };
  const again = await identities.reconsider(organizationId, { kind: "user", ids: [appUserId] });
  switch (again.kind) {
    case "answered":
      ownUsers.note(again.identity);
      return isUs(again.identity) ? { kind: "bot", identity: again.identity } : { kind: "other" };
    case "others":
      return { kind: "other" };
    case "too-soon":
      return { kind: "unsure" };
  }
}

/** Linear shows an agent that does not answer its sessions as broken, so the first one is worth a warning. */
function warnOfMode({ logger }: InboundParts): void {
  logger.warn(
    'Linear opens agent sessions for this app, but the mode is "comments": set mode to "agent-sessions" or "all", or turn the app\'s agent session events off',
  );
}

/** Logs a session that belongs to an app and stays pending: with a person's token nothing can be said in it. */
function tellOfPerson({ organizationId, userId, displayName = userId }: Identity, { logger }: InboundParts): void {
  const message = `An agent session came, but the accessToken is that of a person, @${displayName}: agent sessions belong to an app, so the bot cannot answer. Give a token that was granted with actor=app, or clientCredentials, or clientId and clientSecret`;
  logger.error(message, { organizationId, error: new LinearAdapterError("CONFIG_INVALID", message) });
}

/**
 * Tells a session that its event was lost before the bot heard of it, as by a state that is away: once Linear is
 * answered, nobody sends the event again. The error tells nothing of the reason.
 */
async function orFail<Result>(
  sessionId: string,
  { config, sessions, logger }: InboundParts,
  prepare: () => Promise<Result>,
): Promise<Result> {
  try {
    return await prepare();
  } catch (error) {
    await sessions.voice.sayAlways(sessionId, { kind: "error", body: config.failureText }).catch((failure: unknown) => {
      logger.error("An agent session could not be told that its event was lost", { sessionId, error: failure });
    });
    throw error;
  }
}

/** Tells a session that its mention was answered as a comment, because the session's event came much later. */
export async function tellAnsweredInComments(sessionId: string, { sessions }: InboundParts): Promise<void> {
  await sessions.voice.say(sessionId, { kind: "response", body: "I have answered this in the comments." });
}

/** Does the work on a session's message, unless bots have answered each other there for too long. */
export function takeTurn(
  raw: LinearRawMessage,
  parts: InboundParts,
  work: () => Promise<void>,
): ReturnType<BotTurns["take"]> {
  const turn: Turn = { place: placeOf(threadOf(raw)), speaker: raw.comment.user, counts: "each" };
  return createBotTurns(parts).take(turn, work);
}

/** Tells a session why its message is not answered. It mentions nobody, so that no bot has to answer it. */
export async function tellBotsGoOn(sessionId: string, { sessions }: InboundParts): Promise<void> {
  const body = "Only bots have written here for a while, so I wait until a person does.";
  await sessions.voice.say(sessionId, { kind: "response", body });
}

/** Whether the bot's handlers are to hear of a session's message that was written `at` (ISO 8601). */
export async function takeOn(event: SessionEvent, at: string, parts: InboundParts): Promise<boolean> {
  const { session, organizationId } = event;
  const { issueId, id: sessionId } = session;
  const { intake, stopMarks } = parts.sessions;
  if (!(await stopMarks.admit(sessionId, at))) return false;
  if (issueId !== undefined && !(await keepSession(issueId, { sessionId, at }, parts))) return false;
  return await intake.accept({ session, organizationId, at });
}

/** Resolves to whether the issue is still the bot's, as far as that is known. */
async function keepSession(
  issueId: string,
  session: IssueSession,
  { sessions: { issueSessions }, logger }: InboundParts,
): Promise<boolean> {
  try {
    await issueSessions.remember(issueId, session);
    return !(await issueSessions.isTakenSince(issueId, session));
  } catch (error) {
    const { sessionId } = session;
    logger.warn("The session of an issue could not be kept; taking the issue from the bot will not stop it", {
      sessionId,
      issueId,
      error,
    });
    return true;
  }
}

/**
 * Keeps which comment stands behind a session's message. Without it a reaction costs one more request, and an edit of the
 * comment is not heard of.
 */
export async function keepComment(
  messageId: string,
  commentId: string | undefined,
  { session: { id: sessionId, issueId } }: SessionEvent,
  { sourceComments, logger }: Pick<InboundParts, "sourceComments" | "logger">,
): Promise<void> {
  if (commentId === undefined) return;
  try {
    await sourceComments.rememberMessage({ messageId, sessionId, issueId }, commentId);
  } catch (error) {
    logger.warn("The comment behind an agent session's message could not be kept", { messageId, commentId, error });
  }
}
