import { describe, expect, it } from "vitest";
import { findOpeningRequest } from "../../src/messages/opening-request.js";
import type { LinearSessionContext } from "../../src/messages/raw-message.js";
import { openingContext, promptContext } from "../../src/messages/session-context.js";
import type { EventOf } from "../../src/webhook/events.js";
import { parseWebhook } from "../../src/webhook/parse-webhook.js";
import { type FixtureName, fixture } from "../fixtures/fixture.js";

function created(name: FixtureName, changes: object = {}): EventOf<"session.created"> {
  const event = parseWebhook({ ...fixture(name), ...changes });
  if (event.kind !== "session.created") throw new Error(`${name} is no created event`);
  return event;
}

function contextOf(name: FixtureName, changes: object = {}): LinearSessionContext {
  const event = created(name, changes);
  const place = findOpeningRequest(event);
  if (place.kind !== "known") throw new Error(`The request of ${name} is not in the event`);
  return openingContext(event, place.request);
}

const team = { id: "ca01f61f-6279-4f21-a561-4699d4793222", key: "ENG", name: "Acme" };
const simpleIssue = {
  id: "a135ca6b-6d19-49d6-a465-86cc9e830ce7",
  identifier: "ENG-594",
  title: "simple issue",
  description: undefined,
  url: "https://linear.app/acme/issue/ENG-594/simple-issue",
  team,
};

describe("the context of a session that was opened", () => {
  it("by a mention in a root comment has that comment as its source, and the closest team's rule first", () => {
    expect(contextOf("agent-session-created-root-mention")).toEqual({
      trigger: "mention",
      issue: simpleIssue,
      guidance: [
        { body: "Link the pull request in every answer.", origin: { kind: "team", ...team } },
        { body: "Answer in English.", origin: { kind: "organization" } },
      ],
      previousComments: [],
      sourceComment: {
        id: "b6e6cb72-3d52-43f5-a6a5-e9e67765fb5b",
        body: "@helperbot let's see about his",
        author: { id: "25811a3e-0df7-430a-a402-a66e6c8f21b7", name: "Ada Lovell" },
      },
    });
  });

  it("by a mention in a reply has the thread before it, with the authors that are known", () => {
    expect(contextOf("agent-session-created-reply-mention")).toEqual({
      trigger: "mention",
      issue: simpleIssue,
      guidance: [],
      previousComments: [
        {
          id: "1f60d8a3-c52e-4b97-9e04-d7a8b3f25c16",
          body: "Who knows why this is slow?",
          author: { id: "25811a3e-0df7-430a-a402-a66e6c8f21b7", name: undefined },
        },
      ],
      sourceComment: {
        id: "7c3a91e5-08fd-4d62-b1e7-2f9c64a0d853",
        body: "@helperbot do you?",
        author: { id: "9d1c6a7e-3f58-4b0e-8c52-6a1f4e2b7d90", name: "Bo" },
      },
    });
  });

  it("by a delegation has no comments", () => {
    expect(contextOf("agent-session-created-delegation")).toEqual({
      trigger: "delegation",
      issue: {
        id: "2b9e4f70-d1c8-4a35-86f2-9c7e0b5d13a6",
        identifier: "ENG-601",
        title: "Search is slow for long queries",
        description: "Queries over 200 characters take more than 4 s.",
        url: "https://linear.app/acme/issue/ENG-601/search-is-slow-for-long-queries",
        team,
      },
      guidance: [],
      previousComments: [],
      sourceComment: undefined,
    });
  });

  it("by an automation says so", () => {
    expect(contextOf("agent-session-created-automation")).toMatchObject({
      trigger: "automation",
      issue: { identifier: "ENG-610" },
      sourceComment: undefined,
    });
  });

  it("without an issue has none", () => {
    expect(contextOf("agent-session-created-without-issue")).toEqual({
      trigger: "delegation",
      issue: undefined,
      guidance: [],
      previousComments: [],
      sourceComment: undefined,
    });
  });

  it("leaves the sentence out that Linear puts at the head of a session's thread", () => {
    const anchor = { id: "a1", body: "This thread is for an agent session with helperbot.", issueId: simpleIssue.id };
    expect(contextOf("agent-session-created-delegation", { previousComments: [anchor] }).previousComments).toEqual([]);
  });

  it("survives a queue", () => {
    const context = contextOf("agent-session-created-root-mention");
    expect(JSON.parse(JSON.stringify(context))).toEqual(context);
  });
});

