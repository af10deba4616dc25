// Covers: src/emulator/graphql/comparators.ts
// Covers: src/emulator/graphql/filters.ts
// Covers: src/emulator/graphql/paging.ts
// Covers: src/emulator/records.ts

import type { EmulatedComment, EmulatedIssue } from "chat-adapter-linear/emulator";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Scene, startScene } from "./scene.js";

let scene: Scene;
let issue: EmulatedIssue;
let comments: EmulatedComment[];
beforeEach(async () => {
  scene = await startScene();
  issue = scene.linear.createIssue();
  const root = await scene.linear.comment({ issue, body: "one" });
  comments = [
    root,
    await scene.linear.comment({ issue, body: "two", parent: root, by: scene.linear.bo }),
    await scene.linear.comment({ issue, body: "three", externalUser: { name: "Sam" } }),
    await scene.linear.comment({ issue: scene.linear.createIssue(), body: "four" }),
  ];
});
afterEach(() => scene.close());

const id = (index: number): string => comments[index]?.id ?? "";

describe("a list", () => {
  const query = /* GraphQL */ `
    query List($first: Int, $after: String, $last: Int, $before: String) {
      comments(first: $first, after: $after, last: $last, before: $before) {
        nodes { body }
        edges { cursor }
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      }
    }
  `;
  const page = (bodies: string[], cursors: string[], hasNextPage: boolean, hasPreviousPage: boolean): object => ({
    comments: {
      nodes: bodies.map((body) => ({ body })),
      edges: cursors.map((cursor) => ({ cursor })),
      pageInfo: { hasNextPage, hasPreviousPage, startCursor: cursors[0], endCursor: cursors.at(-1) },
    },
  });

  it("is newest first and goes on after a cursor", async () => {
    expect(await scene.app.read(query, { first: 2 })).toEqual(page(["four", "three"], [id(3), id(2)], true, false));
    expect(await scene.app.read(query, { first: 2, after: id(2) })).toEqual(
      page(["two", "one"], [id(1), id(0)], false, true),
    );
  });

  it("gives the oldest end with `last` and goes on before a cursor", async () => {
    expect(await scene.app.read(query, { last: 2 })).toEqual(page(["two", "one"], [id(1), id(0)], false, true));
    expect(await scene.app.read(query, { last: 2, before: id(1) })).toEqual(
      page(["four", "three"], [id(3), id(2)], true, false),
    );
  });

  it("has at most 250 entries, and 50 unless told", async () => {
    await Promise.all(Array.from({ length: 50 }, () => scene.linear.comment({ issue, body: "more" })));

    expect((await scene.app.read(query)).comments).toMatchObject({
      nodes: { length: 50 },
      pageInfo: { hasNextPage: true },
    });
    expect((await scene.app.read(query, { first: 250 })).comments).toMatchObject({ nodes: { length: 54 } });
    expect(await scene.app.refusal(query, { first: 251 })).toBe(
      "Argument Validation Error - a page has 0 to 250 entries, not 251",
    );
  });

  it("can be in the order of changes", async () => {
    await scene.linear.editComment({ comment: id(0), body: "changed" });

    expect(await scene.app.read("{ comments(first: 1, orderBy: updatedAt) { nodes { body } } }")).toEqual({
      comments: { nodes: [{ body: "changed" }] },
    });
  });
});

