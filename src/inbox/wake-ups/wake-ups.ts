/**
 * How workers hear that a lane has something in the inbox. A word may be lost, come twice or come to a worker that has
 * no time: each worker also looks into the inbox by itself, and the inbox sees to the order.
 */
export interface InboxWakeUps {
  /** Says that there is something in a lane. */
  wake(lane: string): Promise<void>;
  /**
   * From now on some word of each lane comes to `work`, which resolves when the lane has nothing more for now; at most
   * `concurrency` at a time. Gives what ends that, and resolves when none is at work any more.
   */
  listen(work: (lane: string) => Promise<void>, concurrency: number): Promise<() => Promise<void>>;
  /** Closes the connections that were opened for it. */
  close(): Promise<void>;
}