describe("the source comment", () => {
  const reply = "agent-session-created-reply-mention";
  const commentId = "7c3a91e5-08fd-4d62-b1e7-2f9c64a0d853";

  it("that had to be read is by the person who opened the session", () => {
    const event = created(reply, { previousComments: null });
    const request = { text: "@helperbot do you?", trigger: "mention" as const, commentId, quotedText: "as fast as" };
    expect(openingContext(event, request).sourceComment).toEqual({
      id: commentId,
      body: "@helperbot do you?",
      quotedText: "as fast as",
      author: { id: "9d1c6a7e-3f58-4b0e-8c52-6a1f4e2b7d90", name: "Bo" },
    });
  });

  it.each([
    ["the prompt context", {}],
    ["nothing", { promptContext: null }],
  ])("that could not be read is unknown, when %s stands in for it", (_, changes) => {
    const event = created(reply, { previousComments: null, ...changes });
    const request = { text: event.promptContext ?? "", trigger: "mention" as const, commentId, quotedText: undefined };
    expect(openingContext(event, request).sourceComment).toBeUndefined();
  });
});

describe("guidance", () => {
  const rule = (body: string, id: string, parentId: string | null): object => ({
    body,
    origin: { type: "Team", team: { id, key: id.toUpperCase(), name: id, displayName: id, parentId } },
  });
  const organization = { body: "of the organization", origin: { type: "Organization" } };
  const bodiesOf = (guidance: readonly object[]): string[] =>
    contextOf("agent-session-created-root-mention", { guidance }).guidance.map(({ body }) => body);

  it.each([
    [
      "sent widest first",
      [organization, rule("of all", "a", null), rule("between", "b", "a"), rule("own", team.id, "b")],
    ],
    [
      "sent closest first",
      [rule("own", team.id, "b"), rule("between", "b", "a"), rule("of all", "a", null), organization],
    ],
  ])("goes from the issue's team up to the organization, when %s", (_, guidance) => {
    expect(bodiesOf(guidance)).toEqual(["own", "between", "of all", "of the organization"]);
  });

  it("goes by the teams alone when the issue's own has no rule", () => {
    expect(bodiesOf([rule("of all", "a", null), organization, rule("closer", "c", "b")])).toEqual([
      "closer",
      "of all",
      "of the organization",
    ]);
  });

  it("keeps two rules of one team in their order", () => {
    expect(bodiesOf([rule("first", team.id, null), rule("second", team.id, null)])).toEqual(["first", "second"]);
  });

  it("of teams that stand above each other in a circle is kept", () => {
    expect(bodiesOf([rule("one", "a", "b"), rule("two", "b", "a")])).toEqual(["one", "two"]);
  });

  it("of an unknown origin says which", () => {
    const guidance = [{ body: "New.", origin: { type: "Initiative" } }];
    expect(contextOf("agent-session-created-root-mention", { guidance }).guidance).toEqual([
      { body: "New.", origin: { kind: "other", type: "Initiative" } },
    ]);
  });
});

describe("the context of a prompt", () => {
  function promptedContext(name: FixtureName): LinearSessionContext {
    const event = parseWebhook(fixture(name));
    if (event.kind !== "session.prompted") throw new Error(`${name} is no prompted event`);
    return promptContext(event);
  }

  it("has the issue and the comment that holds it", () => {
    expect(promptedContext("agent-session-prompted-from-other-thread")).toEqual({
      trigger: undefined,
      issue: simpleIssue,
      guidance: [],
      previousComments: [],
      sourceComment: {
        id: "ec17b2f4-d08a-4536-8e9b-5c6a3d70f182",
        body: "@helperbot is there anything new?",
        author: expect.objectContaining({ name: expect.any(String) }),
      },
    });
  });
});
