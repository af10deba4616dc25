// Covers: src/api/operations/comment-parts.ts
// Covers: src/comments/further-parts.ts
// Covers: src/comments/write-comment.ts
// Covers: src/questions/ask.ts

import { Actions, Button, Card, type Chat, emoji, Plan, type Thread } from "chat";
import type { EmulatedComment, EmulatedIssue } from "chat-adapter-linear/emulator";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { introduce, requestsOf } from "../../support/requests-of.js";
import { clientCredentials, startTestBot, type TestBot } from "../../support/test-bot.js";
import { createTestWorld, type TestWorld } from "../../support/test-world.js";

let world: TestWorld;
let bot: TestBot;
let issue: EmulatedIssue;
let root: EmulatedComment;
let thread: Thread;
let opened: TestBot[] = [];
const picked: string[] = [];

beforeEach(async () => {
  world = createTestWorld();
  bot = await open({ world });
  await introduce(bot);
  issue = bot.linear.createIssue();
  root = await bot.linear.comment({ issue, body: "It sticks." });
  thread = bot.bot.thread(`linear:${issue.id}:c:${root.id}`);
});
afterEach(async () => {
  for (const one of opened.reverse()) await one.close();
  opened = [];
  picked.length = 0;
});

async function open(options: Parameters<typeof startTestBot>[0]): Promise<TestBot> {
  const started = await startTestBot({
    mode: "comments",
    config: (linear) => ({ ...clientCredentials(linear), answerByReaction: true }),
    on: (chat: Chat) => chat.onAction((event) => void picked.push(event.actionId)),
    ...options,
  });
  opened.push(started);
  return started;
}

/** A text that takes that many comments, each of which begins with the name and its number. */
const long = (name: string, comments: number): string =>
  Array.from({ length: comments }, (_, index) => `${name}${index} ${"word ".repeat(1_900)}`.trim()).join("\n\n");

/** The first words of the bot's comments, in the order in which they stand in the thread. */
const shown = (): string[] =>
  bot.linear.comments({ issue, by: bot.linear.organization.appUserId }).map(({ body }) => body.split(" ")[0] ?? "");

const names = (name: string, comments: number): string[] =>
  Array.from({ length: comments }, (_, index) => `${name}${index}`);

describe("a message in three comments", () => {
  it("is edited to one", async () => {
    const sent = await thread.post(long("a", 3));
    expect(shown()).toEqual(["a0", "a1", "a2"]);

    await sent.edit("short");

    expect(shown()).toEqual(["short"]);
  });

  it("is edited to as many, each once, with a request for each", async () => {
    const sent = await thread.post(long("a", 3));

    const requests = await requestsOf(bot, () => sent.edit(long("b", 3)));

    expect(shown()).toEqual(["b0", "b1", "b2"]);
    expect(requests).toEqual(["UpdateComment", "UpdateCommentPart", "UpdateCommentPart"]);
  });

  it("is edited to more, which stand behind the others", async () => {
    const sent = await thread.post(long("a", 2));

    await sent.edit(long("b", 4));

    expect(shown()).toEqual(["b0", "b1", "b2", "b3"]);
  });

  it("rewrites no comment whose text stays", async () => {
    const sent = await thread.post(`${long("a", 3)}\n\nend`);

    const requests = await requestsOf(bot, () => sent.edit(`${long("a", 3)}\n\nEnd`));

    expect(requests).toEqual(["UpdateComment", "UpdateCommentPart"]);
  });

  it("is deleted as a whole", async () => {
    const sent = await thread.post(long("a", 3));

    await sent.delete();

    expect(shown()).toEqual([]);
  });

  it("below another person's words leaves these alone", async () => {
    const sent = await thread.post(long("a", 2));
    await bot.linear.comment({ issue, parent: root, body: "Thanks" });

    await sent.edit(long("b", 3));
    await sent.delete();

    expect(bot.linear.comments({ issue }).map(({ body }) => body)).toEqual(["It sticks.", "Thanks"]);
  });

  it("of which somebody has deleted the middle keeps its order", async () => {
    const sent = await thread.post(long("a", 3));
    const middle = bot.linear.comments({ issue }).find(({ body }) => body.startsWith("a1"));
    await bot.adapter.deleteMessage(thread.id, middle?.id ?? "");

    await sent.edit(long("b", 3));

    expect(shown()).toEqual(["b0", "b1", "b2"]);
  });

  it("on an issue is edited and deleted like one in a thread", async () => {
    const sent = await bot.bot.thread(`linear:${issue.id}`).post(long("a", 3));
    await sent.edit(long("b", 2));
    expect(shown()).toEqual(["b0", "b1"]);

    await sent.delete();

    expect(shown()).toEqual([]);
  });

  it("is edited and deleted by a process that shares no state with the one that posted it", async () => {
    const edited = await thread.post(long("a", 3));
    const deleted = await thread.post(long("c", 2));
    const other = await open({ linear: bot.linear });

    await other.adapter.editMessage(thread.id, edited.id, long("b", 2));
    await other.adapter.deleteMessage(thread.id, deleted.id);

    expect(shown()).toEqual(["b0", "b1"]);
  });

  it("with more parts than are looked for at once is one message all the same", async () => {
    const sent = await thread.post(long("a", 26));

    await sent.edit(long("b", 25));
    expect(shown()).toEqual(names("b", 25));
    await sent.delete();

    expect(shown()).toEqual([]);
  });
});

