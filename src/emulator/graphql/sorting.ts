type Key = string | number | undefined;

/** By what rows can be sorted, under the names of Linear's `…SortInput`. */
export type SortKeys<Row> = Readonly<Record<string, (row: Row) => Key>>;

interface Direction {
  order?: "Ascending" | "Descending" | null;
  nulls?: "first" | "last" | null;
}

/** One entry of the argument `sort`. */
export type Sort = Readonly<Record<string, Direction | null | undefined>>;

/** Sorts by the first key, and where that is the same by the next ones. Rows that are the same keep their order. */
export function sortBy<Row>(rows: readonly Row[], sorts: readonly Sort[], keys: SortKeys<Row>): Row[] {
  const comparisons = sorts.flatMap((sort) =>
    Object.entries(sort).flatMap(([name, direction]) => {
      const read = keys[name];
      return read && direction ? [(a: Row, b: Row) => compare(read(a), read(b), direction)] : [];
    }),
  );
  return [...rows].sort((a, b) => comparisons.map((by) => by(a, b)).find((result) => result !== 0) ?? 0);
}

function compare(a: Key, b: Key, { order, nulls }: Direction): number {
  if (a === undefined || b === undefined) {
    return (Number(a === undefined) - Number(b === undefined)) * (nulls === "first" ? -1 : 1);
  }
  const ascending = typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b));
  return order === "Descending" ? -ascending : ascending;
}
