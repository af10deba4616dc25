import { format } from "node:util";
import type { Logger } from "chat";

export interface LogEntry {
  level: "debug" | "info" | "warn" | "error";
  text: string;
}

export interface MemoryLogger extends Logger {
  readonly entries: readonly LogEntry[];
  /** Texts at a level, in order. */
  at(level: LogEntry["level"]): string[];
}

// One per test file, since each has its modules to itself: so that no-secrets-in-logs.ts sees all that its tests logged.
const created: MemoryLogger[] = [];

export const everyLogger = (): readonly MemoryLogger[] => created;

/** A logger that keeps what it is told, and what its children are told. */
export function createMemoryLogger(): MemoryLogger {
  const entries: LogEntry[] = [];
  const write =
    (level: LogEntry["level"]) =>
    (message: string, ...args: unknown[]): void => {
      entries.push({ level, text: format(message, ...args) });
    };
  const logger: MemoryLogger = {
    entries,
    at: (level) => entries.filter((entry) => entry.level === level).map(({ text }) => text),
    child: () => logger,
    debug: write("debug"),
    info: write("info"),
    warn: write("warn"),
    error: write("error"),
  };
  created.push(logger);
  return logger;
}
