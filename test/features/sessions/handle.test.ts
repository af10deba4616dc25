// Covers: src/api/operations/session-activities.ts
// Covers: src/sessions/handle/linear-session.ts
// Covers: src/sessions/handle/session-activities.ts
// Covers: src/sessions/handle/session-input.ts

import { emoji } from "chat";
import type { LinearSession } from "chat-adapter-linear";
import { type EmulatedSession, type LinearEmulator, startLinearEmulator } from "chat-adapter-linear/emulator";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { latestSession } from "../../support/agent.js";
import { toInstallation } from "../../support/plain-bot.js";
import { requestsOf } from "../../support/requests-of.js";
import { startTestBot, type TestBot } from "../../support/test-bot.js";

let linear: LinearEmulator;
let bot: TestBot;
const heard: string[] = [];

beforeAll(async () => {
  linear = await startLinearEmulator({ webhookRetryDelaysMs: [] });
  bot = await startTestBot({
    linear,
    mode: "agent-sessions",
    config: () => ({ accessToken: linear.createAccessToken(), acknowledgeAfterMs: false, silentResponse: false }),
    on: (chat) => {
      chat.onNewMention(async (_, message) => void heard.push(message.text));
    },
  });
});
afterEach(() => {
  linear.clearFaults();
  heard.length = 0;
});
afterAll(async () => {
  await bot.close();
  await linear.close();
});

/** A session that a person has opened, and the handle of it. */
async function startSession(): Promise<{ session: LinearSession; opened: EmulatedSession }> {
  const issue = linear.createIssue();
  await linear.mention({ issue, text: "please" });
  await bot.settled();
  const opened = latestSession(linear);
  return { opened, session: bot.adapter.session(`linear:${issue.id}:s:${opened.id}`) };
}

/** What the bot said in a session, what has vanished included. */
const said = ({ id }: Pick<EmulatedSession, "id">): unknown[] =>
  linear
    .activities(id, { includeArchived: true })
    .filter(({ content }) => content.type !== "prompt")
    .map(({ content, ephemeral, signal, signalMetadata }) => ({
      ...content,
      ...(ephemeral ? { ephemeral } : {}),
      ...(signal === undefined ? {} : { signal, signalMetadata }),
    }));

