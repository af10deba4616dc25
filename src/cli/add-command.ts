import type { Command } from "commander";
import type { CliHost } from "./cli-host.js";

/** Adds one command to the program. */
export type AddCommand = (program: Command, host: CliHost) => void;
