import type { Lease } from "../leases/lease.js";

/** A room that this process works in. */
export interface Here {
  /** Whether a message was left for the one who works there. */
  isAsked: boolean;
}

/** What became of the attempt to take a room. */
export type Entry =
  | { kind: "entered"; lease: Lease }
  | { kind: "here"; here: Here }
  | { kind: "elsewhere"; holder: Lease };