describe("the handle of a session", () => {
  it("thinks, acts and answers, one request each", async () => {
    const { session, opened } = await startSession();
    const requests = await requestsOf(bot, async () => {
      await session.thought("Let me see.");
      await session.action({ action: "Searching", parameter: "the logs", ephemeral: true });
      await session.action({ action: "Searched", parameter: "the logs", result: "3 errors" });
      await session.respond("It is the cache.");
    });

    expect(said(opened)).toEqual([
      { type: "thought", body: "Let me see." },
      { type: "action", action: "Searching", parameter: "the logs", ephemeral: true },
      { type: "action", action: "Searched", parameter: "the logs", result: "3 errors" },
      { type: "response", body: "It is the cache." },
    ]);
    expect(linear.session(opened).status).toBe("complete");
    expect(requests).toEqual([
      "CreateAgentActivity",
      "CreateEphemeralActivity",
      "CreateAgentActivity",
      "CreateAgentActivity",
    ]);
  });

  it("gives back what it said, with the comment that shows it", async () => {
    const { session, opened } = await startSession();
    const answer = await session.respond("It is the cache.");
    const passing = await session.thought("…", { ephemeral: true });
    const [activity] = linear.activities(opened).filter(({ content }) => content.type === "response");

    expect(answer).toEqual({
      id: activity?.id,
      createdAt: new Date(activity?.createdAt ?? ""),
      commentId: activity?.sourceCommentId,
    });
    expect(answer?.commentId).toEqual(expect.any(String));
    expect(passing).toBeUndefined();
  });

  it("ends the session in an error", async () => {
    const { session, opened } = await startSession();
    await session.fail("The repository is gone.");

    expect(said(opened)).toEqual([{ type: "error", body: "The repository is gone." }]);
    expect(linear.session(opened).status).toBe("error");
  });

  it("asks with options that are picked by name, and hears the answer as a message", async () => {
    const { session, opened } = await startSession();
    await session.ask("Which one?", { options: ["api", { label: "The app", value: "app" }] });

    expect(said(opened)).toEqual([
      {
        type: "elicitation",
        body: "Which one?",
        signal: "select",
        signalMetadata: {
          options: [
            { label: "api", value: "api" },
            { label: "The app", value: "app" },
          ],
        },
      },
    ]);
    expect(linear.session(opened).status).toBe("awaitingInput");

    heard.length = 0;
    await linear.prompt({ session: opened, body: "The app" });
    await bot.settled();
    expect(heard).toEqual(["The app"]);
  });

  it("asks without options", async () => {
    const { session, opened } = await startSession();
    await session.ask("What is it called?");

    expect(said(opened)).toEqual([{ type: "elicitation", body: "What is it called?" }]);
  });

  it("shows a link to an account page, to one person or to all", async () => {
    const { session, opened } = await startSession();
    const url = "https://bot.example/link?state=abc";
    await session.requestAuth({ url, userId: linear.bo.id, providerName: "GitHub" });
    await session.requestAuth({ url, body: "Log in first." });

    expect(said(opened)).toEqual([
      {
        type: "elicitation",
        body: "Please link your GitHub account so that I can go on.",
        signal: "auth",
        signalMetadata: { url, userId: linear.bo.id, providerName: "GitHub" },
      },
      { type: "elicitation", body: "Log in first.", signal: "auth", signalMetadata: { url } },
    ]);
  });

  it("fills in mentions and emoji as posts do", async () => {
    const { session, opened } = await startSession();
    await session.respond(`${emoji.check} <@${linear.bo.id}> can tell.`);

    expect(said(opened)).toEqual([{ type: "response", body: `✅ ${linear.bo.url} can tell.` }]);
  });

  it("replaces the plan in one request", async () => {
    const { session, opened } = await startSession();
    const requests = await requestsOf(bot, () =>
      session.setPlan([
        { content: "Look", status: "completed" },
        { content: "Leap", status: "inProgress" },
      ]),
    );

    expect(linear.session(opened).plan).toEqual([
      { content: "Look", status: "completed" },
      { content: "Leap", status: "inProgress" },
    ]);
    expect(requests).toEqual(["UpdateSessionPlan"]);
  });
});

describe("the links of a session", () => {
  const [dashboard, pullRequest] = [
    { label: "Dashboard", url: "https://bot.example/runs/1" },
    { label: "#1", url: "https://github.com/acme/app/pull/1" },
  ];

  it("are added, removed and replaced, one request each", async () => {
    const { session, opened } = await startSession();
    const seen: unknown[] = [];
    const see = (): void => void seen.push(linear.session(opened).externalUrls.map(({ label }) => label));
    const requests = await requestsOf(bot, async () => {
      await session.addLinks([dashboard]);
      see();
      await session.addLinks([pullRequest]);
      see();
      await session.removeLinks([dashboard.url]);
      see();
      await session.setLinks([dashboard]);
      see();
    });

    expect(seen).toEqual([["Dashboard"], ["Dashboard", "#1"], ["#1"], ["Dashboard"]]);
    expect(requests).toEqual(Array(4).fill("UpdateSessionLinks"));
  });

  it("are there once when the answer to adding them was lost", async () => {
    const { session, opened } = await startSession();
    linear.injectFault({ on: "graphql", operation: "UpdateSessionLinks", kind: "drop-after" });
    await session.addLinks([dashboard]);

    expect(linear.session(opened).externalUrls).toEqual([dashboard]);
  });

  it("are added as far as they are missing", async () => {
    const { session, opened } = await startSession();
    await session.setLinks([dashboard]);
    await session.addLinks([dashboard, pullRequest]);

    expect(linear.session(opened).externalUrls).toEqual([dashboard, pullRequest]);
  });

  it("cost no request where there are none", async () => {
    const { session } = await startSession();

    expect(
      await requestsOf(bot, async () => {
        await session.addLinks([]);
        await session.removeLinks([]);
      }),
    ).toEqual([]);
  });
});

