import type { Lease } from "../leases/lease.js";
import { parseThread } from "../threads/thread-id.js";
import type { InboundParts } from "./inbound-parts.js";
import type { Recovery } from "./recovery.js";

/** Sees to what a dead process has left in a thread, and to its other work. Never rejects. */
export type OnDied = (lease: Lease) => Promise<void>;

export interface OnDiedParts extends Pick<InboundParts, "logger" | "sessions"> {
  recovery: Pick<Recovery, "recover">;
}

export function createOnDied({ logger, recovery, sessions }: OnDiedParts): OnDied {
  return async ({ processId, threadId, at }) => {
    const thread = parseThread(threadId);
    logger.warn("The process that worked in a thread has died; what waits there is handled now", { threadId });
    // Its other work is not waited for: this thread has waited long enough.
    void recovery.recover(processId);
    switch (thread.kind) {
      case "session":
        return await sessions.tellDied({ sessionId: thread.sessionId, at });
      case "issue":
      case "comment":
        // A comment that says no more than that something went wrong would be one too many.
        return;
    }
  };
}
