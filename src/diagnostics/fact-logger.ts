import type { Logger } from "chat";
import type { LinearWorkFacts } from "./work-facts.js";

/** A logger whose lines carry the facts of the current work, behind what a line says itself. */
export function withFacts(logger: Logger, facts: () => LinearWorkFacts): Logger {
  const write =
    (level: "debug" | "error" | "info" | "warn") =>
    (message: string, ...args: unknown[]): void =>
      logger[level](message, ...addFacts(args, facts()));

  return {
    child: (prefix) => withFacts(logger.child(prefix), facts),
    debug: write("debug"),
    error: write("error"),
    info: write("info"),
    warn: write("warn"),
  };
}

function addFacts(args: readonly unknown[], facts: LinearWorkFacts): readonly unknown[] {
  if (Object.keys(facts).length === 0) return args;
  const [first, ...others] = args;
  if (first === undefined) return [facts, ...others];
  // In this order what the line says stands first, and is also what holds.
  return isPlain(first) ? [{ ...first, ...facts, ...first }, ...others] : [...args, facts];
}

const isPlain = (value: unknown): value is object =>
  typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
