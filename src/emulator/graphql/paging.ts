import { invalidInput } from "../request-error.js";
import { type Sort, type SortKeys, sortBy } from "./sorting.js";

/** Arguments of a list. `null` is as good as absent. */
export interface PageArguments {
  after?: string | null;
  before?: string | null;
  first?: number | null;
  last?: number | null;
  includeArchived?: boolean | null;
  orderBy?: "createdAt" | "updatedAt" | null;
  /** By these keys, the first one first, instead of the newest first. */
  sort?: readonly Sort[] | null;
}

interface Listed {
  id: string;
  createdAt: string;
  updatedAt?: string;
  archivedAt?: string | undefined;
}

export interface Connection<Row> {
  nodes: Row[];
  edges: { cursor: string; node: Row }[];
  pageInfo: {
    startCursor: string | undefined;
    endCursor: string | undefined;
    hasNextPage: boolean;
    hasPreviousPage: boolean;
  };
}

// https://linear.app/developers/pagination
const DEFAULT_SIZE = 50;
const LARGEST_SIZE = 250;

/** One page of a list, newest first. `first` counts from the newest end, `last` from the oldest. */
export function paginate<Row extends Listed>(
  rows: readonly Row[],
  page: PageArguments,
  sortKeys: SortKeys<Row> = {},
): Connection<Row> {
  const size = page.first ?? page.last ?? DEFAULT_SIZE;
  if (size > LARGEST_SIZE || size < 0) {
    throw invalidInput(`Argument Validation Error - a page has 0 to ${LARGEST_SIZE} entries, not ${size}`);
  }
  const newestFirst = sort(rows, page);
  const all = page.sort == null ? newestFirst : sortBy(newestFirst, page.sort, sortKeys);
  const start = page.after == null ? 0 : positionOf(all, page.after) + 1;
  const end = page.before == null ? all.length : positionOf(all, page.before);
  const fromOldest = page.first == null && page.last != null;
  const from = fromOldest ? Math.max(start, end - size) : start;
  const nodes = all.slice(from, fromOldest ? end : Math.min(end, start + size));
  return {
    nodes,
    edges: nodes.map((node) => ({ cursor: node.id, node })),
    pageInfo: {
      startCursor: nodes[0]?.id,
      endCursor: nodes.at(-1)?.id,
      hasNextPage: from + nodes.length < (fromOldest ? all.length : end),
      hasPreviousPage: from > 0,
    },
  };
}

function sort<Row extends Listed>(rows: readonly Row[], page: PageArguments): Row[] {
  const key = (row: Row): string => (page.orderBy === "updatedAt" ? (row.updatedAt ?? row.createdAt) : row.createdAt);
  return rows
    .filter((row) => page.includeArchived || row.archivedAt === undefined)
    .sort((one, other) => (key(one) < key(other) ? 1 : key(one) > key(other) ? -1 : 0));
}

function positionOf(rows: readonly Listed[], cursor: string): number {
  const position = rows.findIndex((row) => row.id === cursor);
  if (position < 0) throw invalidInput("Argument Validation Error - the cursor is not one of this list");
  return position;
}
