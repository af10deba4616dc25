// Covers: src/sessions/intake/session-decision.ts
// Covers: src/sessions/intake/session-intake.ts

import type { Message, Thread } from "chat";
import type { LinearSessionDecision, LinearSessionRequest, OnAgentSession } from "chat-adapter-linear";
import { type LinearEmulator, startLinearEmulator } from "chat-adapter-linear/emulator";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { said } from "../../support/agent.js";
import { introduce, requestsOf } from "../../support/requests-of.js";
import { createSignal } from "../../support/signal.js";
import { clientCredentials, startTestBot, type TestBot, type TestBotOptions } from "../../support/test-bot.js";

let linear: LinearEmulator;
const open: TestBot[] = [];
const heard: string[] = [];

beforeEach(async () => {
  linear = await startLinearEmulator({ webhookRetryDelaysMs: [] });
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((bot) => bot.close()));
  await linear.close();
  heard.length = 0;
});

async function startBot(onAgentSession: OnAgentSession | undefined, options: TestBotOptions = {}): Promise<TestBot> {
  const bot = await startTestBot({
    linear,
    mode: "agent-sessions",
    config: () => ({ ...clientCredentials(linear), acknowledgeAfterMs: false, onAgentSession }),
    on: (chat) => {
      chat.onNewMention(async (thread: Thread, message: Message) => {
        heard.push(message.text);
        await thread.post(`You said: ${message.text}`);
      });
      chat.onAgentSessionStopped(async () => void heard.push("Stop"));
    },
    ...options,
  });
  open.push(bot);
  return bot;
}

const REFUSAL = ["response", "This is nothing that I work on."];

describe("onAgentSession", () => {
  it("lets the bot answer when it returns nothing", async () => {
    const bot = await startBot(() => undefined);
    const session = await linear.delegate({ issue: linear.createIssue({ title: "Fix the gate" }) });
    await bot.settled();

    expect(said(linear, session)).toEqual([["response", "You said: Fix the gate"]]);
  });

  it("is told who asks for what, and reads the rest of the issue in one request", async () => {
    const requests: unknown[] = [];
    const bot = await startBot(async ({ readIssue, ...request }) => {
      const [issue, again] = await Promise.all([readIssue(), readIssue()]);
      requests.push(request, issue === again && issue);
      return { kind: "ignore" };
    });
    await introduce(bot);
    requests.length = 0;
    const label = linear.addLabel({ name: "Gates" });
    const issue = linear.createIssue({ title: "Fix the gate", description: "It squeaks.", labels: [label] });
    let sessionId = "";
    const operations = await requestsOf(bot, async () => {
      sessionId = (await linear.delegate({ issue, by: linear.bo })).id;
      await bot.settled();
    });

    expect(requests).toEqual([
      {
        organizationId: linear.organization.id,
        sessionId,
        threadId: `linear:${issue.id}:s:${sessionId}`,
        trigger: "delegation",
        issue: {
          id: issue.id,
          identifier: issue.identifier,
          title: "Fix the gate",
          description: "It squeaks.",
          url: issue.url,
          team: { id: issue.teamId, key: "ENG", name: "Engineering" },
        },
        creator: {
          id: linear.bo.id,
          displayName: linear.bo.displayName,
          fullName: linear.bo.name,
          email: linear.bo.email,
          avatarUrl: undefined,
          type: "user",
        },
      },
      {
        id: issue.id,
        identifier: issue.identifier,
        title: "Fix the gate",
        description: "It squeaks.",
        url: issue.url,
        state: "Backlog",
        project: undefined,
        labels: ["Gates"],
        creator: { id: linear.ada.id, displayName: linear.ada.displayName },
        assignee: { id: linear.bo.id, displayName: linear.bo.displayName },
        delegate: { id: linear.organization.appUserId, displayName: "helper" },
      },
    ]);
    expect(operations).toEqual(["GetIssueSubject"]);
  });

  it("tells mentions, delegations and automations apart", async () => {
    const triggers: string[] = [];
    const bot = await startBot(({ trigger, creator }) => {
      triggers.push(`${trigger} by ${creator?.fullName}`);
      return { kind: "ignore" };
    });
    const parent = await linear.comment({ issue: linear.createIssue(), body: "Something is slow." });
    await linear.mention({ issue: linear.createIssue(), text: "look" });
    await bot.settled();
    await linear.mention({ issue: parent.issueId ?? "", parent, text: "look" });
    await bot.settled();
    await linear.delegate({ issue: linear.createIssue() });
    await bot.settled();
    await linear.delegate({ issue: linear.createIssue(), by: "automation" });
    await bot.settled();

    expect(triggers).toEqual([
      "mention by Ada Lovelace",
      "mention by Ada Lovelace",
      "delegation by Ada Lovelace",
      "automation by undefined",
    ]);
  });

  it("is asked once per session", async () => {
    const asked: string[] = [];
    const bot = await startBot((request) => {
      asked.push(request.sessionId);
      return { kind: "accept" };
    });
    const session = await linear.delegate({ issue: linear.createIssue({ title: "first" }) });
    await bot.settled();
    await linear.prompt({ session, body: "second" });
    await bot.settled();

    expect([asked, heard]).toEqual([[session.id], ["first", "second"]]);
  });

  it("is asked about a session whose opening never came", async () => {
    const bot = await startBot(() => ({ kind: "refuse" }));
    linear.injectFault({ on: "webhook-delivery", operation: "AgentSessionEvent", kind: "drop-before" });
    const session = await linear.delegate({ issue: linear.createIssue() });
    await bot.settled();
    await linear.prompt({ session, body: "anybody there?" });
    await bot.settled();

    expect([said(linear, session), heard]).toEqual([[REFUSAL], []]);
  });

  it("is not asked about what people write in a session that the bot has opened itself", async () => {
    const bot = await startBot(() => ({ kind: "refuse" }));
    const issue = linear.createIssue();
    const thread = await bot.adapter.openSession({ issueId: issue.id });
    await thread.post("I have found something.");
    const [session = expect.fail("there is no session")] = linear.sessions();
    await linear.prompt({ session, body: "tell me" });
    await bot.settled();

    expect(heard).toEqual(["tell me"]);
  });
});

