import { Command, CommanderError } from "commander";
import type { AddCommand } from "./add-command.js";
import { CliFailure, EXIT_CODES, toFailure } from "./cli-failure.js";
import type { CliHost } from "./cli-host.js";
import { COMMANDS } from "./commands.js";

const EXIT_CODE_HELP = `
Exit codes: ${Object.entries(EXIT_CODES)
  .map(([kind, code]) => `${code} ${kind}`)
  .join(", ")}.
Credentials are read from the environment, or from a .env file in this folder; no command takes or prints one.`;

/** Runs one command line, without the names of Node and the script; resolves to the exit code. */
export async function runCli(args: readonly string[], host: CliHost): Promise<number> {
  try {
    const program = await createProgram(args, host);
    await program.parseAsync(args.length === 0 ? ["--help"] : [...args], { from: "user" });
    return EXIT_CODES.done;
  } catch (error) {
    return fail(error, args, host);
  }
}

/** Makes the program of the called command alone; of all where a help or a mistake needs them. */
export async function createProgram(args: readonly string[], host: CliHost): Promise<Command> {
  const program = new Command("chat-adapter-linear")
    .description("Sets up, checks and tries a bot on Linear")
    .version(host.version)
    .exitOverride()
    .configureOutput({ writeOut: host.print, writeErr: () => {} })
    .showSuggestionAfterError()
    .addHelpText("after", EXIT_CODE_HELP);
  for (const add of await loadCommands(args[0])) add(program, host);
  return program;
}

async function loadCommands(called: string | undefined): Promise<AddCommand[]> {
  if (called === "--version" || called === "-V") return [];
  const one = called !== undefined && Object.hasOwn(COMMANDS, called) ? COMMANDS[called] : undefined;
  return await Promise.all(one === undefined ? Object.values(COMMANDS).map((load) => load()) : [one()]);
}

function fail(error: unknown, args: readonly string[], host: CliHost): number {
  if (error instanceof CommanderError && error.exitCode === 0) return EXIT_CODES.done;
  const failure = error instanceof CommanderError ? toUsageFailure(error) : toFailure(error);
  const { kind, message } = failure;
  host.printError(args.includes("--json") ? `${JSON.stringify({ error: { kind, message } })}\n` : `${message}\n`);
  return EXIT_CODES[kind];
}

function toUsageFailure({ code, message }: CommanderError): CliFailure {
  // Commander shows its help where a command of a group is missing, and has no sentence of its own for that.
  const sentence = code === "commander.help" ? "The command is not complete." : message.replace(/^error: /, "");
  return new CliFailure("usage", `${sentence}\nSee --help.`);
}
