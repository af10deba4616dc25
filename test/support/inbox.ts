import type { LinearEmulator } from "chat-adapter-linear/emulator";
import type { InboxWorkerSettings, LinearInbox } from "chat-adapter-linear/inbox";
import { expect, vi } from "vitest";

/** A worker that does not let a test wait. */
export const HASTY: InboxWorkerSettings = { lookEveryMs: 20, retryAfterMs: [1, 1] };

/** Resolves when nothing in an inbox waits or is handled any more. */
export const emptied = ({ store }: Pick<LinearInbox, "store">): Promise<void> =>
  vi.waitFor(async () => expect((await store.stats()).waiting).toBe(0), { timeout: 10_000, interval: 10 });

/** Resolves when what Linear has sent so far is handled. */
export async function handled(linear: LinearEmulator, inbox: Pick<LinearInbox, "store">): Promise<void> {
  await linear.settled();
  await emptied(inbox);
}
