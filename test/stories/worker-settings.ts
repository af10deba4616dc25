/** What a worker is started with. */
export interface WorkerSettings {
  apiUrl: string;
  clientId: string;
  clientSecret: string;
  webhookSecret: string;
  encryptionKey: string;
  redisUrl: string;
  /** When the process kills itself. */
  dies: "never" | "instead of saving an installation";
}

/** What a worker says to the one who started it. */
export type WorkerReport = { kind: "ready"; url: string } | { kind: "settled" };
