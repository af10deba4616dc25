// Covers: src/questions/answers.ts
// Covers: src/questions/pending-questions.ts

import {
  type ActionEvent,
  Actions,
  Button,
  Card,
  type CardElement,
  CardText,
  LinkButton,
  RadioSelect,
  Section,
  SelectOption,
} from "chat";
import type { EmulatedSession } from "chat-adapter-linear/emulator";
import { afterEach, describe, expect, it } from "vitest";
import { serve } from "../../../examples/node-http/serve.js";
import { latestSession } from "../../support/agent.js";
import { clientCredentials, startTestBot, type TestBot, type TestBotOptions } from "../../support/test-bot.js";

let open: TestBot | undefined;
const heard: string[] = [];
const actions: ActionEvent[] = [];

afterEach(async () => {
  await open?.close();
  open = undefined;
  heard.length = 0;
  actions.length = 0;
});

const deploy = (): CardElement =>
  Card({
    title: "Deploy v2?",
    children: [
      CardText("It takes **two** minutes."),
      Actions([
        Button({ id: "go", label: "Deploy now", value: "now" }),
        Button({ id: "wait", label: "Not today" }),
        Button({ id: "never", label: "Forget it", disabled: true }),
        LinkButton({ label: "Changes", url: "https://example.com/changes" }),
      ]),
    ],
  });

/** A bot that asks when it is mentioned, and keeps what else it hears. */
async function startAsking(card: () => CardElement, options: TestBotOptions = {}): Promise<TestBot> {
  open = await startTestBot({
    mode: "agent-sessions",
    emulator: { webhookRetryDelaysMs: [] },
    ...options,
    on: (chat) => {
      chat.onNewMention(async (thread, message) => {
        heard.push(message.text);
        await (heard.length === 1 ? thread.post(card()) : thread.post(`I heard: ${message.text}`));
        await thread.subscribe();
      });
      chat.onSubscribedMessage(async (thread, message) => {
        heard.push(message.text);
        await thread.post(`I heard: ${message.text}`);
      });
      chat.onAction(async (event) => {
        actions.push(event);
        await event.thread?.post(`Picked ${event.actionId} ${event.value ?? ""}`.trim());
      });
      options.on?.(chat);
    },
  });
  return open;
}

/** The session that a mention has opened, when all that followed is done. */
async function askedIn(bot: TestBot): Promise<EmulatedSession> {
  await bot.linear.mention({ issue: bot.linear.createIssue(), text: "deploy" });
  await bot.settled();
  return latestSession(bot.linear);
}

async function answerWith(bot: TestBot, session: EmulatedSession, body: string): Promise<void> {
  await bot.linear.prompt({ session, body });
  await bot.settled();
}

/** The delivery of what somebody writes while the bot cannot be reached. */
async function missed(
  { linear, webhookUrl }: TestBot,
  write: () => Promise<unknown>,
): Promise<ReturnType<TestBot["linear"]["deliveries"]>[number]> {
  linear.setWebhookUrl("http://127.0.0.1:9/");
  await write();
  await linear.settled();
  const delivery = linear.deliveries().at(-1);
  linear.setWebhookUrl(webhookUrl);
  if (delivery === undefined) throw new Error("Nothing was sent");
  return delivery;
}

/** What was said in a session, without what has vanished. */
const said = (bot: TestBot, session: EmulatedSession): unknown[] =>
  bot.linear.activities(session).map(({ content }) => [content.type, content.body]);

const picked = (): unknown[] => actions.map(({ actionId, value, user }) => [actionId, value, user.userName]);