describe("the title of a session", () => {
  it("is set, and left to Linear again", async () => {
    const { session, opened } = await startSession();
    const requests = await requestsOf(bot, async () => {
      await session.rename("Why the login is slow");
      expect(linear.session(opened).summary).toBe("Why the login is slow");
      await session.rename(null);
    });

    expect(linear.session(opened).summary).toBeUndefined();
    expect(requests).toEqual(["RenameSession", "RenameSession"]);
  });
});

describe("the activities of a session", () => {
  it("come as what they are, oldest first, in one request", async () => {
    const { session, opened } = await startSession();
    await session.ask("Which one?", { options: ["api"] });
    await linear.prompt({ session: opened, body: "api", by: linear.bo });
    await bot.settled();
    await session.action({ action: "Reading", parameter: "api" });
    await session.fail("It is gone.");

    const requests = await requestsOf(bot, async () => {
      const { activities, nextCursor } = await session.activities();

      expect(
        activities.map(({ id, createdAt, author, commentId, ...content }) => [author.displayName, content]),
      ).toEqual([
        [
          "helper",
          {
            type: "elicitation",
            body: "Which one?",
            signal: "select",
            signalMetadata: { options: [{ label: "api", value: "api" }] },
          },
        ],
        ["bo", { type: "prompt", body: "api", signal: undefined }],
        ["helper", { type: "action", action: "Reading", parameter: "api", result: undefined, ephemeral: false }],
        ["helper", { type: "error", body: "It is gone." }],
      ]);
      expect(activities.map(({ id, createdAt }) => [id, createdAt.toISOString()])).toEqual(
        linear.activities(opened).map(({ id, createdAt }) => [id, createdAt]),
      );
      expect(nextCursor).toBeUndefined();
    });
    expect(requests).toEqual(["ListSessionActivities"]);
  });

  it("come in pages, from either end", async () => {
    const { session, opened } = await startSession();
    await session.action({ action: "First", parameter: "1" });
    await session.action({ action: "Second", parameter: "2" });
    await session.action({ action: "Third", parameter: "3" });
    const ids = linear.activities(opened).map(({ id }) => id);
    const newest = await session.activities({ limit: 2 });
    const rest = await session.activities({ limit: 2, cursor: newest.nextCursor ?? "" });
    const oldest = await session.activities({ limit: 2, direction: "forward" });

    expect([newest, rest, oldest].map(({ activities }) => activities.map(({ id }) => id))).toEqual([
      [ids[1], ids[2]],
      [ids[0]],
      [ids[0], ids[1]],
    ]);
    expect([rest.nextCursor, oldest.nextCursor]).toEqual([undefined, expect.any(String)]);
  });
});

