import type { Chat, Logger } from "chat";
import { LinearAdapterError } from "../errors.js";
import type { DeliveryDoor } from "../inbound/delivery-door.js";
import { systemClock } from "../util/clock.js";
import type { LinearInbox } from "./linear-inbox.js";
import { createWorker, type InboxWorkerHealth } from "./worker.js";
import { type InboxWorkerSettings, resolveWorkerSettings } from "./worker-settings.js";

/** What a worker needs of an adapter: `createLinearAdapter` makes such ones. */
export interface DeliveryAdapter {
  readonly deliveries: DeliveryDoor;
}

/** What {@link startLinearWorker} takes. */
export interface LinearWorkerOptions extends InboxWorkerSettings {
  /** The bot that handles what comes. It is initialized here. */
  bot: Pick<Chat, "getAdapter" | "initialize" | "shutdown">;
  /** Its adapter for Linear. Default: the one that the bot knows as "linear". */
  adapter?: DeliveryAdapter;
  inbox: Pick<LinearInbox, "store" | "wakeUps" | "worker">;
  /**
   * The signals on which the worker stops, then the bot, then the process ends as it would have. Default: SIGTERM and
   * SIGINT. `[]` leaves it to the host to call `stop`.
   */
  signals?: readonly ("SIGTERM" | "SIGINT")[];
  /** Where warnings and errors go; `bot.getLogger()` gives the bot's. Default: nowhere. */
  logger?: Pick<Logger, "warn" | "error">;
}

/** A worker that runs. */
export interface LinearWorker {
  /**
   * Takes nothing more, waits up to `drainMs` for the turns that run, and shuts the bot down. What has not ended by then is
   * handled by other workers. Never rejects.
   */
  stop(): Promise<void>;
  /** Asks nobody. */
  health(): InboxWorkerHealth;
}

/**
 * Has a bot handle what gateways put into an inbox: in order in each thread, threads side by side. Only outbound
 * connections are made. Any number of workers may share an inbox.
 * @throws {LinearAdapterError} `CONFIG_INVALID` for settings out of range, or a bot without this package's adapter.
 * @example
 * ```ts
 * const worker = await startLinearWorker({ bot, inbox: createRedisInbox({ url }), concurrency: 20 });
 * ```
 */
export async function startLinearWorker(options: LinearWorkerOptions): Promise<LinearWorker> {
  const { bot, inbox, signals = ["SIGTERM", "SIGINT"], logger = SILENT } = options;
  const settings = resolveWorkerSettings(inbox.worker, options);
  const { deliveries: door } = options.adapter ?? findAdapter(bot);
  await bot.initialize();
  const worker = createWorker({ inbox, door, settings, clock: systemClock, logger });
  worker.start();
  const stop = async (): Promise<void> => {
    await worker.stop();
    await bot.shutdown().catch((error: unknown) => logger.error("The bot could not be shut down", { error }));
  };
  for (const signal of signals) stopOn(signal, stop);
  return { stop, health: worker.health };
}

function findAdapter(bot: Pick<Chat, "getAdapter">): DeliveryAdapter {
  const adapter: unknown = bot.getAdapter("linear");
  if (isDeliveryAdapter(adapter)) return adapter;
  throw new LinearAdapterError(
    "CONFIG_INVALID",
    'The bot knows no adapter of chat-adapter-linear as "linear": give it to the worker as adapter',
  );
}

const isDeliveryAdapter = (adapter: unknown): adapter is DeliveryAdapter =>
  typeof adapter === "object" && adapter !== null && "deliveries" in adapter;

const SILENT: Pick<Logger, "warn" | "error"> = { warn: () => {}, error: () => {} };

/** Whoever listens to a signal takes its effect away: so it is sent again when all is done. */
function stopOn(signal: "SIGTERM" | "SIGINT", stop: () => Promise<void>): void {
  process.once(signal, () => {
    void stop().finally(() => process.kill(process.pid, signal));
  });
}