describe("onAgentSession of a bot that only answers comments", () => {
  it("is never called, of which the log warns", async () => {
    const bot = await startBot(() => ({ kind: "refuse" }), { mode: "comments" });

    expect(bot.logger.at("warn")).toEqual(['onAgentSession is never called: the mode is "comments"']);
  });
});

describe("a session that is refused", () => {
  it.each<[string, OnAgentSession]>([
    ["team", ({ issue }) => ({ kind: issue?.team?.key === "OPS" ? "refuse" : "accept" })],
    ["project", async ({ readIssue }) => ({ kind: (await readIssue())?.project === "Payroll" ? "refuse" : "accept" })],
    [
      "label",
      async ({ readIssue }) => ({ kind: (await readIssue())?.labels.includes("Secret") ? "refuse" : "accept" }),
    ],
    ["person", ({ creator }) => ({ kind: creator?.id === linear.bo.id ? "refuse" : "accept" })],
  ])("may be so for its %s, while others are answered", async (_what, onAgentSession) => {
    const bot = await startBot(onAgentSession);
    const team = linear.addTeam({ key: "OPS", name: "Operations" });
    const labels = [linear.addLabel({ name: "Secret" })];
    const issue = linear.createIssue({ title: "Not ours", team, labels, project: "Payroll", by: linear.bo });
    const refused = await linear.delegate({ issue, by: linear.bo });
    await linear.delegate({ issue: linear.createIssue({ title: "Ours", project: "Website" }) });
    await bot.settled();

    expect([said(linear, refused), heard]).toEqual([[REFUSAL], ["Ours"]]);
  });

  it("ends in one response, without any handler", async () => {
    const bot = await startBot(() => ({ kind: "refuse", message: "I only work for **Platform**." }));
    const session = await linear.delegate({ issue: linear.createIssue() });
    await bot.settled();

    expect(said(linear, session)).toEqual([["response", "I only work for **Platform**."]]);
    expect(linear.session(session).status).toBe("complete");
    expect(heard).toEqual([]);
  });

  it("stays refused, also to Stop and in another process", async () => {
    const one = await startBot(() => ({ kind: "refuse" }));
    const session = await linear.delegate({ issue: linear.createIssue() });
    await one.settled();
    const two = await startBot(() => ({ kind: "accept" }), { state: one.state });
    await linear.prompt({ session, body: "please" });
    await two.settled();
    await linear.stop({ session });
    await two.settled();

    expect([said(linear, session), heard]).toEqual([[REFUSAL, REFUSAL, REFUSAL], []]);
  });
});

