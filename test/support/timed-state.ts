import { createMemoryState } from "@chat-adapter/state-memory";
import type { StateAdapter } from "chat";
import type { Clock } from "../../src/util/clock.js";

/** A state in memory whose values expire by `clock`; its lists, queues and locks by the system's. */
export function createTimedState(clock: Pick<Clock, "now">): StateAdapter {
  const state = createMemoryState();
  const { get, set, setIfNotExists } = {
    get: state.get.bind(state),
    set: state.set.bind(state),
    setIfNotExists: state.setIfNotExists.bind(state),
  };
  const expiries = new Map<string, number>();

  const forgetExpired = async (key: string): Promise<void> => {
    if ((expiries.get(key) ?? Number.POSITIVE_INFINITY) > clock.now().getTime()) return;
    expiries.delete(key);
    await state.delete(key);
  };
  const note = (key: string, ttlMs = Number.POSITIVE_INFINITY): void => {
    expiries.set(key, clock.now().getTime() + ttlMs);
  };

  state.get = async <Value>(key: string) => {
    await forgetExpired(key);
    return await get<Value>(key);
  };
  state.set = async (key, value, ttlMs) => {
    note(key, ttlMs);
    await set(key, value);
  };
  state.setIfNotExists = async (key, value, ttlMs) => {
    await forgetExpired(key);
    const isNew = await setIfNotExists(key, value);
    if (isNew) note(key, ttlMs);
    return isNew;
  };
  return state;
}
