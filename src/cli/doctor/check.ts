/** What `doctor` found. Nothing in it is secret. */
export type Check = { name: string } & (
  | { kind: "passed"; detail: string }
  | { kind: "skipped"; reason: string }
  /** `mend`: the line to write or run. Only what is "failed" ends the command with an exit code. */
  | { kind: "warned" | "failed"; what: string; why: string; mend: string }
);

/** What is wrong, why that matters, and what mends it. */
export type Finding = Readonly<Record<"what" | "why" | "mend", string>>;

export const passed = (name: string, detail: string): Check => ({ name, kind: "passed", detail });
export const skipped = (name: string, reason: string): Check => ({ name, kind: "skipped", reason });
export const failed = (name: string, finding: Finding): Check => ({ name, kind: "failed", ...finding });
export const warned = (name: string, finding: Finding): Check => ({ name, kind: "warned", ...finding });
