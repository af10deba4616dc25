import {
  DEFAULT_LIST_LIMIT,
  type InboxClaim,
  type InboxEntry,
  type InboxItem,
  type InboxStats,
  type InboxStore,
  type Taken,
} from "./inbox-store.js";
import { type RedisScript, redisScripts } from "./redis-scripts.js";

/** What the inbox needs of a client of `ioredis`. */
export interface RedisClient {
  /** Runs a Lua script. */
  eval(script: string, keyCount: number, ...args: (string | number)[]): Promise<unknown>;
}

export interface RedisStoreOptions {
  /** Asked for once, with the first call. */
  client: () => Promise<RedisClient>;
  /** Keeps inboxes apart that share a server. */
  name?: string;
  close?: () => Promise<void>;
}

/** An inbox in Redis, or what speaks as it does. Times are the server's. */
export function createRedisStore({ client, name = "linear-inbox", close }: RedisStoreOptions): InboxStore {
  // The braces are a hash tag: a cluster keeps all keys on one node.
  const prefix = `{${name}}:`;
  const run = async (script: RedisScript, ...args: (string | number)[]): Promise<unknown> =>
    (await client()).eval(redisScripts[script], 1, prefix, ...args);
  const changes = async (script: RedisScript, ...args: (string | number)[]): Promise<boolean> =>
    (await run(script, ...args)) === 1;
  const withClaim = (
    script: RedisScript,
    { key, holder }: InboxClaim,
    ...args: (string | number)[]
  ): Promise<boolean> => changes(script, key, holder, ...args);

  return {
    append: async ({ key, lane, body, deliveryId }) =>
      (await changes("append", key, lane, body, deliveryId ?? "")) ? "stored" : "known",
    take: async (lane, holder, ms) => toTaken((await run("take", lane, holder, ms)) as TakenReply),
    renew: (claim, ms) => withClaim("renew", claim, ms),
    done: (claim) => withClaim("done", claim),
    failed: (claim, { reason, stack }, retryInMs) => withClaim("failed", claim, reason, stack ?? "", retryInMs),
    bury: (claim, { reason, stack }) => withClaim("bury", claim, reason, stack ?? ""),
    putBack: (claim) => withClaim("putBack", claim),
    ready: async (limit) => (await run("ready", limit)) as string[],
    list: async ({ state, lane = "", limit = DEFAULT_LIST_LIMIT }) =>
      ((await run("list", state, lane, limit)) as Found[]).map(toItem),
    show: async (key) => {
      const found = (await run("show", key)) as Found;
      return found[1].length === 0 ? undefined : toItem(found);
    },
    replay: (key) => changes("replay", key),
    drop: (key) => changes("drop", key),
    purge: async ({ doneMs, deadMs }) => Number(await run("purge", doneMs, deadMs)),
    stats: async () => toStats((await run("stats")) as StatsReply),
    pause: async () => void (await run("pause")),
    resume: async () => void (await run("resume")),
    close: async () => await close?.(),
  };
}

/** An event key, and the fields and values of its hash. */
type Found = [key: string, hash: string[]];
type TakenReply = ["entry", ...Found] | ["later", number] | ["held"] | ["paused"] | ["empty"];
type StatsReply = [waiting: number, running: number, dead: number, lanes: number, oldestMs: number, isPaused: number];

function toTaken(reply: TakenReply): Taken {
  switch (reply[0]) {
    case "entry":
      return { kind: "entry", entry: toEntry(reply[1], toFields(reply[2])) };
    case "later":
      return { kind: "later", inMs: reply[1] };
    case "held":
    case "paused":
    case "empty":
      return { kind: reply[0] };
  }
}

const toStats = ([waiting, running, dead, lanes, oldestMs, isPaused]: StatsReply): InboxStats => ({
  waiting,
  running,
  dead,
  lanes,
  oldestMs,
  isPaused: isPaused === 1,
});

function toFields(hash: readonly string[]): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (let index = 0; index < hash.length; index += 2) fields.set(hash[index] ?? "", hash[index + 1] ?? "");
  return fields;
}

function toEntry(key: string, fields: ReadonlyMap<string, string>): InboxEntry {
  const number = (field: string): number => Number(fields.get(field));
  return {
    key,
    lane: fields.get("lane") ?? "",
    body: fields.get("body") ?? "",
    deliveryId: fields.get("delivery") || undefined,
    receivedAt: new Date(number("received")),
    begun: number("begun"),
    failed: number("failed"),
    notBefore: new Date(number("notBefore")),
  };
}

function toItem([key, hash]: Found): InboxItem {
  const fields = toFields(hash);
  const entry = toEntry(key, fields);
  if (fields.get("state") !== "dead") return { state: "waiting", ...entry };
  return {
    state: "dead",
    ...entry,
    diedAt: new Date(Number(fields.get("diedAt"))),
    reason: fields.get("reason") ?? "",
    stack: fields.get("stack") || undefined,
  };
}