describe("a message in one comment", () => {
  it("that an edit makes longer is one message from then on", async () => {
    const sent = await thread.post("Looking …");

    await sent.edit(long("a", 3));
    await sent.edit(long("b", 2));
    expect(shown()).toEqual(["b0", "b1"]);
    await sent.delete();

    expect(shown()).toEqual([]);
  });

  it("that an edit makes longer is edited by a process that shares no state", async () => {
    const sent = await thread.post("Looking …");
    await sent.edit(long("a", 3));
    const other = await open({ linear: bot.linear });

    await other.adapter.editMessage(thread.id, sent.id, long("b", 2));

    expect(shown()).toEqual(["b0", "b1"]);
  });
});

describe("an answer that is lost", () => {
  it("doubles no comment of an edit that is made again", async () => {
    const sent = await thread.post("Looking …");
    // As often as one operation is tried.
    bot.linear.injectFault({ on: "graphql", operation: "CreateComment", kind: "drop-after", times: 5 });
    const lost = sent.edit(long("a", 3));
    await expect(world.clock.passUntil(lost)).rejects.toMatchObject({ code: "LINEAR_UNREACHABLE" });
    expect(shown()).toEqual(["a0", "a1"]);
    bot.linear.clearFaults();

    await sent.edit(long("b", 3));

    expect(shown()).toEqual(["b0", "b1", "b2"]);
  });
});

describe("an id that Linear does not give again", () => {
  it("is passed over", async () => {
    const sent = await thread.post("Looking …");
    bot.linear.injectFault({
      on: "graphql",
      operation: "CreateComment",
      kind: "graphql-error",
      type: "invalid input",
      message: "conflict on insert of Comment",
    });

    await sent.edit(long("a", 3));
    expect(shown()).toEqual(["a0", "a1", "a2"]);
    await sent.edit(long("b", 2));

    expect(shown()).toEqual(["b0", "b1"]);
  });
});

describe("a stream that outgrows one comment", () => {
  it("is one message", async () => {
    async function* answer() {
      yield long("a", 1);
      yield `\n\n${long("c", 2)}`;
    }
    const sent = await thread.post(answer());
    expect(shown()).toEqual(["a0", "c0", "c1"]);

    await sent.edit(long("b", 2));
    expect(shown()).toEqual(["b0", "b1"]);
    await sent.delete();

    expect(shown()).toEqual([]);
  });
});

describe("a plan that outgrows one comment", () => {
  const task = (index: number): { title: string } => ({ title: `Step ${index} ${"word ".repeat(300).trim()}` });
  const steps = (): string[] =>
    bot.linear.comments({ issue }).flatMap(({ body }) => body.match(/(?<=^- \[[ x]\] )Step \d/gm) ?? []);

  it("shows every step, and goes as a whole", async () => {
    const plan = new Plan({ initialMessage: "Oiling" });
    const sent = await thread.post(plan);
    await plan.addTask(task(1));
    await Promise.all([2, 3, 4, 5, 6, 7, 8].map((index) => plan.addTask(task(index))));
    await world.clock.advance(5_000);
    expect(steps()).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((index) => `Step ${index}`));
    expect(shown()).toHaveLength(2);

    await bot.adapter.deleteMessage(thread.id, sent.id);

    expect(shown()).toEqual([]);
  });
});

describe("a card that outgrows one comment", () => {
  const card = (text: string) =>
    Card({
      title: "Deploy?",
      children: [
        { type: "text", content: text },
        Actions([Button({ id: "yes", label: "Deploy" }), Button({ id: "no", label: "Wait" })]),
      ],
    });

  it("is answered by a reaction to its last comment, where the choices stand", async () => {
    const sent = await thread.post(card(long("a", 2)));
    const last = bot.linear.comments({ issue }).at(-1);

    await bot.linear.react({ comment: last ?? root, emoji: "+1" });
    await bot.settled();

    expect(sent.id).not.toBe(last?.id);
    expect(picked).toEqual(["yes"]);
  });

  it("is edited to its decision as a whole", async () => {
    const sent = await thread.post(card(long("a", 3)));

    await sent.edit(Card({ title: "Deployed", children: [] }));

    expect(bot.linear.comments({ issue }).map(({ body }) => body)).toEqual(["It sticks.", "**Deployed**"]);
  });
});

it("a reaction of the bot goes to the first comment of a message", async () => {
  const sent = await thread.post(long("a", 2));

  await sent.addReaction(emoji.eyes);

  expect(bot.linear.reactions({ id: sent.id }).map(({ emoji: name }) => name)).toEqual(["eyes"]);
});
