import type { Identity, LinearAuth } from "../../credentials/auth.js";
import type { Memory } from "../../util/memory.js";

/**
 * Tells the bot's own comments from those of the person whose API key it uses: the ids of what the bot writes are
 * kept for as long as Linear may send them back.
 */
export interface OwnComments {
  /** Remembers an id before it is sent, so that the webhook cannot be faster. */
  remember(commentId: string, identity: Identity | undefined): Promise<void>;
  /** Whether the bot wrote it, given who it is and whether its user is the author. */
  isOwn(commentId: string, isAuthor: boolean, identity: Pick<Identity, "actor">): Promise<boolean>;
}

const LIFETIME_MS = 90 * 24 * 60 * 60 * 1_000;

export function createOwnComments(memory: () => Memory): OwnComments {
  const keyOf = (commentId: string): string => `linear:own-comment:${commentId}`;

  return {
    remember: async (commentId, identity) => {
      // An app user writes nothing but what we write.
      if (identity?.actor !== "app") await memory().set(keyOf(commentId), true, LIFETIME_MS);
    },
    isOwn: async (commentId, isAuthor, identity) => {
      if (!isAuthor) return false;
      return identity.actor === "app" || (await memory().get(keyOf(commentId))) !== null;
    },
  };
}

/** Remembers what is written with a credential that may be a person's. The comments of an app user are all ours. */
export function createRememberOwn(
  auth: LinearAuth,
  ownComments: Pick<OwnComments, "remember">,
  currentIdentity: () => Identity | undefined,
): (commentId: string) => Promise<void> {
  switch (auth.kind) {
    case "api-key":
    case "access-token":
      return (commentId) => ownComments.remember(commentId, currentIdentity());
    case "app":
    case "client-credentials":
      return async () => {};
  }
}
