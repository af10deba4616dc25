import { LinearAdapterError } from "../../errors.js";
import {
  DEFAULT_LIST_LIMIT,
  type InboxClaim,
  type InboxEntry,
  type InboxItem,
  type InboxStore,
  type Taken,
} from "./inbox-store.js";
import { type PostgresClient, requireTableName } from "./postgres-schema.js";

export interface PostgresStoreOptions {
  /** Asked for once, with the first call. */
  client: () => Promise<PostgresClient>;
  table?: string;
  close?: () => Promise<void>;
}

/** A row as `pg` gives it; where it was made JSON, its times are texts. */
interface Row {
  key: string;
  lane: string;
  state: "waiting" | "dead";
  body: string | null;
  delivery_id: string | null;
  received_at: Date | string;
  begun: number;
  failed: number;
  not_before: Date | string;
  ended_at: Date | string | null;
  reason: string | null;
  stack: string | null;
}

type TakenRow = { kind: "entry"; entry: Row } | { kind: Exclude<Taken["kind"], "entry">; in_ms: number };

/** An inbox in a table of PostgreSQL, which `migratePostgresInbox` makes. Times are the server's. */
export function createPostgresStore({ client, table = "linear_inbox", close }: PostgresStoreOptions): InboxStore {
  const t = requireTableName(table);

  const query = async (text: string, values: unknown[] = []): Promise<unknown[]> => {
    try {
      return (await (await client()).query(text, values)).rows;
    } catch (error) {
      throw isMissing(error) ? notMigrated(t, error) : error;
    }
  };
  const queryRows = async (text: string, values: unknown[]): Promise<Row[]> => (await query(text, values)) as Row[];

  /** Changes an entry that the claim is good for. Every statement ends in the claim's condition. */
  const withClaim = async (change: string, { key, holder }: InboxClaim, values: unknown[] = []): Promise<boolean> => {
    const text = `update ${t} set ${change} where key = $1 and holder = $2 and state = 'waiting' returning id`;
    return (await query(text, [key, holder, ...values])).length > 0;
  };
  const changes = async (text: string, values: unknown[]): Promise<boolean> => (await query(text, values)).length > 0;

  const take = async (lane: string, holder: string, ms: number): Promise<Taken> => {
    const [row] = (await query(`select * from ${t}_take($1, $2, $3)`, [lane, holder, ms])) as TakenRow[];
    switch (row?.kind) {
      case "entry":
        return { kind: "entry", entry: toEntry(row.entry) };
      case "later":
        return { kind: "later", inMs: row.in_ms };
      case "held":
      case "paused":
        return { kind: row.kind };
      default:
        return { kind: "empty" };
    }
  };

  return {
    append: async ({ key, lane, body, deliveryId }) => {
      const text = `select ${t}_append($1, $2, $3, $4) as stored`;
      const [row] = (await query(text, [key, lane, body, deliveryId ?? null])) as { stored: boolean }[];
      return row?.stored ? "stored" : "known";
    },
    take,
    renew: (claim, ms) => withClaim("held_until = clock_timestamp() + $3 * interval '1 ms'", claim, [ms]),
    done: (claim) =>
      withClaim(
        "state = 'done', body = null, reason = null, stack = null, ended_at = clock_timestamp(), held_until = null",
        claim,
      ),
    failed: (claim, { reason, stack }, retryInMs) =>
      withClaim(
        "failed = failed + 1, holder = null, held_until = null, reason = $3, stack = $4, not_before = clock_timestamp() + $5 * interval '1 ms'",
        claim,
        [reason, stack ?? null, retryInMs],
      ),
    bury: (claim, { reason, stack }) =>
      withClaim(
        "state = 'dead', ended_at = clock_timestamp(), holder = null, held_until = null, reason = $3, stack = $4",
        claim,
        [reason, stack ?? null],
      ),
    putBack: (claim) => withClaim("begun = begun - 1, holder = null, held_until = null", claim),
    ready: async (limit) => {
      const text = `
        select lane from ${t} where state = 'waiting' group by lane
        having (array_agg(not_before order by id))[1] <= clock_timestamp()
          and coalesce(bool_and(held_until is null or held_until <= clock_timestamp()), true)
        order by min(id) limit $1`;
      return ((await query(text, [limit])) as { lane: string }[]).map(({ lane }) => lane);
    },
    list: async ({ state, lane, limit = DEFAULT_LIST_LIMIT }) => {
      const text = `select * from ${t} where state = $1 and ($2::text is null or lane = $2) order by id limit $3`;
      return (await queryRows(text, [state, lane ?? null, limit])).map(toItem);
    },
    show: async (key) => {
      const [row] = await queryRows(`select * from ${t} where key = $1 and state <> 'done'`, [key]);
      return row && toItem(row);
    },
    replay: (key) =>
      changes(
        `update ${t} set state = 'waiting', begun = 0, failed = 0, not_before = clock_timestamp(), ended_at = null,
           reason = null, stack = null where key = $1 and state = 'dead' returning id`,
        [key],
      ),
    drop: (key) =>
      changes(
        `update ${t} set state = 'done', body = null, holder = null, held_until = null, reason = null, stack = null,
           ended_at = clock_timestamp() where key = $1 and state <> 'done' returning id`,
        [key],
      ),
    purge: async ({ doneMs, deadMs }) => {
      const text = `delete from ${t} where (state = 'done' and ended_at <= clock_timestamp() - $1 * interval '1 ms')
        or (state = 'dead' and ended_at <= clock_timestamp() - $2 * interval '1 ms') returning id`;
      return (await query(text, [doneMs, deadMs])).length;
    },
    stats: async () => {
      const text = `
        select count(*) filter (where state = 'waiting')::int as waiting,
          count(*) filter (where state = 'waiting' and held_until > clock_timestamp())::int as running,
          count(*) filter (where state = 'dead')::int as dead,
          count(distinct lane) filter (where state = 'waiting')::int as lanes,
          coalesce(extract(epoch from clock_timestamp() - min(received_at) filter (where state = 'waiting')) * 1000, 0)
            ::double precision as "oldestMs",
          exists (select 1 from ${t}_settings where name = 'paused') as "isPaused"
        from ${t} where state <> 'done'`;
      const [row] = (await query(text)) as Awaited<ReturnType<InboxStore["stats"]>>[];
      return row ?? { waiting: 0, running: 0, dead: 0, lanes: 0, oldestMs: 0, isPaused: false };
    },
    pause: async () => {
      await query(`insert into ${t}_settings (name) values ('paused') on conflict do nothing`);
    },
    resume: async () => {
      await query(`delete from ${t}_settings where name = 'paused'`);
    },
    close: async () => await close?.(),
  };
}

// undefined_table, undefined_function. https://www.postgresql.org/docs/current/errcodes-appendix.html
const isMissing = (error: unknown): boolean =>
  error instanceof Error && ["42P01", "42883"].includes(String(Reflect.get(error, "code")));

const notMigrated = (table: string, error: unknown): LinearAdapterError =>
  new LinearAdapterError(
    "CONFIG_INVALID",
    `There is no table ${table} for the inbox, or an old one: call migratePostgresInbox with the pool before the gateway and the workers start`,
    { table },
    error,
  );

const toEntry = (row: Row): InboxEntry => ({
  key: row.key,
  lane: row.lane,
  body: row.body ?? "",
  deliveryId: row.delivery_id ?? undefined,
  receivedAt: new Date(row.received_at),
  begun: row.begun,
  failed: row.failed,
  notBefore: new Date(row.not_before),
});

const toItem = (row: Row): InboxItem =>
  row.state === "dead"
    ? {
        state: "dead",
        ...toEntry(row),
        diedAt: new Date(row.ended_at ?? row.received_at),
        reason: row.reason ?? "",
        stack: row.stack ?? undefined,
      }
    : { state: "waiting", ...toEntry(row) };
