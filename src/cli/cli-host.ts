/** What a command sees of the world outside: a test brings one of its own. */
export interface CliHost {
  /** The package's. */
  version: string;
  /** The process's environment. `.env` of `folder` stands behind it. */
  environment: Readonly<Record<string, string | undefined>>;
  /** Where the command is called. */
  folder: string;
  /** Without the "v". */
  nodeVersion: string;
  fetch: typeof fetch;
  now: () => Date;
  readInput: () => Promise<string>;
  print: (text: string) => void;
  printError: (text: string) => void;
  /** Aborted when the process is asked to end. */
  signal: AbortSignal;
}
