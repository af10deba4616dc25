import { randomUUID } from "node:crypto";
import { type EmulatedSession, type LinearEmulator, startLinearEmulator } from "chat-adapter-linear/emulator";
import { createPostgresInbox, createRedisInbox, type LinearInbox, migrateBull } from "chat-adapter-linear/inbox";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { isJsonObject } from "../../src/util/json.js";
import {
  buildProgram,
  type InboxProcessSettings,
  killOften,
  type Post,
  type Program,
  startPost,
} from "../stories/inbox-processes.js";
import { createRandom } from "../stories/random.js";
import { mention, said } from "../support/agent.js";
import { isServerInstalled, serverUrl } from "../support/stores.js";

/** Of each of three processes. `KILLS=70 npm run test:long -- inbox-kills` for the long one. */
const KILLS = Number(process.env.KILLS ?? 3);
const SESSIONS = 4;
const PROMPTS = 4;
const PATIENCE_MS = 60_000 + KILLS * 5_000;

let linear: LinearEmulator;
let inbox: LinearInbox;
let program: Program;
let posts: [gateway: Post, ...workers: Post[]];

/** An inbox that is ready to be used by processes. */
const openers: Record<InboxProcessSettings["backend"], (url: string, name: string) => Promise<LinearInbox>> = {
  redis: async (url, name) => createRedisInbox({ url, name }),
  postgres: async (url, name) => {
    const opened = createPostgresInbox({ url, name });
    await opened.migrate();
    await migrateBull({ url });
    return opened;
  },
};

async function startAll(backend: InboxProcessSettings["backend"]): Promise<void> {
  const url = await serverUrl(backend);
  const name = `inbox_${randomUUID().replaceAll("-", "").slice(0, 16)}`;
  inbox = await openers[backend](url, name);
  const settings = {
    backend,
    url,
    name,
    port: 0,
    apiUrl: linear.apiUrl,
    accessToken: linear.createAccessToken(),
    webhookSecret: linear.app.webhookSecret,
  };
  const gateway = await startPost(program, { ...settings, role: "gateway" });
  const workers = [
    await startPost(program, { ...settings, role: "worker" }),
    await startPost(program, { ...settings, role: "worker" }),
  ] as const;
  posts = [gateway, ...workers];
  linear.setWebhookUrl(gateway.url);
}

beforeAll(async () => {
  program = await buildProgram();
});
afterAll(() => program.remove());
beforeEach(async () => {
  linear = await startLinearEmulator({ webhookRetryDelaysMs: Array(400).fill(200) });
});
afterEach(async () => {
  await Promise.all(posts.map((post) => post.close()));
  await inbox.close();
  await linear.close();
});

const count = (upTo: number): number[] => Array.from({ length: upTo }, (_, index) => index + 1);

/** What is said to each request, whose turns come one after the other. */
const answersTo = (asked: readonly string[]): unknown[] =>
  asked.flatMap((text) => [
    ["thought", `Looking at ${text}`],
    ["response", `Answer to ${text}`],
  ]);

/** Whether Linear has had its 200 for all that it has sent of a session. */
const isTaken = ({ id }: EmulatedSession): boolean =>
  linear
    .deliveries()
    .filter(({ payload }) => isJsonObject(payload.agentSession) && payload.agentSession.id === id)
    .every(({ attempts }) => attempts.some(({ status }) => status === 200));

/** Resolves when what comes next to the session comes behind all that was sent. */
const taken = (session: EmulatedSession): Promise<void> =>
  vi.waitFor(() => expect(isTaken(session)).toBe(true), { timeout: PATIENCE_MS, interval: 10 });

/** Prompts a session again and again, without waiting for an answer. */
const promptAll = (session: EmulatedSession): Promise<void> =>
  count(PROMPTS).reduce(
    (before, number) =>
      before.then(async () => {
        await linear.prompt({ session, body: `prompt ${number}` });
        await taken(session);
      }),
    taken(session),
  );

describe.each(["redis", "postgres"] as const)(
  "a gateway and two workers on %s that are killed at any time",
  (backend) => {
    it.skipIf(!isServerInstalled(backend))(
      "lose nothing, say nothing twice, and keep the order of each session",
      async () => {
        await startAll(backend);
        const killing = killOften(posts, KILLS, createRandom(20_261_128));
        const sessions = await Promise.all(count(SESSIONS).map((number) => mention(linear, `request ${number}`)));
        await Promise.all(sessions.map(promptAll));
        await killing;
        const asked = [expect.anything(), ...count(PROMPTS).map((number) => `prompt ${number}`)];
        await vi.waitFor(
          () =>
            expect(sessions.map((session) => said(linear, session).length)).toEqual(
              Array(SESSIONS).fill(2 * asked.length),
            ),
          { timeout: PATIENCE_MS, interval: 200 },
        );

        const prompts = count(PROMPTS).map((number) => `prompt ${number}`);
        expect(sessions.map((session) => said(linear, session))).toEqual(
          count(SESSIONS).map((number) => answersTo([`request ${number}`, ...prompts])),
        );
        expect(await inbox.store.list({ state: "dead" })).toEqual([]);
      },
      PATIENCE_MS + 60_000,
    );
  },
);
