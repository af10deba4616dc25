export {
  type ErrorFacts,
  isLinearAdapterError,
  LinearAdapterError,
  type LinearErrorCode,
  LinearRateLimitError,
} from "./errors.js";
export type { AttachableInbox, DeliveryDoor, StoredDelivery } from "./inbound/delivery-door.js";
export { createInbox, createMemoryInbox, type InboxOptions } from "./inbox/create-inbox.js";
export { createLinearGateway, type LinearGateway, type LinearGatewayOptions } from "./inbox/gateway.js";
export type { EntryOutcome } from "./inbox/handle-entry.js";
export type { LinearInbox } from "./inbox/linear-inbox.js";
export {
  createPostgresInbox,
  createRedisInbox,
  type PostgresInbox,
  type PostgresInboxOptions,
  type RedisInboxOptions,
} from "./inbox/server-inboxes.js";
export {
  type DeliveryAdapter,
  type LinearWorker,
  type LinearWorkerOptions,
  startLinearWorker,
} from "./inbox/start-worker.js";
export type {
  DeadLetter,
  InboxClaim,
  InboxDelivery,
  InboxEntry,
  InboxFailure,
  InboxItem,
  InboxQuery,
  InboxRetention,
  InboxStats,
  InboxStore,
  Taken,
} from "./inbox/store/inbox-store.js";
export { migratePostgresInbox, type PostgresClient } from "./inbox/store/postgres-schema.js";
export type { RedisClient } from "./inbox/store/redis-store.js";
export { type BullWakeUpsOptions, createBullWakeUps, migrateBull } from "./inbox/wake-ups/bull-wake-ups.js";
export type { InboxWakeUps } from "./inbox/wake-ups/wake-ups.js";
export type { InboxWorkerHealth } from "./inbox/worker.js";
export type { InboxWorkerSettings } from "./inbox/worker-settings.js";
