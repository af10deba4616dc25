import type { SessionEffect } from "./session-effect.js";

/** How long each kind of a session's output waits, so that what changes quickly is one request. */
export interface Pace {
  /** Least time between two plans, in ms. */
  planMs: number;
  /** Least time between two thoughts, in ms. */
  thoughtMs: number;
  /** Least time between two signs of finished work, in ms, while the rate limit is nearly used up. */
  scarceMs: number;
}

export const PACE: Pace = { planMs: 1_000, thoughtMs: 200, scarceMs: 60_000 };

/** When the newest of each was sent, in ms since the epoch. */
export interface LastSent {
  plan: number;
  thought: number;
  work: number;
}

export const NOTHING_SENT: LastSent = {
  plan: Number.NEGATIVE_INFINITY,
  thought: Number.NEGATIVE_INFINITY,
  work: Number.NEGATIVE_INFINITY,
};

export const isPlan = (effect: SessionEffect): boolean => effect.kind === "plan";

/** Whether an effect vanishes with the next activity. https://linear.app/developers/agent-interaction */
export const isEphemeral = (effect: SessionEffect): boolean => "ephemeral" in effect && effect.ephemeral;

/** Whether an effect decides that the session is done, waits for a person or has failed. */
export const isClosing = ({ kind }: SessionEffect): boolean =>
  kind === "response" || kind === "elicitation" || kind === "error";

const AT_ONCE = Number.NEGATIVE_INFINITY;

/** When an effect may be sent, in ms since the epoch. `next` is the activity that waits behind it. */
export function dueAt(
  effect: SessionEffect,
  next: SessionEffect | undefined,
  sent: LastSent,
  pace: Pace,
  isScarce: boolean,
): number {
  const scarceAt = isScarce ? sent.work + pace.scarceMs : AT_ONCE;
  switch (effect.kind) {
    case "plan":
      return sent.plan + (isScarce ? pace.scarceMs : pace.planMs);
    case "thought": {
      // A thought waits only for another thought, with which it could still become one.
      const thoughtAt = next === undefined || next.kind === "thought" ? sent.thought + pace.thoughtMs : AT_ONCE;
      return effect.ephemeral ? thoughtAt : Math.max(thoughtAt, scarceAt);
    }
    case "action":
      return effect.ephemeral ? AT_ONCE : scarceAt;
    case "elicitation":
    case "response":
    case "error":
      return AT_ONCE;
  }
}

export function afterSending(sent: LastSent, effect: SessionEffect, now: number): LastSent {
  switch (effect.kind) {
    case "plan":
      return { ...sent, plan: now };
    case "thought":
      return { ...sent, thought: now, work: effect.ephemeral ? sent.work : now };
    case "action":
      return { ...sent, work: effect.ephemeral ? sent.work : now };
    case "elicitation":
    case "response":
    case "error":
      return sent;
  }
}

/**
 * Whether `next` makes a waiting effect pointless: of plans the newest counts, each being the whole plan, and an
 * ephemeral activity vanishes with the next activity anyway.
 */
export function isSuperseded(waiting: SessionEffect, next: SessionEffect): boolean {
  return next.kind === "plan" ? isPlan(waiting) : isEphemeral(waiting);
}

/** Merges two effects that wait one after the other; undefined where they have to stay two. */
export function merge(one: SessionEffect, other: SessionEffect, isScarce: boolean): SessionEffect | undefined {
  if (!isLastingWork(one) || !isLastingWork(other)) return undefined;
  if (one.kind === "thought" && other.kind === "thought") {
    return one.body === other.body ? one : { ...one, body: `${one.body}\n\n${other.body}` };
  }
  if (!isScarce) return undefined;
  const merged = mergeWork(one, other);
  return merged.result.length > MAX_MERGED_LENGTH ? undefined : merged;
}

type Work = Extract<SessionEffect, { kind: "thought" | "action" }>;

const isLastingWork = (effect: SessionEffect): effect is Work =>
  (effect.kind === "thought" || effect.kind === "action") && !effect.ephemeral;

const MERGED_ACTION = "Several steps";
// A merged text stays below what one activity may hold, for nobody splits the result of an action.
const MAX_MERGED_LENGTH = 8_000;

function mergeWork(one: Work, other: Work): Extract<SessionEffect, { kind: "action" }> & { result: string } {
  return {
    kind: "action",
    action: MERGED_ACTION,
    parameter: [titlesOf(one), titlesOf(other)].filter((titles) => titles !== "").join(", "),
    result: `${describeWork(one)}\n${describeWork(other)}`,
    ephemeral: false,
  };
}

const isMerged = (work: Work): boolean => work.kind === "action" && work.action === MERGED_ACTION;

function titlesOf(work: Work): string {
  if (work.kind === "thought") return "";
  return isMerged(work) ? work.parameter : work.action;
}

function describeWork(work: Work): string {
  if (work.kind === "thought") return toListItem(work.body);
  const { action, parameter, result } = work;
  if (isMerged(work)) return result ?? "";
  return toListItem([`**${action}** ${parameter}`, ...(result === undefined ? [] : [result])].join("\n"));
}

const toListItem = (text: string): string => `- ${text.replaceAll("\n", "\n  ")}`;
