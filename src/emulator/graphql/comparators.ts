import { isJsonObject, type JsonObject } from "../../util/json.js";
import { invalidInput } from "../request-error.js";

type Scalar = string | number | boolean;
type Comparison = (value: Scalar, operand: unknown) => boolean;

const text = (value: unknown): string => String(value).toLowerCase();
const plain = (value: unknown): string => text(value).normalize("NFD").replace(/\p{M}/gu, "");
const isIn = (value: Scalar, operand: unknown): boolean => Array.isArray(operand) && operand.includes(value);
const number = (value: unknown): number => Number(value);

// https://linear.app/developers/filtering
const COMPARISONS: Readonly<Record<string, Comparison>> = {
  eq: (value, operand) => value === operand,
  neq: (value, operand) => value !== operand,
  in: isIn,
  nin: (value, operand) => !isIn(value, operand),
  gt: (value, operand) => number(value) > number(operand),
  gte: (value, operand) => number(value) >= number(operand),
  lt: (value, operand) => number(value) < number(operand),
  lte: (value, operand) => number(value) <= number(operand),
  eqIgnoreCase: (value, operand) => text(value) === text(operand),
  neqIgnoreCase: (value, operand) => text(value) !== text(operand),
  startsWith: (value, operand) => String(value).startsWith(String(operand)),
  startsWithIgnoreCase: (value, operand) => text(value).startsWith(text(operand)),
  notStartsWith: (value, operand) => !String(value).startsWith(String(operand)),
  endsWith: (value, operand) => String(value).endsWith(String(operand)),
  notEndsWith: (value, operand) => !String(value).endsWith(String(operand)),
  contains: (value, operand) => String(value).includes(String(operand)),
  containsIgnoreCase: (value, operand) => text(value).includes(text(operand)),
  containsIgnoreCaseAndAccent: (value, operand) => plain(value).includes(plain(operand)),
  notContains: (value, operand) => !String(value).includes(String(operand)),
  notContainsIgnoreCase: (value, operand) => !text(value).includes(text(operand)),
};

const NEGATIONS = new Set(["neq", "nin", "neqIgnoreCase", "notStartsWith", "notEndsWith", "notContains"]);

/** Whether a value meets every operator of a comparator; a missing one meets the negative ones only. */
export function meets(value: Scalar | undefined, comparator: JsonObject): boolean {
  return Object.entries(comparator).every(([operator, operand]) => {
    if (operand === null) return true;
    if (operator === "null") return operand === (value === undefined);
    if (value === undefined) return NEGATIONS.has(operator);
    return COMPARISONS[operator]?.(value, operand) ?? false;
  });
}

/** Like `meets` for an instant; operands are dates or durations such as `-P2D`, counted from `now`. */
export function meetsDate(value: string | undefined, comparator: JsonObject, now: Date): boolean {
  const inMs = (operand: unknown): unknown =>
    Array.isArray(operand) ? operand.map(inMs) : typeof operand === "string" ? toInstantMs(operand, now) : operand;
  const operands = Object.fromEntries(Object.entries(comparator).map(([operator, value]) => [operator, inMs(value)]));
  return meets(value === undefined ? undefined : Date.parse(value), operands);
}

const DURATION = /^(-?)P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;
const SECOND_MS = 1_000;
const DAY_MS = 86_400 * SECOND_MS;
// Years and months of 365 and 30 days: near enough for a test.
const UNITS_MS = [365 * DAY_MS, 30 * DAY_MS, 7 * DAY_MS, DAY_MS, 3_600 * SECOND_MS, 60 * SECOND_MS, SECOND_MS];

function toInstantMs(operand: string, now: Date): number {
  const [, sign, ...amounts] = DURATION.exec(operand) ?? [];
  const ms =
    sign === undefined
      ? Date.parse(operand)
      : now.getTime() +
        (sign === "-" ? -1 : 1) * UNITS_MS.reduce((sum, unit, index) => sum + unit * Number(amounts[index] ?? 0), 0);
  if (Number.isNaN(ms)) throw invalidInput("Argument Validation Error - a date filter holds no date and no duration");
  return ms;
}

export const asObject = (value: unknown): JsonObject => (isJsonObject(value) ? value : {});
