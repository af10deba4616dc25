import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { LinearEmulator } from "chat-adapter-linear/emulator";
import { expect } from "vitest";
import { type Background, startInBackground } from "./background.js";

/** An example that runs and is reachable. */
export interface RunningExample {
  url: string;
  program: Background;
}

/**
 * Starts an example as a program of its own, with an emulator in the place of Linear.
 * @param argsFor its command line, for a port.
 * @param isReady what it prints when it listens.
 * @param env is added to its environment, which otherwise holds an OAuth app for many workspaces.
 */
export async function startExample(
  linear: LinearEmulator,
  argsFor: (port: number) => readonly string[],
  isReady: RegExp,
  env: NodeJS.ProcessEnv = {},
): Promise<RunningExample> {
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  linear.setWebhookUrl(`${url}/webhooks/linear`);
  const program = startInBackground(process.execPath, argsFor(port), {
    PORT: String(port),
    PUBLIC_URL: url,
    LINEAR_API_URL: linear.apiUrl,
    LINEAR_CLIENT_ID: linear.app.clientId,
    LINEAR_CLIENT_SECRET: linear.app.clientSecret,
    LINEAR_WEBHOOK_SECRET: linear.app.webhookSecret,
    LINEAR_ENCRYPTION_KEY: "4e".repeat(32),
    NEXT_TELEMETRY_DISABLED: "1",
    ...env,
  });
  await program.waitForOutput(isReady);
  return { url, program };
}

/** Starts `examples/{name}/main.ts` as the app of one workspace. */
export async function startWorkspaceExample(
  linear: LinearEmulator,
  name: string,
  env: NodeJS.ProcessEnv = {},
): Promise<RunningExample> {
  return await startExample(linear, () => ["--import", "tsx", `examples/${name}/main.ts`], /Listening on/, {
    LINEAR_CLIENT_ID: "",
    LINEAR_CLIENT_SECRET: "",
    LINEAR_CLIENT_CREDENTIALS_CLIENT_ID: linear.app.clientId,
    LINEAR_CLIENT_CREDENTIALS_CLIENT_SECRET: linear.app.clientSecret,
    ...env,
  });
}

/** A step of the way through the installation. */
export interface Visit {
  status: number;
  location: string;
  cookies: string[];
  text: string;
}

/** Opens a page as a browser does, but follows no redirect. */
export async function visit(url: string, cookie = ""): Promise<Visit> {
  const response = await fetch(url, { redirect: "manual", headers: { cookie } });
  return {
    status: response.status,
    location: response.headers.get("location") ?? "",
    cookies: response.headers.getSetCookie(),
    text: await response.text(),
  };
}

/** From the host's install page through Linear's consent page and back; resolves to the answer of the callback. */
export async function installByBrowser({ url }: RunningExample): Promise<Visit> {
  const { location, cookies } = await visit(`${url}/linear/install`);
  const consent = await visit(location);
  return await visit(consent.location, cookies.map((cookie) => cookie.split(";")[0]).join("; "));
}

/** What is under a new issue in which somebody has greeted the bot, once the bot has answered. */
export async function greet(linear: LinearEmulator): Promise<string[]> {
  const issue = linear.createIssue();
  await linear.mention({ issue, text: "hello" });
  await expect.poll(() => linear.comments({ issue }).length, { timeout: 90_000, interval: 50 }).toBe(2);
  return linear.comments({ issue }).map(({ body }) => body);
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
