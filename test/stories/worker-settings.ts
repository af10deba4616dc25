/** What a worker is started with. */
export interface WorkerSettings {
  apiUrl: string;
  clientId: string;
  clientSecret: string;
  webhookSecret: string;
  encryptionKey: string;
  redisUrl: string;
  /** When the process kills itself. */
  dies: "never" | "instead of saving an installation" | "instead of answering an event";
  /** What the bot does: answers each comment, or repairs a door in each session. */
  works: "in comments" | "in sessions";
  /** The chat's option. */
  concurrency: "drop" | "queue";
  /** How long its claims and its last beat last without it, in ms. Default: as long as without this setting. */
  outlivedForMs?: number | undefined;
}

/** What a worker is made for: the settings that differ between workers. */
export type WorkerRole = Pick<WorkerSettings, "concurrency" | "dies" | "works" | "outlivedForMs">;

/** What a worker says to the one who started it. */
export type WorkerReport = { kind: "ready"; url: string } | { kind: "settled"; diary: readonly string[] };
