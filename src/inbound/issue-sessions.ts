import type { StateAdapter } from "chat";

/** A session of ours on an issue. */
export interface IssueSession {
  sessionId: string;
  /** When somebody last wrote in it, ISO 8601. */
  at: string;
}

/** Which sessions an issue has: an event that takes the issue from the bot does not name them. */
export interface IssueSessions {
  remember(issueId: string, session: IssueSession): Promise<void>;
  /** The one that was last written in first. */
  find(issueId: string): Promise<IssueSession[]>;
  /** Whether what is going on in the session has not been ended for this reason before: once, in all processes. */
  end(session: IssueSession): Promise<boolean>;
}

const LIFETIME_MS = 90 * 24 * 60 * 60 * 1_000;
const MAX_LENGTH = 50;
// A notification and the issue's own event tell the same; the last retry of either comes after 7 h.
const ENDED_MS = 24 * 60 * 60 * 1_000;

export function createIssueSessions(state: () => StateAdapter): IssueSessions {
  const keyOf = (issueId: string): string => `linear:issue-sessions:${issueId}`;

  return {
    remember: (issueId, session) =>
      state().appendToList(keyOf(issueId), session, { maxLength: MAX_LENGTH, ttlMs: LIFETIME_MS }),
    find: async (issueId) => {
      const written = await state().getList<IssueSession>(keyOf(issueId));
      const newestFirst = written.toSorted((one, other) => Date.parse(other.at) - Date.parse(one.at));
      const firstOf = (sessionId: string): number =>
        newestFirst.findIndex((session) => session.sessionId === sessionId);
      return newestFirst.filter(({ sessionId }, index) => firstOf(sessionId) === index);
    },
    end: ({ sessionId, at }) => state().setIfNotExists(`linear:undelegated:${sessionId}:${at}`, true, ENDED_MS),
  };
}
