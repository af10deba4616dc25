import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { BotReport, BotSettings } from "./bot-settings.js";

/** A bot that works in a process of its own. */
export interface BotProcess {
  /** Where it takes webhooks. */
  url: string;
  /** Resolves to its CPU time in ms when everything that its webhooks have set off is done. */
  settled(): Promise<number>;
  end(): Promise<void>;
}

const program = fileURLToPath(new URL("bot.ts", import.meta.url));

export async function startBotProcess(settings: BotSettings): Promise<BotProcess> {
  const child = fork(program);
  child.send(settings);
  return {
    url: await next(child, (report) => (report.kind === "ready" ? report.url : undefined)),
    settled: async () => {
      child.send("settle");
      return await next(child, (report) => (report.kind === "settled" ? report.cpuMs : undefined));
    },
    end: async () => {
      const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
      child.disconnect();
      await ended;
    },
  };
}

function next<Value>(child: ChildProcess, read: (report: BotReport) => Value | undefined): Promise<Value> {
  return new Promise((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`The bot's process ended with ${code}`)));
    child.on("message", (report: BotReport) => {
      const value = read(report);
      if (value !== undefined) resolve(value);
    });
  });
}