describe("a card in an agent session", () => {
  it("becomes one question with Linear's own options", async () => {
    const bot = await startAsking(deploy);
    const session = await askedIn(bot);

    expect(bot.linear.activities(session)).toMatchObject([
      {
        content: {
          type: "elicitation",
          body: "**Deploy v2?**\n\nIt takes **two** minutes.\n\n[Forget it] (disabled) · [Changes](https://example.com/changes)",
        },
        signal: "select",
        signalMetadata: {
          options: [
            { label: "Deploy now", value: "Deploy now" },
            { label: "Not today", value: "Not today" },
          ],
        },
      },
    ]);
    expect(bot.linear.session(session).status).toBe("awaitingInput");
  });

  it("is answered by the action of the option that a person picks, and by nothing else", async () => {
    const bot = await startAsking(deploy);
    const session = await askedIn(bot);
    await answerWith(bot, session, "Deploy now");

    const question = bot.linear.activities(session)[0];
    expect(actions).toMatchObject([
      {
        actionId: "go",
        value: "now",
        messageId: question?.id,
        threadId: `linear:${session.issueId}:s:${session.id}`,
        user: { userId: bot.linear.ada.id, userName: "ada", fullName: "Ada Lovelace", isBot: false, isMe: false },
      },
    ]);
    expect(heard).toEqual(["@helper deploy"]);
    expect(said(bot, session).slice(1)).toEqual([
      ["prompt", "Deploy now"],
      ["response", "Picked go now"],
    ]);
  });

  it.each([
    ["in another case, with space around it", "  deploy NOW \n"],
    ["by its value", "now"],
    ["in quotes, with a full stop", "“Deploy now.”"],
    ["in bold", "**Deploy now**"],
    ["addressed to the bot", "@helper Deploy now"],
  ])("is answered %s", async (_how, answer) => {
    const bot = await startAsking(deploy);
    await answerWith(bot, await askedIn(bot), answer);

    expect(picked()).toEqual([["go", "now", "ada"]]);
  });

  it("keeps the words below the option in the answer's raw message", async () => {
    const bot = await startAsking(deploy);
    await answerWith(bot, await askedIn(bot), "Not today\n\nThe database is still moving.");

    expect(picked()).toEqual([["wait", undefined, "ada"]]);
    expect(actions[0]?.raw).toMatchObject({ comment: { body: "Not today\n\nThe database is still moving." } });
  });

  it("leaves every other text an ordinary message, and waits on", async () => {
    const bot = await startAsking(deploy);
    const session = await askedIn(bot);
    await answerWith(bot, session, "What is in it?");
    await answerWith(bot, session, "not today");

    expect(heard).toEqual(["@helper deploy", "What is in it?"]);
    expect(picked()).toEqual([["wait", undefined, "ada"]]);
  });

  it("is answered once: what comes later is an ordinary message", async () => {
    const bot = await startAsking(deploy);
    const session = await askedIn(bot);
    await answerWith(bot, session, "Deploy now");
    await answerWith(bot, session, "Not today");

    expect(picked()).toEqual([["go", "now", "ada"]]);
    expect(heard).toEqual(["@helper deploy", "Not today"]);
  });

  it("is not answered again by the same delivery", async () => {
    const bot = await startAsking(deploy);
    await answerWith(bot, await askedIn(bot), "Deploy now");
    const delivery = bot.linear.deliveries().at(-1);
    const status = delivery && (await bot.linear.redeliver(delivery));
    await bot.settled();

    expect([status, picked()]).toEqual([200, [["go", "now", "ada"]]]);
  });

  it("gives way to a newer one of the same session", async () => {
    const bot = await startAsking(deploy);
    const session = await askedIn(bot);
    await bot.adapter.postMessage(
      `linear:${session.issueId}:s:${session.id}`,
      Card({ title: "Which one?", children: [Actions([Button({ id: "blue", label: "Blue" })])] }),
    );
    await answerWith(bot, session, "Deploy now");
    await answerWith(bot, session, "blue");

    expect(heard).toEqual(["@helper deploy", "Deploy now"]);
    expect(picked()).toEqual([["blue", undefined, "ada"]]);
  });

  it("asks with selects, in sections too, and keeps labels apart that are the same", async () => {
    const bot = await startAsking(() =>
      Card({
        children: [
          Section([
            Actions([
              RadioSelect({
                id: "priority",
                label: "Priority",
                options: [
                  SelectOption({ label: "High", value: "1", description: "today" }),
                  SelectOption({ label: "Low", value: "4" }),
                ],
              }),
            ]),
          ]),
          Actions([Button({ id: "skip", label: "Low" })]),
        ],
      }),
    );
    const session = await askedIn(bot);
    await answerWith(bot, session, "Low (2)");

    expect(bot.linear.activities(session)[0]).toMatchObject({
      content: { body: "**Priority**\n\n- **High**: today" },
      signalMetadata: {
        options: [
          { label: "High", value: "High" },
          { label: "Low", value: "Low" },
          { label: "Low (2)", value: "Low (2)" },
        ],
      },
    });
    expect(picked()).toEqual([["skip", undefined, "ada"]]);
  });

  it("without choices is an ordinary post", async () => {
    const bot = await startAsking(() => Card({ title: "Deployed", children: [CardText("All is well.")] }));
    const session = await askedIn(bot);

    expect(said(bot, session)).toEqual([["response", "**Deployed**\n\nAll is well."]]);
  });
});

