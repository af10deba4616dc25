import type { RequestContext } from "../graphql/context.js";
import type { PageArguments } from "../graphql/paging.js";
import { type OwnedTable, type RowOf, rowsOf } from "../state.js";

/** Arguments of a list that can be filtered. */
export type ListArguments = PageArguments & { filter?: unknown };

/** The row a foreign key points to; a missing key or a deleted row is Linear's null. */
export function follow<Row>(rows: ReadonlyMap<string, Row>, id: string | undefined): Row | undefined {
  return id === undefined ? undefined : rows.get(id);
}

/** All rows of the requester's organization. */
export function visible<Table extends OwnedTable>(table: Table, { world, actor }: RequestContext): RowOf<Table>[] {
  return rowsOf(world.state, table, actor.user.organizationId);
}

/** The rows a predicate picks, without copying the table first. */
export function pick<Row>(rows: ReadonlyMap<string, Row>, is: (row: Row) => boolean): Row[] {
  const picked: Row[] = [];
  for (const row of rows.values()) if (is(row)) picked.push(row);
  return picked;
}
