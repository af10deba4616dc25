import type { JsonObject } from "../../util/json.js";
import type { Actor } from "../actions/actor.js";
import type { World } from "../world.js";
import { asObject, meets, meetsDate } from "./comparators.js";

export interface FilterContext {
  world: World;
  actor: Actor;
}

export type Matcher<Row> = (row: Row, condition: JsonObject, context: FilterContext) => boolean;
/** How each field of a filter is read. */
export type Fields<Row> = Readonly<Record<string, Matcher<Row>>>;
type Listed = { id: string; createdAt: string; updatedAt?: string };

/** Whether a row meets a filter: all its fields, all of `and`, one of `or`. */
export function matches<Row>(row: Row, filter: JsonObject, fields: Fields<Row>, context: FilterContext): boolean {
  const holds = (part: unknown): boolean => matches(row, asObject(part), fields, context);
  return Object.entries(filter).every(([name, condition]) => {
    if (condition === null || name === "null") return true;
    if (name === "and") return Array.isArray(condition) && condition.every(holds);
    if (name === "or") return Array.isArray(condition) && condition.some(holds);
    return fields[name]?.(row, asObject(condition), context) ?? false;
  });
}

export function value<Row>(
  read: (row: Row, context: FilterContext) => string | number | boolean | undefined,
): Matcher<Row> {
  return (row, condition, context) => meets(read(row, context), condition);
}

export function date<Row>(read: (row: Row) => string | undefined): Matcher<Row> {
  return (row, condition, { world }) => meetsDate(read(row), condition, world.now());
}

/** A filter on another row, which may be missing: `{ null: true }` asks for that. */
export function related<Row, Other>(
  read: (row: Row, world: World) => Other | undefined,
  fields: () => Fields<Other>,
): Matcher<Row> {
  return (row, condition, context) => {
    const other = read(row, context.world);
    if (other === undefined) return condition.null === true;
    return condition.null !== true && matches(other, condition, fields(), context);
  };
}

export const listed: Fields<Listed> = {
  id: value((row) => row.id),
  createdAt: date((row) => row.createdAt),
  updatedAt: date((row) => row.updatedAt ?? row.createdAt),
};

/** A filter on many rows: bare fields ask for one row that meets them all. */
export function collection<Row, Other>(
  read: (row: Row, world: World) => Other[],
  fields: () => Fields<Other>,
): Matcher<Row> {
  const holds = (others: readonly Other[], condition: JsonObject, context: FilterContext): boolean => {
    const { length, null: isEmpty, some, every, and, or, ...bare } = condition;
    const meet = (part: unknown) => (other: Other) => matches(other, asObject(part), fields(), context);
    const part = (each: unknown): boolean => holds(others, asObject(each), context);
    return (
      (length == null || meets(others.length, asObject(length))) &&
      (isEmpty == null || isEmpty === (others.length === 0)) &&
      (some == null || others.some(meet(some))) &&
      (every == null || others.every(meet(every))) &&
      (!Array.isArray(and) || and.every(part)) &&
      (!Array.isArray(or) || or.some(part)) &&
      (Object.keys(bare).length === 0 || others.some(meet(bare)))
    );
  };
  return (row, condition, context) => holds(read(row, context.world), condition, context);
}

/** The row of a foreign key. */
export const find = <Row>(rows: ReadonlyMap<string, Row>, id: string | undefined): Row | undefined =>
  id === undefined ? undefined : rows.get(id);
