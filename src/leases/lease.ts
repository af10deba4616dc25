/** What a process works on: the messages of one thread, one after the other, or a single piece of work in it. */
export interface Lease {
  id: string;
  /** Who works. */
  processId: string;
  threadId: string;
  organizationId: string;
  /** When the message was written that the work began with, ISO 8601. */
  at: string;
  /** What was leased; undefined for work that runs beside others in its thread. */
  roomKey: string | undefined;
}
