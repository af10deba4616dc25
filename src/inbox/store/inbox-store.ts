import type { Awaitable } from "../../util/awaitable.js";

/** A verified delivery, as it is handed to an inbox. */
export interface InboxDelivery {
  /** Equal for two deliveries of one event: the second one is not stored. */
  key: string;
  /** What keeps the order: the entries of one lane are handled one after the other. */
  lane: string;
  /** The body as it came, JSON. */
  body: string;
  /** The `Linear-Delivery` header. */
  deliveryId: string | undefined;
}

/** A delivery in an inbox. It leaves when its turn has ended. */
export interface InboxEntry extends InboxDelivery {
  receivedAt: Date;
  /** How often its handling was begun, and not put back. */
  begun: number;
  /** How often its handling has failed and was to be tried again. Where it was begun more often than that, processes have died with it. */
  failed: number;
  /** When it may be handled, after a failure. */
  notBefore: Date;
}

/** A delivery that nobody handles any more. */
export interface DeadLetter extends InboxEntry {
  diedAt: Date;
  /** Why: the message of the last error, without the stack. */
  reason: string;
  stack: string | undefined;
}

/** What is shown of an inbox. */
export type InboxItem = ({ state: "waiting" } & InboxEntry) | ({ state: "dead" } & DeadLetter);

/** The right to handle an entry, until `ms` milliseconds have passed in which it was not renewed. */
export interface InboxClaim {
  key: string;
  /** Who has it; a new one for each taking. */
  holder: string;
}

/** What there is to take from a lane. */
export type Taken =
  | { kind: "entry"; entry: InboxEntry }
  /** The oldest one has failed, and may be tried again in so many milliseconds. */
  | { kind: "later"; inMs: number }
  /** Somebody works in the lane. */
  | { kind: "held" }
  | { kind: "paused" }
  | { kind: "empty" };

/** Why an entry failed. */
export interface InboxFailure {
  reason: string;
  stack: string | undefined;
}

/** What an inbox holds. */
export interface InboxStats {
  /** Entries that wait or are being handled. */
  waiting: number;
  /** Of these, those that somebody handles now. */
  running: number;
  dead: number;
  /** Lanes with entries that wait. */
  lanes: number;
  /** How long the oldest entry has waited, in milliseconds; 0 where there is none. */
  oldestMs: number;
  isPaused: boolean;
}

/** How long an inbox keeps what is over, in milliseconds. */
export interface InboxRetention {
  /**
   * The keys of handled events, by which a repeated delivery is known. Linear's last retry comes 7 h after the first
   * delivery, so at least 8 h are kept; the body goes at once.
   */
  doneMs: number;
  /** Dead letters with their bodies. */
  deadMs: number;
}

/**
 * Where deliveries lie until they are handled. All that processes share is in here, and each call is one step: whoever
 * dies between two of them leaves the entry to the next one.
 */
export interface InboxStore {
  /** Keeps a delivery; "known" where one of its key is or was there. */
  append(delivery: InboxDelivery): Promise<"stored" | "known">;
  /** Takes the oldest entry of a lane, unless it is not its time, or somebody works in the lane. */
  take(lane: string, holder: string, ms: number): Promise<Taken>;
  /** Holds an entry for another `ms` milliseconds; false where it is not the holder's any more. So do the next four. */
  renew(claim: InboxClaim, ms: number): Promise<boolean>;
  /** The entry leaves; its key stays known. */
  done(claim: InboxClaim): Promise<boolean>;
  /** The entry stays the oldest of its lane, and may be taken again in `retryInMs` milliseconds. */
  failed(claim: InboxClaim, failure: InboxFailure, retryInMs: number): Promise<boolean>;
  /** The entry becomes a dead letter, and the lane goes on. */
  bury(claim: InboxClaim, failure: InboxFailure): Promise<boolean>;
  /** The entry is as if it had not been taken: its process leaves. */
  putBack(claim: InboxClaim): Promise<boolean>;
  /** Lanes with an entry whose time has come and which nobody has, those that wait longest first. */
  ready(limit: number): Promise<string[]>;
  /** Waiting entries or dead letters, oldest first; `lane` gives those of one lane. */
  list(query: InboxQuery): Promise<InboxItem[]>;
  /** The entry or dead letter of that event key. */
  show(key: string): Promise<InboxItem | undefined>;
  /** Lets a dead letter wait again at its old place, with all its tries; false where there is none. */
  replay(key: string): Promise<boolean>;
  /** Takes an entry or a dead letter out unhandled; its key stays known. False where there is none. */
  drop(key: string): Promise<boolean>;
  /** Deletes what is older than that; resolves to how much it was. */
  purge(retention: InboxRetention): Promise<number>;
  /** Counts what there is. */
  stats(): Promise<InboxStats>;
  /** From now on nothing is taken, in any process. Deliveries are still stored. */
  pause(): Promise<void>;
  /** Ends the pause. */
  resume(): Promise<void>;
  /** Closes the connections that the store has opened itself. */
  close(): Awaitable<void>;
}

/** Which items are listed. */
export interface InboxQuery {
  state: InboxItem["state"];
  lane?: string;
  /** At most so many; 100 by default. */
  limit?: number;
}

export const DEFAULT_LIST_LIMIT = 100;
