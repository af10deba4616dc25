import type { Command } from "commander";
import type { CliHost } from "./cli-host.js";

/** Adds one command to the program. */
export type AddCommand = (program: Command, host: CliHost) => void;

/** The commands in the order in which the help shows them. Each is loaded when it is called. */
export const COMMANDS: Readonly<Record<string, () => Promise<AddCommand>>> = {
  doctor: async () => (await import("./doctor.js")).addDoctor,
  emulator: async () => (await import("./emulator.js")).addEmulator,
  webhook: async () => (await import("./webhook.js")).addWebhook,
};
