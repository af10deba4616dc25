import type { Clock } from "../util/clock.js";
import type { SessionEffect } from "./session-effect.js";

export interface OutboxParts<Performed> {
  /** Sends one effect to Linear. */
  perform(effect: SessionEffect): Promise<Performed>;
  /** An effect that could not be performed was skipped. `effect` holds message text: log its kind only. */
  onDropped(effect: SessionEffect, error: unknown): void;
  /** Sends the plan at most once in `intervalMs`; its last state always goes out. Default: as often as it changes. */
  planPace?: PlanPace | undefined;
}

export interface PlanPace {
  clock: Clock;
  intervalMs: number;
}

/** Performs effects in order, one request at a time, while its user goes on. */
export interface SessionOutbox<Performed> {
  /** Never waits and never throws: what fails is reported and skipped. */
  add(effects: readonly SessionEffect[]): void;
  /** Forgets the ephemeral effects that still wait. */
  dropEphemeral(): void;
  /** Resolves when all is done, to what the newest activity that stays gave. */
  drain(): Promise<Performed | undefined>;
  /** Performs `effect` after all others. Rejects when that fails. Nothing is added afterwards. */
  addLast(effect: SessionEffect): Promise<Performed>;
}

export function createSessionOutbox<Performed>(parts: OutboxParts<Performed>): SessionOutbox<Performed> {
  let waiting: readonly SessionEffect[] = [];
  let isWorking = false;
  let isSleeping = false;
  let working: Promise<void> = Promise.resolve();
  let newest: Performed | undefined;
  let planSentAt = Number.NEGATIVE_INFINITY;
  const draining = new AbortController();

  function planWaitMs(): number {
    if (parts.planPace === undefined || draining.signal.aborted) return 0;
    const { clock, intervalMs } = parts.planPace;
    return Math.max(planSentAt + intervalMs - clock.now().getTime(), 0);
  }

  function takeNext(): SessionEffect | undefined {
    const isPlanDue = planWaitMs() === 0;
    const next = waiting.find((effect) => isPlanDue || !isPlan(effect));
    waiting = waiting.filter((effect) => effect !== next);
    return next;
  }

  async function attempt(effect: SessionEffect): Promise<void> {
    if (isPlan(effect)) planSentAt = parts.planPace?.clock.now().getTime() ?? planSentAt;
    try {
      const performed = await parts.perform(effect);
      if (isLasting(effect)) newest = performed;
    } catch (error) {
      parts.onDropped(effect, error);
    }
  }

  async function work(): Promise<void> {
    isWorking = true;
    for (let next = takeNext(); next !== undefined; next = takeNext()) await attempt(next);
    isWorking = false;
    if (waiting.length > 0 && parts.planPace && !isSleeping) void wakeUpForPlan(parts.planPace.clock);
  }

  function startWork(): void {
    if (!isWorking) working = work();
  }

  async function wakeUpForPlan(clock: Clock): Promise<void> {
    isSleeping = true;
    // Draining ends the sleep, and sends the plan at once.
    await clock.sleep(planWaitMs(), draining.signal).catch(() => {});
    isSleeping = false;
    startWork();
  }

  async function drain(): Promise<Performed | undefined> {
    draining.abort();
    startWork();
    await working;
    return newest;
  }

  function dropEphemeral(): void {
    waiting = waiting.filter((effect) => !isEphemeral(effect));
  }

  return {
    add(effects) {
      waiting = effects.reduce(coalesce, waiting);
      startWork();
    },
    dropEphemeral,
    drain,
    async addLast(effect) {
      dropEphemeral();
      await drain();
      return parts.perform(effect);
    },
  };
}

/**
 * The effects that still wait once `next` has come: of plans the newest counts, each being the whole plan, and an
 * ephemeral activity vanishes with the next activity anyway.
 * https://linear.app/developers/agent-interaction
 */
export function coalesce(waiting: readonly SessionEffect[], next: SessionEffect): readonly SessionEffect[] {
  const isSuperseded = next.kind === "plan" ? isPlan : isEphemeral;
  return [...waiting.filter((effect) => !isSuperseded(effect)), next];
}

const isPlan = (effect: SessionEffect): boolean => effect.kind === "plan";
const isEphemeral = (effect: SessionEffect): boolean => "ephemeral" in effect && effect.ephemeral;
const isLasting = (effect: SessionEffect): boolean => !isPlan(effect) && !isEphemeral(effect);
