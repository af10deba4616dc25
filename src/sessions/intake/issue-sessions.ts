import type { StateAdapter } from "chat";
import { claim } from "../../util/claim.js";

/** A session of ours on an issue. */
export interface IssueSession {
  sessionId: string;
  /** When somebody last wrote in it, ISO 8601. */
  at: string;
}

/** Which sessions an issue has: an event that takes the issue from the bot does not name them. */
export interface IssueSessions {
  remember(issueId: string, session: IssueSession): Promise<void>;
  /** Keeps that somebody has taken the issue from the bot, ISO 8601. {@link find} tells which sessions end by that. */
  noteTaken(issueId: string, at: string): Promise<void>;
  /** Whether the issue was taken from the bot after a message in the session was written, whose event came late. */
  isTakenSince(issueId: string, session: IssueSession): Promise<boolean>;
  /** Finds the sessions of an issue, the one that was last written in first. */
  find(issueId: string): Promise<IssueSession[]>;
  /**
   * Resolves to true once, in all processes: when what is going on in the session was not ended for this reason before.
   */
  end(session: IssueSession): Promise<boolean>;
}

const LIFETIME_MS = 90 * 24 * 60 * 60 * 1_000;
const MAX_LENGTH = 50;
// A notification and the issue's own event tell the same; the last retry of either comes after 7 h.
const TAKEN_MS = 24 * 60 * 60 * 1_000;

export function createIssueSessions(state: () => StateAdapter): IssueSessions {
  const keyOf = (issueId: string): string => `linear:issue-sessions:${issueId}`;
  const takenKey = (issueId: string): string => `linear:issue-taken:${issueId}`;

  return {
    remember: (issueId, session) =>
      state().appendToList(keyOf(issueId), session, { maxLength: MAX_LENGTH, ttlMs: LIFETIME_MS }),
    noteTaken: (issueId, at) => state().set(takenKey(issueId), at, TAKEN_MS),
    isTakenSince: async (issueId, { at }) => {
      const takenAt = await state().get<string>(takenKey(issueId));
      return takenAt !== null && Date.parse(takenAt) > Date.parse(at);
    },
    find: async (issueId) => {
      const written = await state().getList<IssueSession>(keyOf(issueId));
      const newestFirst = written.toSorted((one, other) => Date.parse(other.at) - Date.parse(one.at));
      const firstOf = (sessionId: string): number =>
        newestFirst.findIndex((session) => session.sessionId === sessionId);
      return newestFirst.filter(({ sessionId }, index) => firstOf(sessionId) === index);
    },
    end: async ({ sessionId, at }) => {
      const key = `linear:undelegated:${sessionId}:${at}`;
      const claimant = crypto.randomUUID();
      return (await claim(state(), key, claimant, TAKEN_MS)) === claimant;
    },
  };
}
