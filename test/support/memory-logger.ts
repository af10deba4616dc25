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

// What no-secrets-in-logs.ts looks at after each test file; the files of a worker may share this module.
const created: MemoryLogger[] = [];

/** Every logger that was made since the last call. */
export const takeLoggers = (): readonly MemoryLogger[] => created.splice(0);

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
