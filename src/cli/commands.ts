import type { AddCommand } from "./add-command.js";

/** The commands in the order in which the help shows them. Each is loaded when it is called. */
export const COMMANDS: Readonly<Record<string, () => Promise<AddCommand>>> = {
  doctor: async () => (await import("./doctor.js")).addDoctor,
  emulator: async () => (await import("./emulator.js")).addEmulator,
  webhook: async () => (await import("./webhook.js")).addWebhook,
};
