import { inspect, isDeepStrictEqual } from "node:util";
import type { Style } from "./style.js";

/** Something that a scene promises, with what there is and what there should be. */
export interface Expectation {
  promise: string;
  found: unknown;
  expected: unknown;
}

export function isMet({ found, expected }: Expectation): boolean {
  return isDeepStrictEqual(found, expected);
}

/** A line with a check mark; for one that is not met, also what is there instead. */
export function formatExpectation(expectation: Expectation, style: Style): string {
  const { promise, found, expected } = expectation;
  if (isMet(expectation)) return `${style.good("✓")} ${promise}`;
  return [`${style.bad("✗")} ${promise}`, `    expected ${show(expected)}`, `    found    ${show(found)}`].join("\n");
}

/** 0 when there are expectations and all are met. */
export function exitCodeOf(expectations: readonly Expectation[]): 0 | 1 {
  return expectations.length > 0 && expectations.every(isMet) ? 0 : 1;
}

const show = (value: unknown): string => inspect(value, { depth: 4, breakLength: Number.POSITIVE_INFINITY });
