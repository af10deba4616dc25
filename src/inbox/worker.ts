import type { Logger } from "chat";
import type { DeliveryDoor } from "../inbound/delivery-door.js";
import type { Clock } from "../util/clock.js";
import { type EntryOutcome, HOLD_MS, handleEntry } from "./handle-entry.js";
import { createLaneRunner } from "./lane-runner.js";
import type { LinearInbox } from "./linear-inbox.js";
import type { InboxClaim } from "./store/inbox-store.js";
import type { ResolvedWorkerSettings } from "./worker-settings.js";

/** How a worker is, for a health check and for metrics. Counts are since its start, of this process alone. */
export interface InboxWorkerHealth {
  /** "unreachable": the inbox has not answered lately. */
  state: "working" | "unreachable" | "leaving" | "stopped";
  /** Lanes that it works on now. */
  running: number;
  handled: Readonly<Record<EntryOutcome, number>>;
}

/** Takes deliveries out of an inbox and has a bot handle them. */
export interface InboxWorker {
  start(): void;
  /**
   * Takes nothing more and waits for what runs, up to `drainMs`; the rest is for other workers. Never rejects.
   */
  stop(): Promise<void>;
  health(): InboxWorkerHealth;
}

export interface WorkerParts {
  inbox: Pick<LinearInbox, "store" | "wakeUps">;
  door: DeliveryDoor;
  settings: ResolvedWorkerSettings;
  clock: Clock;
  logger: Pick<Logger, "warn" | "error">;
}

const PURGE_EVERY_MS = 60 * 60 * 1_000;
const LANES_PER_ROOM = 10;

export function createWorker(parts: WorkerParts): InboxWorker {
  const { clock, door, logger, settings } = parts;
  const { store, wakeUps } = parts.inbox;
  const handled: Record<EntryOutcome, number> = { done: 0, failed: 0, dead: 0, lost: 0 };
  const claims = new Set<InboxClaim>();
  const leaving = new AbortController();
  let state: InboxWorkerHealth["state"] = "working";
  let purgedAtMs = 0;
  let listening: Promise<(() => Promise<void>) | undefined> = Promise.resolve(undefined);
  let looking: Promise<void> = Promise.resolve();

  const onEnd = (outcome: EntryOutcome): void => {
    handled[outcome] += 1;
  };

  /** Handles what is in a lane, one after the other, until there is nothing to be done in it now. */
  const drain = async (lane: string): Promise<void> => {
    while (!leaving.signal.aborted) {
      const claim = { holder: crypto.randomUUID() };
      const taken = await store.take(lane, claim.holder, HOLD_MS);
      switch (taken.kind) {
        case "entry":
          await withClaim({ ...claim, key: taken.entry.key }, (held) =>
            handleEntry(taken.entry, held, { store, door, settings, clock, logger, onEnd }),
          );
          break;
        case "later":
          // Whoever looks finds it too, but later.
          clock.after(taken.inMs, () => void (leaving.signal.aborted || runner.run(lane)));
          return;
        case "held":
        case "paused":
        case "empty":
          return;
      }
    }
  };

  const withClaim = async (claim: InboxClaim, work: (claim: InboxClaim) => Promise<void>): Promise<void> => {
    claims.add(claim);
    await work(claim);
    claims.delete(claim);
  };

  const runner = createLaneRunner(
    (lane) => drain(lane).catch((error: unknown) => onUnreachable(error)),
    settings.concurrency,
  );

  const onUnreachable = (error: unknown): void => {
    if (state === "working") {
      state = "unreachable";
      logger.error("The inbox cannot be reached; it is tried again until it can", { error });
    }
  };

  /** Finds what no wake-up told of: one was lost, a process died, a try is due. */
  const look = async (): Promise<void> => {
    try {
      const lanes = await store.ready(settings.concurrency * LANES_PER_ROOM);
      if (state === "unreachable") state = "working";
      for (const lane of lanes) void runner.run(lane);
      await purgeNowAndThen();
    } catch (error) {
      onUnreachable(error);
    }
  };

  const purgeNowAndThen = async (): Promise<void> => {
    const nowMs = clock.now().getTime();
    if (nowMs - purgedAtMs < PURGE_EVERY_MS) return;
    purgedAtMs = nowMs;
    await store.purge({ doneMs: settings.keepDoneMs, deadMs: settings.keepDeadMs });
  };

  const lookAgainAndAgain = async (): Promise<void> => {
    while (!leaving.signal.aborted) {
      await look();
      await clock.sleep(settings.lookEveryMs, leaving.signal).catch(() => {});
    }
  };

  const listen = async (): Promise<(() => Promise<void>) | undefined> => {
    try {
      return await wakeUps.listen(runner.run, settings.concurrency);
    } catch (error) {
      logger.error("The inbox's wake-ups cannot be heard; what comes is found when the worker looks", { error });
      return undefined;
    }
  };

  /** Leaves what still runs to others. It may go on for as long as the process does. */
  const putBack = async (): Promise<void> => {
    const left = [...claims];
    if (left.length === 0) return;
    logger.warn("Deliveries are put back into the inbox: their turns did not end in time", { count: left.length });
    await Promise.allSettled(left.map((claim) => store.putBack(claim)));
  };

  return {
    start: () => {
      listening = listen();
      looking = lookAgainAndAgain();
    },
    stop: async () => {
      if (leaving.signal.aborted) return await looking;
      state = "leaving";
      leaving.abort();
      runner.close();
      const stopListening = await listening;
      const isOver = Promise.all([runner.over(), looking, stopListening?.()]);
      const isLate = new AbortController();
      await Promise.race([isOver, clock.sleep(settings.drainMs, isLate.signal).catch(() => {})]);
      isLate.abort();
      await putBack();
      state = "stopped";
    },
    health: () => ({ state, running: runner.running(), handled: { ...handled } }),
  };
}
