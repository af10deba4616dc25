import type { JsonObject } from "../util/json.js";
import type { ResolvedOptions } from "./options.js";
import { createState, type State } from "./state.js";

/** Something that happened and that apps may want to hear of. */
export interface EmulatorEvent {
  organizationId: string;
  /** Webhook category, which is also the payload's `type`. */
  type: string;
  /** The one app that it concerns; otherwise all that listen to the category. */
  appId?: string;
  /** The body without what the receiving webhook adds: organization, webhook and timestamp. */
  payload: JsonObject;
}

/** What every action needs: the state, time, ids, and a way to tell apps. */
export interface World {
  readonly state: State;
  readonly options: ResolvedOptions;
  /** Where the emulator listens, `http://127.0.0.1:port`. */
  readonly url: string;
  readonly emit: (event: EmulatorEvent) => void;
  now(): Date;
  /** The next instant: ISO 8601, later than every earlier one by at least a millisecond. */
  instant(): string;
  newId(): string;
}

export function createWorld(options: ResolvedOptions, url: string, emit: World["emit"]): World {
  let latestMs = 0;
  return {
    state: createState(),
    options,
    url,
    emit,
    now: options.now,
    instant: () => {
      latestMs = Math.max(options.now().getTime(), latestMs + 1);
      return new Date(latestMs).toISOString();
    },
    newId: options.randomUUID,
  };
}
