import type { StateAdapter } from "chat";
import type { Awaitable } from "../../util/awaitable.js";
import { claim } from "../../util/claim.js";
import type { Clock } from "../../util/clock.js";
import type { EventOf } from "../../webhook/events.js";

/**
 * Decides who answers a mention in a bot of sessions and comments. It may come as both, in any order and to any
 * process; whoever claims the comment answers it. Sessions claim at once, comments when no session has come for it.
 */
export interface MentionClaims {
  /** Whether the session answers what its event tells. Otherwise the comments have answered it already. */
  claimForSession(event: EventOf<"session.created" | "session.prompted">): Promise<boolean>;
  /** Keeps that a comment stands in a session of ours. */
  rememberInSession(commentId: string, sessionId: string): Promise<void>;
  /** The session in whose thread a comment stands, as far as that is known. */
  findSession(comment: { id: string; parentId: string | undefined }): Awaitable<string | undefined>;
  /**
   * Waits for the session that a mention usually opens, and resolves to whether the comments answer it instead; again for
   * the same `attempt`, of which each is another where none is given.
   */
  claimForComments(commentId: string, attempt?: string): Awaitable<boolean>;
}

/** Answers for a bot of one kind: a mention comes to it once, and whoever hears of it answers it. */
export const ONE_ANSWERER: MentionClaims = {
  claimForSession: async () => true,
  rememberInSession: async () => {},
  findSession: () => undefined,
  claimForComments: () => true,
};

// Comments wait three seconds for the session of a mention. Linear sends both within a fraction of a second: a process
// that looks after half a second then need not stay for the rest.
const WAITS_MS = [500, 2_500];

// Linear's last retry of the later one comes after 7 h.
const CLAIM_MS = 24 * 60 * 60 * 1_000;
const THREAD_MS = 180 * 24 * 60 * 60 * 1_000;

const SESSION = "session";
const COMMENTS = "comments";

export function createMentionClaims(state: () => StateAdapter, clock: Clock): MentionClaims {
  const claimKey = (commentId: string): string => `linear:mention:${commentId}`;
  const threadKey = (rootId: string): string => `linear:session-thread:${rootId}`;

  const claimComment = async (commentId: string, claimant: string): Promise<string> =>
    (await claim(state(), claimKey(commentId), claimant, CLAIM_MS)) ?? claimant;

  return {
    claimForSession: async (event) => {
      const { commentId: rootId } = event.session;
      const commentId = findRequestComment(event);
      const [owner] = await Promise.all([
        commentId === undefined ? SESSION : claimComment(commentId, SESSION),
        rootId === undefined ? undefined : state().set(threadKey(rootId), event.session.id, THREAD_MS),
      ]);
      return owner === SESSION;
    },
    rememberInSession: (commentId, sessionId) => state().set(threadKey(commentId), sessionId, THREAD_MS),
    findSession: async ({ id, parentId }) => (await state().get<string>(threadKey(parentId ?? id))) ?? undefined,
    claimForComments: async (commentId, attempt = crypto.randomUUID()) => {
      const claimant = `${COMMENTS} ${attempt}`;
      for (const ms of WAITS_MS) {
        const owner = await state().get(claimKey(commentId));
        if (owner !== null) return owner === claimant;
        await clock.sleep(ms);
      }
      return (await claimComment(commentId, claimant)) === claimant;
    },
  };
}

/** The comment that Linear made the session's message of. The root of a thread that Linear opened itself is harmless. */
function findRequestComment(event: EventOf<"session.created" | "session.prompted">): string | undefined {
  if (event.kind === "session.prompted") return event.activity.sourceCommentId;
  return event.session.sourceCommentId ?? event.session.commentId;
}
