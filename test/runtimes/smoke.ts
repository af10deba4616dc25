import { type LinearEmulator, startLinearEmulator } from "chat-adapter-linear/emulator";
import { expect } from "vitest";
import { visit } from "../examples/installed-example.js";

/** What each line of the smoke suite has to show. */
export interface SmokeResult {
  ready: string;
  installed: number[];
  /** Of what the access token is made in the bot's state. */
  sealed: string[];
  unsigned: number;
  comments: string[];
  afterRefresh: string[];
  refreshes: (number | string)[];
  session: string[];
  viewer: string[];
}

export const PASSED: Omit<SmokeResult, "viewer"> = {
  ready: "ready",
  installed: [200, 200],
  sealed: ["v", "nonce", "data"],
  unsigned: 401,
  comments: ["@helper hello", "You said: @helper hello"],
  afterRefresh: ["@helper again", "You said: @helper again"],
  refreshes: [200],
  session: ["action Get weather", "response It is raining."],
};

const WAIT = { timeout: 30_000, interval: 50 };

/** Two Linears, of which one has an app without agent sessions, and the bots' configuration for them. */
export interface SmokeStage {
  comments: LinearEmulator;
  sessions: LinearEmulator;
  configFor(url: string): object;
  close(): Promise<void>;
}

export async function startSmokeStage(): Promise<SmokeStage> {
  const comments = await startLinearEmulator({ app: { events: ["Comment"] } });
  const sessions = await startLinearEmulator();
  const optionsOf = (linear: LinearEmulator, publicUrl: string): object => ({
    apiUrl: linear.apiUrl,
    clientId: linear.app.clientId,
    clientSecret: linear.app.clientSecret,
    webhookSecret: linear.app.webhookSecret,
    encryptionKey: "4e".repeat(32),
    publicUrl,
  });
  return {
    comments,
    sessions,
    configFor: (url) => ({
      comments: { ...optionsOf(comments, `${url}/comments`), mode: "comments" },
      sessions: { ...optionsOf(sessions, `${url}/sessions`), mode: "agent-sessions" },
    }),
    close: async () => {
      await comments.close();
      await sessions.close();
    },
  };
}

/** Goes through everything that a bot does on a runtime, over HTTP. */
export async function runSmoke({ comments, sessions }: SmokeStage, url: string): Promise<SmokeResult> {
  comments.setWebhookUrl(`${url}/comments/webhook`);
  sessions.setWebhookUrl(`${url}/sessions/webhook`);
  const ready = await (await fetch(url)).text();
  const installed = [await install(`${url}/comments`), await install(`${url}/sessions`)];
  const organization = comments.organization.id;
  const stored = await (await fetch(`${url}/comments/stored?organization=${organization}`)).json();
  const unsigned = await fetch(`${url}/comments/webhook`, { method: "POST", body: "{}" });

  const said = await greet(comments, "hello");
  comments.clearRequests();
  comments.injectFault({ on: "graphql", kind: "unauthorized" });
  const afterRefresh = await greet(comments, "again");
  const refreshes = comments.tokenRequests().map(({ status }) => status);

  const session = await sessions.delegate({ issue: sessions.createIssue() });
  const activities = (): string[] =>
    sessions
      .activities(session)
      .filter(({ content }) => content.type === "action" || content.type === "response")
      .map(({ content }) => ("body" in content ? `response ${content.body}` : `action ${content.action}`));
  await expect.poll(activities, WAIT).toContain("response It is raining.");
  const viewer = await (await fetch(`${url}/sessions/viewer?organization=${sessions.organization.id}`)).json();

  return {
    ready,
    installed,
    sealed: Object.keys(stored.accessToken),
    unsigned: unsigned.status,
    comments: said,
    afterRefresh,
    refreshes,
    session: activities(),
    viewer,
  };
}

async function install(url: string): Promise<number> {
  const { location, cookies } = await visit(`${url}/install`);
  const consent = await visit(location);
  return (await visit(consent.location, cookies.map((cookie) => cookie.split(";")[0]).join("; "))).status;
}

async function greet(linear: LinearEmulator, text: string): Promise<string[]> {
  const issue = linear.createIssue();
  await linear.mention({ issue, text });
  await expect.poll(() => linear.comments({ issue }).length, WAIT).toBe(2);
  return linear.comments({ issue }).map(({ body }) => body);
}