describe("an answer", () => {
  it("that a handler throws at ends the session in an error", async () => {
    const bot = await startAsking(deploy, {
      on: (chat) => {
        chat.onAction("wait", () => {
          throw new Error("password=hunter2");
        });
      },
    });
    const session = await askedIn(bot);
    await answerWith(bot, session, "Not today");

    expect(said(bot, session).at(-1)).toEqual([
      "error",
      "Something went wrong while I was working on this. Please try again.",
    ]);
  });

  it("from before a Stop is not acted on", async () => {
    const bot = await startAsking(deploy);
    const session = await askedIn(bot);
    bot.linear.setWebhookUrl("http://127.0.0.1:9/");
    await bot.linear.prompt({ session, body: "Deploy now" });
    await bot.linear.settled();
    const late = bot.linear.deliveries().at(-1);
    bot.linear.setWebhookUrl(bot.webhookUrl);
    await bot.linear.stop({ session });
    await bot.settled();
    const status = late && (await bot.linear.redeliver(late));
    await bot.settled();

    expect([status, picked()]).toEqual([200, []]);
  });

  it("from before a question decides nothing of it, in a session", async () => {
    const bot = await startAsking(deploy);
    const session = await askedIn(bot);
    const late = await missed(bot, () => bot.linear.prompt({ session, body: "Deploy now" }));
    await bot.adapter.postMessage(`linear:${session.issueId}:s:${session.id}`, deploy());
    const status = await bot.linear.redeliver(late);
    await bot.settled();

    expect([status, picked()]).toEqual([200, []]);
  });

  it("from before a question decides nothing of it, in a comment thread", async () => {
    const bot = await startAsking(deploy, { mode: "comments" });
    const issue = bot.linear.createIssue();
    const sent = await bot.adapter.postMessage(`linear:${issue.id}`, deploy());
    const late = await missed(bot, () => bot.linear.comment({ issue, parent: sent.id, body: "1" }));
    await bot.adapter.postMessage(`linear:${issue.id}:c:${sent.id}`, deploy());
    const status = await bot.linear.redeliver(late);
    await bot.settled();

    expect([status, picked()]).toEqual([200, []]);
  });
});