describe("what Linear would refuse", () => {
  it.each<[string, (session: LinearSession) => Promise<unknown>]>([
    ["a blank thought", (session) => session.thought(" ")],
    ["a blank answer", (session) => session.respond("")],
    ["an action without a parameter", (session) => session.action({ action: "Searching", parameter: "" })],
    ["an action without a verb", (session) => session.action({ action: "", parameter: "the logs" })],
    ["a question without options", (session) => session.ask("Which?", { options: [] })],
    ["options that sound alike", (session) => session.ask("Which?", { options: ["Yes", " yes"] })],
    ["an option without a label", (session) => session.ask("Which?", { options: [{ label: "", value: "a" }] })],
    ["an account page without https", (session) => session.requestAuth({ url: "http://bot.example/link" })],
    ["an account page that is none", (session) => session.requestAuth({ url: "link" })],
    ["a step without words", (session) => session.setPlan([{ content: "", status: "pending" }])],
    ["a step that stands nowhere", (session) => session.setPlan([{ content: "Look", status: "done" as "pending" }])],
    ["a link that runs", (session) => session.addLinks([{ label: "Run", url: "javascript:alert(1)" }])],
    ["a link without a label", (session) => session.setLinks([{ label: "", url: "https://bot.example" }])],
    [
      "a link twice",
      (session) =>
        session.setLinks([
          { label: "One", url: "https://bot.example" },
          { label: "Two", url: "https://bot.example" },
        ]),
    ],
    ["a title of two lines", (session) => session.rename("One\nTwo")],
    ["a blank title", (session) => session.rename("  ")],
    ["a title of 256 characters", (session) => session.rename("x".repeat(256))],
  ])("is refused before anything is sent: %s", async (_, work) => {
    const { session } = await startSession();

    expect(
      await requestsOf(bot, () => expect(work(session)).rejects.toMatchObject({ code: "MESSAGE_INVALID" })),
    ).toEqual([]);
  });

  it("keeps the address of an account page out of the error", async () => {
    const { session } = await startSession();

    await expect(session.requestAuth({ url: "http://bot.example/?state=hunter2" })).rejects.toThrow(/^(?!.*hunter2)/s);
  });

  it("comes back with Linear's own words when Linear refuses it", async () => {
    const { session } = await startSession();
    linear.injectFault({
      on: "graphql",
      operation: "RenameSession",
      kind: "graphql-error",
      type: "invalid input",
      message: "Not this one",
    });

    await expect(session.rename("A title")).rejects.toMatchObject({
      code: "INPUT_REFUSED",
      message: "Linear refused RenameSession: Not this one",
    });
  });

  it("is a session that is not there", async () => {
    const session = bot.adapter.session(`linear::s:${crypto.randomUUID()}`);

    await expect(session.respond("Hello?")).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it.each(["linear:issue-1", "linear:issue-1:c:comment-1"])("is a thread without a session: %s", (threadId) => {
    expect(() => bot.adapter.session(threadId)).toThrow(expect.objectContaining({ code: "THREAD_ID_INVALID" }));
  });
});

describe("the handle of a session whose turn was stopped", () => {
  it("says and changes nothing, and does not fail", async () => {
    const said: unknown[] = [];
    const stopped = await startTestBot({
      mode: "agent-sessions",
      config: (emulator) => ({ accessToken: emulator.createAccessToken(), acknowledgeAfterMs: false }),
      on: (chat) => {
        chat.onNewMention(async (thread) => {
          const session = stopped.adapter.session(thread.id);
          const [opened] = stopped.linear.sessions();
          await stopped.linear.stop({ session: opened ?? "" });
          await new Promise((resolve) => thread.signal.addEventListener("abort", resolve));
          said.push(await session.thought("Still here?"), await session.respond("Yes."), await session.rename("Mine"));
          await session.addLinks([{ label: "Run", url: "https://bot.example" }]);
          await session.setPlan([{ content: "Go on", status: "pending" }]);
        });
      },
    });
    await stopped.linear.mention({ issue: stopped.linear.createIssue(), text: "go" });
    await stopped.settled();
    const [session] = stopped.linear.sessions();
    const bodies = stopped.linear.activities(session ?? "").map(({ content }) => content.body);
    await stopped.close();

    expect(said).toEqual([undefined, undefined, undefined]);
    expect(session).toMatchObject({ summary: undefined, externalUrls: [], plan: undefined });
    expect(bodies).toEqual(["", "Stopped."]);
  });
});

describe("the handle of a session in an app of several organizations", () => {
  it("speaks for the one that the thread belongs to", async () => {
    const several = await startTestBot({
      linear,
      mode: "agent-sessions",
      config: ({ app: { clientId, clientSecret } }) => ({ clientId, clientSecret, silentResponse: false }),
    });
    const umbrella = linear.addOrganization({ name: "Umbrella" });
    await several.adapter.setInstallation(umbrella.id, toInstallation(linear.install({ organization: umbrella })));
    const issue = linear.createIssue({ organization: umbrella });
    await linear.delegate({ issue, by: umbrella.people[0] ?? "" });
    await several.settled();
    const opened = linear.sessions().at(-1);
    const threadId = `linear:${issue.id}:s:${opened?.id}`;

    await several.adapter.session(threadId).respond("From a job.");
    await several.adapter.withInstallation(umbrella.id, () => several.adapter.session(threadId).rename("A job"));
    await several.close();

    expect(linear.activities(opened?.id ?? "").map(({ content, userId }) => [content.body, userId])).toEqual([
      ["From a job.", umbrella.appUserId],
    ]);
    expect(linear.session(opened?.id ?? "").summary).toBe("A job");
  });
});
