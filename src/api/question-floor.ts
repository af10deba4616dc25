import { normalizeNames } from "../render/mention-names.js";
import type { Clock } from "../util/clock.js";
import { createRecentMap } from "../util/recent-map.js";

/** Somebody whom an event names, who may be us without our knowing. */
export type UnknownOne =
  /** A user's UUID. */
  | { kind: "user"; ids: readonly string[] }
  /** @handles. */
  | { kind: "name"; names: readonly string[] };

/** Why Linear is asked again who we are. */
export type QuestionReason = "age" | "credential" | UnknownOne["kind"];

/**
 * Sees to it that events cannot make us ask Linear at their will: a question per minute and reason in an organization, and
 * none about those of whom it is known that they are others.
 */
export interface QuestionFloor {
  /** Whether Linear may be asked now; then the next minute is over. */
  pass(key: string, reason: QuestionReason): boolean;
  /** Those of whom it is not known that they are others. */
  findUnknown(key: string, someone: UnknownOne): string[];
  /** Notes whom Linear's answer has shown to be others. */
  noteOthers(key: string, someone: UnknownOne, us: { userId: string; displayName: string | undefined }): void;
}

const FLOOR_MS = 60_000;
// A credential never becomes another user's, while a name that is somebody's or nobody's may become ours.
const OTHER_USER_MS = 24 * 60 * 60 * 1_000;
const OTHER_NAME_MS = 10 * 60 * 1_000;
const CAPACITY = 5_000;

export function createQuestionFloor({ now }: Pick<Clock, "now">): QuestionFloor {
  const passed = createRecentMap<true>(CAPACITY, { ms: FLOOR_MS, now });
  const others = {
    user: createRecentMap<true>(CAPACITY, { ms: OTHER_USER_MS, now }),
    name: createRecentMap<true>(CAPACITY, { ms: OTHER_NAME_MS, now }),
  };

  return {
    pass: (key, reason) => {
      const place = `${reason} ${key}`;
      if (passed.get(place)) return false;
      passed.set(place, true);
      return true;
    },
    findUnknown: (key, someone) =>
      namesOf(someone).filter((name) => others[someone.kind].get(`${name} ${key}`) === undefined),
    noteOthers: (key, someone, { userId, displayName = "" }) => {
      const us = [userId, ...normalizeNames([displayName])];
      for (const name of namesOf(someone)) {
        if (!us.includes(name)) others[someone.kind].set(`${name} ${key}`, true);
      }
    },
  };
}

const namesOf = (someone: UnknownOne): readonly string[] => {
  switch (someone.kind) {
    case "user":
      return someone.ids;
    case "name":
      return normalizeNames(someone.names);
  }
};
