import { LinearAdapterError } from "../../errors.js";

/** What the inbox needs of a `Pool` of `pg`. */
export interface PostgresClient {
  /** Runs a statement; several where there are no values. */
  query(text: string, values?: unknown[]): Promise<{ rows: unknown[]; rowCount: number | null }>;
}

const NAME = /^[a-z_][a-z0-9_]{0,40}$/;

/** A table's name stands in the text of statements, where no parameter can. */
export function requireTableName(name: string): string {
  if (NAME.test(name)) return name;
  throw new LinearAdapterError(
    "CONFIG_INVALID",
    "The inbox's table name may hold lower-case letters, digits and underscores, 41 at most, and no digit first",
  );
}

/**
 * Makes the inbox's table and functions where they are missing; what is there stays. Several processes may call it at the
 * same time.
 */
export async function migratePostgresInbox(client: PostgresClient, table = "linear_inbox"): Promise<void> {
  await client.query(toSchema(requireTableName(table)));
}

/**
 * Sent without parameters, so that all of it is one transaction.
 *
 * The two functions take a lock on their lane first: without it a delivery that is stored late, with an earlier number,
 * could be taken beside the one that is being handled.
 */
const toSchema = (table: string): string => /* SQL */ `
  select pg_advisory_xact_lock(hashtextextended('${table}', 0));
  create table if not exists ${table} (
    id bigserial primary key,
    key text not null unique,
    lane text not null,
    state text not null default 'waiting' check (state in ('waiting', 'dead', 'done')),
    body text,
    delivery_id text,
    received_at timestamptz not null default clock_timestamp(),
    begun integer not null default 0,
    failed integer not null default 0,
    not_before timestamptz not null default clock_timestamp(),
    holder text,
    held_until timestamptz,
    ended_at timestamptz,
    reason text,
    stack text
  );
  create table if not exists ${table}_settings (name text primary key);
  create index if not exists ${table}_lanes on ${table} (lane, id) where state = 'waiting';
  create index if not exists ${table}_ended on ${table} (state, ended_at) where state <> 'waiting';

  create or replace function ${table}_append(a_key text, a_lane text, a_body text, a_delivery text)
  returns boolean language plpgsql as $$
  begin
    perform pg_advisory_xact_lock(hashtextextended('${table} ' || a_lane, 0));
    insert into ${table} (key, lane, body, delivery_id) values (a_key, a_lane, a_body, a_delivery)
      on conflict (key) do nothing;
    return found;
  end $$;

  create or replace function ${table}_take(a_lane text, a_holder text, a_ms double precision)
  returns table (kind text, in_ms double precision, entry jsonb) language plpgsql as $$
  declare
    oldest ${table}%rowtype;
    at_time timestamptz;
  begin
    perform pg_advisory_xact_lock(hashtextextended('${table} ' || a_lane, 0));
    at_time := clock_timestamp();
    kind := 'entry';
    in_ms := 0;
    select * into oldest from ${table} t where t.lane = a_lane and t.state = 'waiting' order by t.id limit 1;
    if not found then
      kind := 'empty';
    elsif exists (select 1 from ${table}_settings s where s.name = 'paused') then
      kind := 'paused';
    elsif exists (select 1 from ${table} t where t.lane = a_lane and t.state = 'waiting' and t.held_until > at_time) then
      kind := 'held';
    elsif oldest.not_before > at_time then
      kind := 'later';
      in_ms := extract(epoch from oldest.not_before - at_time)::double precision * 1000;
    else
      update ${table} t set begun = t.begun + 1, holder = a_holder, held_until = at_time + a_ms * interval '1 ms'
        where t.id = oldest.id returning * into oldest;
      entry := to_jsonb(oldest);
    end if;
    return next;
  end $$;
`;
