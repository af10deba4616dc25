import type { SessionEffect } from "./session-effect.js";
import { isClosing, isEphemeral, isPlan } from "./session-pace.js";

/**
 * How much of its work a bot shows in agent sessions. "all": everything, its reasoning too. "normal": reasoning passes
 * by, the rest stays. "quiet": the plan, and what is addressed to people: answers, questions, failures.
 */
export type ActivityLevel = "all" | "normal" | "quiet";

/** The share of Linear's hourly limit that is left, from which on less is said. */
const LEAN_SHARE = 0.3;
const SCARCE_SHARE = 0.2;

/** Whether an effect is sent at this level, with this share (0 to 1) of the rate limit left. */
export function isWanted(effect: SessionEffect, level: ActivityLevel, shareLeft: number): boolean {
  if (isClosing(effect) || isPlan(effect)) return true;
  return level !== "quiet" && !(isEphemeral(effect) && shareLeft < LEAN_SHARE);
}

/** Whether finished work is to be told in as few requests as possible. */
export const isScarce = (shareLeft: number): boolean => shareLeft < SCARCE_SHARE;
