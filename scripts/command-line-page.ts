import type { Command } from "commander";
import type { CliHost } from "../src/cli/cli-host.js";
import { createProgram, runCli } from "../src/cli/run-cli.js";

const HEAD = `# The command line

The package has a command, \`chat-adapter-linear\`, to try a bot without Linear, and to find out why one does not hear or speak.
In the folder of the bot: \`npx chat-adapter-linear doctor\`. This page is made of the commands' own help.

Credentials come from the environment or from the file \`.env\` in the folder where the command is called, by the names of
[the adapter's variables](options.md); what the environment holds wins. None is an argument, which everybody on the machine could
read, and none is printed. \`emulator\` alone prints some: they are its own, and of use nowhere else.

With \`--json\` a command writes one JSON object to standard output, and an error as \`{"error":{"kind","message"}}\` to standard
error. The exit codes say what kind of error it was:

| Code | Kind             | What it says                                                                       |
| ---- | ---------------- | ---------------------------------------------------------------------------------- |
| \`0\`  | \`done\`           | it did what it was asked for                                                       |
| \`1\`  | \`unexpected\`     | a fault of the command, or one that it does not know                               |
| \`2\`  | \`usage\`          | the command line is not right                                                      |
| \`3\`  | \`configuration\`  | a variable or a package is missing, or not right                                   |
| \`4\`  | \`authentication\` | Linear does not take the credential                                                |
| \`5\`  | \`not-found\`      | there is no such thing in Linear                                                   |
| \`6\`  | \`refused\`        | Linear or the bot refused what was sent; for \`webhook verify\`: the bot would do so |
| \`7\`  | \`rate-limited\`   | Linear's limit is used up                                                          |
| \`8\`  | \`unreachable\`    | nobody answers                                                                     |
| \`9\`  | \`check-failed\`   | \`doctor\` found something                                                           |

\`emulator\` needs the package \`graphql\`: \`npm install --save-dev graphql@16\`. What \`webhook trigger\` sends is made up: a bot that
asks Linear for the issue finds none, unless \`--issue\` names one. \`doctor --url\` sends the bot two deliveries of a type that Linear
does not have, one signed right and one signed wrong. For \`LINEAR_CLIENT_CREDENTIALS_…\` it asks for a token with the bot's own scopes.
`;

/** The text of docs/command-line.md. */
export async function writeCommandLinePage(): Promise<string> {
  const program = await createProgram(
    [],
    hostThatPrints(() => {}),
  );
  const sections = await Promise.all(listCommands(program, []).map(writeSection));
  return [HEAD, ...sections].join("\n");
}

function listCommands(command: Command, path: readonly string[]): string[][] {
  if (command.commands.length === 0) return [[...path]];
  return command.commands.flatMap((below) => listCommands(below, [...path, below.name()]));
}

async function writeSection(path: readonly string[]): Promise<string> {
  const printed: string[] = [];
  await runCli(
    [...path, "--help"],
    hostThatPrints((text) => printed.push(text)),
  );
  return `## ${path.join(" ")}\n\n\`\`\`text\n${printed.join("").trim()}\n\`\`\`\n`;
}

const hostThatPrints = (print: (text: string) => void): CliHost => ({
  version: "",
  environment: {},
  folder: ".",
  nodeVersion: process.versions.node,
  fetch: (input, init) => fetch(input, init),
  now: () => new Date(),
  readInput: async () => "",
  print,
  printError: print,
  signal: AbortSignal.abort(),
});