describe("an edit of what was said in a session", () => {
  it("says what changed in one more response, and settles the question", async () => {
    const bot = await startAsking(deploy);
    const session = await askedIn(bot);
    const threadId = `linear:${session.issueId}:s:${session.id}`;
    const question = bot.linear.activities(session)[0]?.id ?? "";
    await bot.adapter.editMessage(
      threadId,
      question,
      Card({ title: "Deploy v2?", children: [CardText("It takes **two** minutes."), CardText("Nobody wanted it.")] }),
    );
    await answerWith(bot, session, "Deploy now");

    expect(said(bot, session).slice(1)).toEqual([
      ["response", "Nobody wanted it."],
      ["prompt", "Deploy now"],
      ["response", "I heard: Deploy now"],
    ]);
    expect(actions).toEqual([]);
  });

  it("that changes nothing says nothing", async () => {
    const bot = await startAsking(deploy);
    const session = await askedIn(bot);
    const question = bot.linear.activities(session)[0]?.id ?? "";
    const edited = await bot.adapter.editMessage(
      `linear:${session.issueId}:s:${session.id}`,
      question,
      Card({ title: "Deploy v2?" }),
    );

    expect(edited.id).toBe(question);
    expect(said(bot, session)).toHaveLength(1);
  });

  it("says nothing for the session's plan, which changes by itself", async () => {
    const bot = await startAsking(deploy);
    const session = await askedIn(bot);
    const edited = await bot.adapter.editMessage(
      `linear:${session.issueId}:s:${session.id}`,
      `plan:${session.id}`,
      "1 of 2",
    );

    expect(edited.id).toBe(`plan:${session.id}`);
    expect(said(bot, session)).toHaveLength(1);
  });

  it("says the new text where nothing is known of the old one", async () => {
    const bot = await startAsking(deploy);
    const session = await askedIn(bot);
    await bot.adapter.editMessage(`linear:${session.issueId}:s:${session.id}`, crypto.randomUUID(), "All new.");

    expect(said(bot, session).at(-1)).toEqual(["response", "All new."]);
  });

  it("asks anew with a card that has choices", async () => {
    const bot = await startAsking(deploy);
    const session = await askedIn(bot);
    const question = bot.linear.activities(session)[0]?.id ?? "";
    await bot.adapter.editMessage(
      `linear:${session.issueId}:s:${session.id}`,
      question,
      Card({ title: "Sure?", children: [Actions([Button({ id: "sure", label: "Yes" })])] }),
    );
    await answerWith(bot, session, "yes");

    expect(picked()).toEqual([["sure", undefined, "ada"]]);
  });
});

describe("a card in a comment thread", () => {
  const inComments = { mode: "comments" } as const;

  it("becomes a numbered list that says how to answer", async () => {
    const bot = await startAsking(deploy, inComments);
    const issue = bot.linear.createIssue();
    await bot.linear.mention({ issue, text: "deploy" });
    await bot.settled();

    expect(bot.linear.comments({ issue }).at(-1)?.body).toBe(
      [
        "**Deploy v2?**",
        "It takes **two** minutes.",
        "[Forget it] (disabled) · [Changes](https://example.com/changes)",
        "1. Deploy now\n2. Not today",
        "_Reply with a number or its text._",
      ].join("\n\n"),
    );
  });

  it.each(["2", "2.", "#2", "Not today", "@helper not today!"])("is answered by the reply %s", async (body) => {
    const bot = await startAsking(deploy, inComments);
    const issue = bot.linear.createIssue();
    const root = await bot.linear.mention({ issue, text: "deploy" });
    await bot.settled();
    await bot.linear.comment({ issue, parent: root, body, by: bot.linear.bo });
    await bot.settled();

    expect(picked()).toEqual([["wait", undefined, "bo"]]);
    expect(heard).toEqual(["@helper deploy"]);
    expect(bot.linear.comments({ issue }).at(-1)).toMatchObject({ body: "Picked wait", parentId: root.id });
  });

  it.each(["@my-bot 2", "@helper 2"])("is answered by %s to a bot with a name of its own", async (body) => {
    const bot = await startAsking(deploy, {
      ...inComments,
      config: (linear) => ({ ...clientCredentials(linear), userName: "my-bot" }),
    });
    const issue = bot.linear.createIssue();
    const sent = await bot.adapter.postMessage(`linear:${issue.id}`, deploy());
    await bot.linear.comment({ issue, parent: sent.id, body });
    await bot.settled();

    expect(picked()).toEqual([["wait", undefined, "ada"]]);
  });

  it("on an issue is answered in the thread below it", async () => {
    const bot = await startAsking(deploy, inComments);
    const issue = bot.linear.createIssue();
    const sent = await bot.adapter.postMessage(`linear:${issue.id}`, deploy());
    await bot.linear.comment({ issue, parent: sent.id, body: "1" });
    await bot.settled();

    expect(picked()).toEqual([["go", "now", "ada"]]);
    expect(bot.linear.comments({ issue }).at(-1)).toMatchObject({ body: "Picked go now", parentId: sent.id });
  });

  it("is not answered in another thread of the issue", async () => {
    const bot = await startAsking(deploy, inComments);
    const issue = bot.linear.createIssue();
    await bot.adapter.postMessage(`linear:${issue.id}`, deploy());
    await bot.linear.comment({ issue, body: "1" });
    await bot.settled();

    expect(picked()).toEqual([]);
  });

  it("is not answered by an integration", async () => {
    const bot = await startAsking(deploy, inComments);
    const issue = bot.linear.createIssue();
    const sent = await bot.adapter.postMessage(`linear:${issue.id}`, deploy());
    await bot.linear.comment({ issue, parent: sent.id, body: "1", botActor: { name: "CI" } });
    await bot.settled();

    expect(picked()).toEqual([]);
  });

  it("can be edited when it is settled", async () => {
    const bot = await startAsking(deploy, inComments);
    const issue = bot.linear.createIssue();
    const sent = await bot.adapter.postMessage(`linear:${issue.id}`, deploy());
    await bot.adapter.editMessage(`linear:${issue.id}`, sent.id, "Too late.");
    await bot.linear.comment({ issue, parent: sent.id, body: "1" });
    await bot.settled();

    expect(bot.linear.comments({ issue })[0]?.body).toBe("Too late.");
    expect(picked()).toEqual([]);
  });
});