describe("a session that is redirected", () => {
  it("ends in one response that mentions who it is for", async () => {
    const bot = await startBot(() => ({ kind: "redirect", to: linear.bo.id, message: "can you take this?" }));
    const session = await linear.delegate({ issue: linear.createIssue() });
    await bot.settled();

    expect(said(linear, session)).toEqual([["response", `${linear.bo.url} can you take this?`]]);
    expect(heard).toEqual([]);
  });
});

describe("a session that is ignored", () => {
  it("hears nothing from here, not even after Stop", async () => {
    const bot = await startBot(() => ({ kind: "ignore" }));
    const session = await linear.delegate({ issue: linear.createIssue() });
    await bot.settled();
    await linear.prompt({ session, body: "please" });
    await bot.settled();
    await linear.stop({ session });
    await bot.settled();

    expect([said(linear, session), heard]).toEqual([[], []]);
  });
});

describe("a hook that takes its time", () => {
  it("is covered by an acknowledgement", async () => {
    const acknowledged = createSignal();
    const bot = await startBot(undefined, {
      config: () => ({
        ...clientCredentials(linear),
        acknowledgeAfterMs: 20,
        onAgentSession: async () => await acknowledged.given.then(() => ({ kind: "refuse" as const })),
      }),
    });
    const session = await linear.delegate({ issue: linear.createIssue() });
    await expect
      .poll(() => said(linear, session), { timeout: 15_000 })
      .toEqual([["thought", "Working on it…", "ephemeral"]]);
    acknowledged.give();
    await bot.settled();

    expect(said(linear, session)).toEqual([["thought", "Working on it…", "ephemeral"], REFUSAL]);
  });

  it("is asked once, though the person writes on meanwhile, and lets both messages through in order", async () => {
    const [asked, written] = [createSignal(), createSignal()];
    let calls = 0;
    const bot = await startBot(async () => {
      calls += 1;
      asked.give();
      await written.given;
      return { kind: "accept" };
    });
    const session = await linear.delegate({ issue: linear.createIssue({ title: "first" }) });
    await asked.given;
    await linear.prompt({ session, body: "second" });
    await linear.settled();
    written.give();
    await bot.settled();

    expect([calls, heard]).toEqual([1, ["first", "second"]]);
  });

  it("is overtaken by Stop", async () => {
    const [asked, stopped] = [createSignal(), createSignal()];
    const bot = await startBot(async () => {
      asked.give();
      await stopped.given;
      return { kind: "accept" };
    });
    const session = await linear.delegate({ issue: linear.createIssue() });
    await asked.given;
    await linear.stop({ session });
    await linear.settled();
    await expect.poll(() => heard, { timeout: 15_000 }).toEqual(["Stop"]);
    stopped.give();
    await bot.settled();

    expect([said(linear, session), heard]).toEqual([[["response", "Stopped."]], ["Stop"]]);
  });
});

describe("a hook that throws", () => {
  const SORRY = ["error", "Something went wrong while I was working on this. Please try again."];

  it("ends the session in one error, is logged, and is asked again by the next prompt", async () => {
    const answers: (() => LinearSessionDecision)[] = [
      () => {
        throw new Error("the directory of teams is away");
      },
      () => ({ kind: "accept" }),
    ];
    const bot = await startBot(() => answers.shift()?.());
    const session = await linear.delegate({ issue: linear.createIssue() });
    await bot.settled();
    expect([said(linear, session), heard]).toEqual([[SORRY], []]);
    expect(bot.logger.at("error")).toEqual([expect.stringContaining("the directory of teams is away")]);

    await linear.prompt({ session, body: "again" });
    await bot.settled();
    expect(said(linear, session)).toEqual([SORRY, ["response", "You said: again"]]);
  });

  it.each([{ kind: "refused" }, { kind: "redirect" }, "refuse"])("%j is no acceptance either", async (answer) => {
    const bot = await startBot((_: LinearSessionRequest) => answer as LinearSessionDecision);
    const session = await linear.delegate({ issue: linear.createIssue() });
    await bot.settled();

    expect([said(linear, session), heard]).toEqual([[SORRY], []]);
    expect(bot.logger.at("error")).toEqual([expect.stringContaining("onAgentSession has to return nothing or")]);
  });
});
