import type { SessionEffect } from "./session-effect.js";

export interface OutboxParts<Performed> {
  /** Sends one effect to Linear. */
  perform(effect: SessionEffect): Promise<Performed>;
  /** An effect that could not be performed was skipped. `effect` holds message text: log its kind only. */
  onDropped(effect: SessionEffect, error: unknown): void;
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
  let working: Promise<void> = Promise.resolve();
  let newest: Performed | undefined;

  async function attempt(effect: SessionEffect): Promise<void> {
    try {
      const performed = await parts.perform(effect);
      if (isLasting(effect)) newest = performed;
    } catch (error) {
      parts.onDropped(effect, error);
    }
  }

  async function work(): Promise<void> {
    isWorking = true;
    for (let [next, ...rest] = waiting; next !== undefined; [next, ...rest] = waiting) {
      waiting = rest;
      await attempt(next);
    }
    isWorking = false;
  }

  async function drain(): Promise<Performed | undefined> {
    await working;
    return newest;
  }

  function dropEphemeral(): void {
    waiting = waiting.filter((effect) => !isEphemeral(effect));
  }

  return {
    add(effects) {
      waiting = effects.reduce(coalesce, waiting);
      if (!isWorking) working = work();
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