describe("a card in a session that asks something else now", () => {
  it("is answered no more, though what is written reads like its option", async () => {
    const bot = await startAsking(deploy);
    const session = await askedIn(bot);
    await bot.adapter.session(`linear:${session.issueId}:s:${session.id}`).ask("Or shall I wait?", {
      options: ["Deploy now", "Wait"],
    });
    await answerWith(bot, session, "Deploy now");

    expect(actions).toEqual([]);
    expect(heard.at(-1)).toBe("Deploy now");
  });
});

describe("a button with a callback address", () => {
  it.each([
    ["agent-sessions", "Deploy now"],
    ["comments", "1"],
  ] as const)(
    "calls it once with what was picked and by whom, with mode %s, and Linear never sees it",
    async (mode, answer) => {
      const called: unknown[] = [];
      const host = await serve(async (request) => {
        called.push(await request.json());
        return new Response(null, { status: 204 });
      });
      const card = (): CardElement =>
        Card({
          title: "Deploy v2?",
          children: [
            Actions([
              Button({ id: "go", label: "Deploy now", value: "now", callbackUrl: host.url }),
              Button({ id: "wait", label: "Not today" }),
            ]),
          ],
        });
      const bot = await startAsking(card, { mode });
      const issue = bot.linear.createIssue();
      const parent = await bot.linear.mention({ issue, text: "deploy" });
      await bot.settled();
      await bot.linear.comment({ issue, parent, body: answer, by: bot.linear.bo });
      await bot.settled();
      await bot.linear.comment({ issue, parent, body: answer, by: bot.linear.ada });
      await bot.settled();
      await host.close();

      expect(called).toEqual([
        expect.objectContaining({
          type: "action",
          actionId: "go",
          value: "now",
          user: { id: bot.linear.bo.id, name: bot.linear.bo.displayName },
        }),
      ]);
      expect(picked()).toEqual([["go", "now", bot.linear.bo.displayName]]);
      expect(
        JSON.stringify([bot.linear.sessions().map((each) => bot.linear.activities(each)), bot.linear.comments()]),
      ).not.toMatch(/__cb:|127\.0\.0\.1/);
    },
  );
});
