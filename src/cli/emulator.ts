import { InvalidArgumentError, Option } from "commander";
import type { LinearEmulator } from "../emulator.js";
import type { AddCommand } from "./add-command.js";
import { CliFailure } from "./cli-failure.js";
import type { CliHost } from "./cli-host.js";
import { parseHttpUrl } from "./parse-http-url.js";

interface EmulatorFlags {
  port: number;
  mode: "agent-sessions" | "all" | "comments";
  webhook?: string;
  mention?: string;
  json?: true;
}

export const addEmulator: AddCommand = (program, host) => {
  program
    .command("emulator")
    .description("a local Linear, until Ctrl+C: prints the lines for your bot's .env")
    .option("--port <number>", "port on 127.0.0.1", parsePort, 4000)
    .addOption(
      new Option("--mode <mode>", "what its app listens to")
        .choices(["comments", "agent-sessions", "all"])
        .default("all"),
    )
    .option("--webhook <url>", "where the bot takes webhooks", parseHttpUrl)
    .option("--mention <text>", "opens an issue, and mentions the bot there with this text")
    .option("--json", "prints one JSON object")
    .addHelpText(
      "after",
      "\nExample:\n  chat-adapter-linear emulator --webhook http://localhost:3000/webhook --mode comments",
    )
    .action((flags: EmulatorFlags) => runEmulator(flags, host));
};

async function runEmulator(flags: EmulatorFlags, host: CliHost): Promise<void> {
  if (flags.mention !== undefined && flags.webhook === undefined) {
    throw new CliFailure("usage", "--mention needs --webhook: the bot hears of it there");
  }
  const linear = await start(flags);
  const variables = {
    LINEAR_API_URL: linear.apiUrl,
    LINEAR_CLIENT_CREDENTIALS_CLIENT_ID: linear.app.clientId,
    LINEAR_CLIENT_CREDENTIALS_CLIENT_SECRET: linear.app.clientSecret,
    LINEAR_WEBHOOK_SECRET: linear.app.webhookSecret,
    LINEAR_MODE: flags.mode,
  };
  const lines = Object.entries(variables).map(([name, value]) => `${name}=${value}\n`);
  host.print(
    flags.json
      ? `${JSON.stringify({ url: linear.url, variables })}\n`
      : `# Linear, emulated: ${linear.url}\n${lines.join("")}`,
  );
  try {
    if (flags.mention !== undefined) {
      const issue = linear.createIssue({ title: "Tried from the command line" });
      await linear.mention({ issue, text: flags.mention });
    }
    await ended(host.signal);
  } finally {
    await linear.close();
  }
}

async function start({ port, mode, webhook }: EmulatorFlags): Promise<LinearEmulator> {
  const { startLinearEmulator } = await import("../emulator.js");
  try {
    return await startLinearEmulator({
      port,
      app: { mode, ...(webhook === undefined ? {} : { webhookUrl: webhook }) },
    });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EADDRINUSE") {
      throw new CliFailure("usage", `Port ${port} is taken: choose another with --port, or 0 for any`, error);
    }
    const message = error instanceof Error ? error.message : "The emulator did not start";
    throw new CliFailure(message.includes("graphql") ? "configuration" : "unexpected", message, error);
  }
}

const ended = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });

function parsePort(value: string): number {
  const port = Number(value);
  if (/^\d+$/.test(value) && port <= 65_535) return port;
  throw new InvalidArgumentError("It is a number from 0 to 65535.");
}
