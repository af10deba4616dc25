// Covers: src/inbox/store/inbox-store.ts
// Covers: src/inbox/store/memory-store.ts
// Covers: src/inbox/store/postgres-schema.ts
// Covers: src/inbox/store/postgres-store.ts
// Covers: src/inbox/store/redis-scripts.ts
// Covers: src/inbox/store/redis-store.ts

import { randomUUID } from "node:crypto";
import { Redis } from "ioredis";
import { Pool } from "pg";
import { afterAll, describe, expect, it } from "vitest";
import { createMemoryStore } from "../../src/inbox/store/memory-store.js";
import { migratePostgresInbox } from "../../src/inbox/store/postgres-schema.js";
import { createPostgresStore } from "../../src/inbox/store/postgres-store.js";
import { createRedisStore } from "../../src/inbox/store/redis-store.js";
import { systemClock } from "../../src/util/clock.js";
import { describeInboxStore } from "../contracts/inbox-store.contract.js";
import { isServerInstalled, serverUrl } from "../support/stores.js";

const freshTable = (): string => `inbox_${randomUUID().replaceAll("-", "").slice(0, 20)}`;

describeInboxStore("memory", async () => createMemoryStore(systemClock));

describe.skipIf(!isServerInstalled("redis"))("with a server", () => {
  let redis: Redis | undefined;
  afterAll(() => redis?.disconnect());

  describeInboxStore("Redis", async () => {
    redis ??= new Redis(await serverUrl("redis"));
    const client = redis;
    return createRedisStore({ client: async () => client, name: randomUUID() });
  });
});

describe.skipIf(!isServerInstalled("postgres"))("with a server", () => {
  let pool: Pool | undefined;
  afterAll(() => pool?.end());
  const open = async (): Promise<Pool> => {
    pool ??= new Pool({ connectionString: await serverUrl("postgres") });
    return pool;
  };

  describeInboxStore("PostgreSQL", async () => {
    const client = await open();
    const table = freshTable();
    await migratePostgresInbox(client, table);
    return createPostgresStore({ client: async () => client, table });
  });

  it("is prepared by several processes at once, and keeps what it holds", async () => {
    const client = await open();
    const table = freshTable();
    await Promise.all([migratePostgresInbox(client, table), migratePostgresInbox(client, table)]);
    const store = createPostgresStore({ client: async () => client, table });
    await store.append({ key: "k", lane: "l", body: "{}", deliveryId: undefined });
    await migratePostgresInbox(client, table);

    expect(await store.show("k")).toMatchObject({ key: "k" });
  });

  it("says that its table is to be made", async () => {
    const client = await open();
    const store = createPostgresStore({ client: async () => client, table: freshTable() });

    await expect(store.append({ key: "k", lane: "l", body: "{}", deliveryId: undefined })).rejects.toMatchObject({
      code: "CONFIG_INVALID",
      message: expect.stringContaining("migratePostgresInbox"),
    });
  });

  it("takes no table name that would be SQL", async () => {
    const client = await open();

    await expect(migratePostgresInbox(client, "inbox; drop table x")).rejects.toMatchObject({ code: "CONFIG_INVALID" });
  });
});