describe("a filter of comments", () => {
  const query = "query($filter: CommentFilter) { comments(filter: $filter, first: 10) { nodes { body } } }";
  const bodies = async (filter: object): Promise<unknown> => {
    const { comments } = await scene.app.read(query, { filter });
    return (comments as { nodes: { body: string }[] }).nodes.map(({ body }) => body);
  };

  it("picks roots, replies of a root, and a whole thread", async () => {
    expect(await bodies({ parent: { null: true } })).toEqual(["four", "three", "one"]);
    expect(await bodies({ parent: { id: { eq: id(0) } } })).toEqual(["two"]);
    expect(await bodies({ or: [{ id: { eq: id(0) } }, { parent: { id: { eq: id(0) } } }] })).toEqual(["two", "one"]);
  });

  it("picks by id, body, author and issue", async () => {
    expect(await bodies({ id: { in: [id(1), id(3)] } })).toEqual(["four", "two"]);
    expect(await bodies({ id: { nin: [id(1), id(3)] }, issue: { id: { eq: issue.id } } })).toEqual(["three", "one"]);
    expect(await bodies({ body: { containsIgnoreCase: "FO" } })).toEqual(["four"]);
    expect(await bodies({ user: { id: { eq: scene.linear.bo.id } } })).toEqual(["two"]);
    expect(await bodies({ user: { isMe: { eq: true } } })).toEqual([]);
    expect(await bodies({ and: [{ issue: { number: { eq: 1 } } }, { body: { neq: "one" } }] })).toEqual([
      "three",
      "two",
    ]);
  });

  it("picks by date and by duration", async () => {
    expect(await bodies({ createdAt: { gt: comments[2]?.createdAt } })).toEqual(["four"]);
    expect(await bodies({ createdAt: { gte: comments[2]?.createdAt } })).toEqual(["four", "three"]);
    expect(await bodies({ createdAt: { lt: comments[1]?.createdAt } })).toEqual(["one"]);
    expect(await bodies({ createdAt: { lt: "-P2D" } })).toEqual([]);
    expect(await bodies({ createdAt: { gt: "-PT1H" } })).toHaveLength(4);
  });

  it("refuses what the schema does not know", async () => {
    const { status, errors } = await scene.app.send(query, { filter: { author: { id: { eq: "1" } } } });

    expect({ status, errors }).toMatchObject({ status: 400, errors: [{ extensions: { type: "invalid input" } }] });
  });
});

describe("other lists", () => {
  it("give the states of a team by type, with their positions", async () => {
    const query = `{ team(id: "${scene.linear.organization.teamId}") {
      key states(filter: { type: { eq: "started" } }) { nodes { name type position } }
    } }`;

    expect(await scene.app.read(query)).toEqual({
      team: {
        key: "ENG",
        states: {
          nodes: [
            { name: "In Review", type: "started", position: 1002 },
            { name: "In Progress", type: "started", position: 2 },
          ],
        },
      },
    });
  });

  it("give issues by number, team and delegate", async () => {
    await scene.linear.delegate({ issue });
    const query = "query($filter: IssueFilter) { issues(filter: $filter) { nodes { identifier } } }";
    const me = { delegate: { id: { eq: scene.linear.organization.appUserId } } };

    expect(await scene.app.read(query, { filter: me })).toEqual({ issues: { nodes: [{ identifier: "ENG-1" }] } });
    expect(await scene.app.read(query, { filter: { delegate: { null: true } } })).toEqual({
      issues: { nodes: [{ identifier: "ENG-2" }] },
    });
    expect(await scene.app.read(query, { filter: { number: { eq: 2 }, team: { key: { eq: "ENG" } } } })).toEqual({
      issues: { nodes: [{ identifier: "ENG-2" }] },
    });
  });

  it("give activities by type and session", async () => {
    const session = await scene.linear.openSession({ prompt: "Hi" });
    await scene.linear.prompt({ session, body: "More" });
    await scene.linear.prompt({ session: await scene.linear.openSession({ prompt: "Hi" }), body: "Elsewhere" });
    const query =
      "query($filter: AgentActivityFilter) { agentActivities(filter: $filter) { nodes { content { ... on AgentActivityPromptContent { body } } } } }";
    const filter = { agentSessionId: { eq: session.id }, type: { in: ["prompt"] } };

    expect(await scene.app.read(query, { filter })).toEqual({
      agentActivities: { nodes: [{ content: { body: "More" } }] },
    });
  });
});
