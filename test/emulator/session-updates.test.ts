// Covers: src/emulator/webhooks/children.ts

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createActivity, type Scene, startScene } from "./scene.js";

let scene: Scene;
beforeEach(async () => {
  scene = await startScene({ announceOwnSessions: true });
});
afterEach(() => scene.close());

const updateSession = /* GraphQL */ `
  mutation UpdateSession($id: String!, $input: AgentSessionUpdateInput!) {
    agentSessionUpdate(id: $id, input: $input) { success agentSession { summary externalLinks { label url } } }
  }
`;

async function startSession(): Promise<string> {
  const { id } = await scene.linear.delegate({ issue: scene.linear.createIssue() });
  return id;
}

const answered = (agentSession: object): object => ({ agentSessionUpdate: { success: true, agentSession } });

describe("a session's title", () => {
  it("is set and taken back, and moves the session's date", async () => {
    const id = await startSession();
    const before = scene.linear.session(id).updatedAt;

    expect(await scene.app.read(updateSession, { id, input: { summary: "Slow login" } })).toEqual(
      answered({ summary: "Slow login", externalLinks: [] }),
    );
    expect(await scene.app.read(updateSession, { id, input: { summary: null } })).toEqual(
      answered({ summary: null, externalLinks: [] }),
    );
    expect(scene.linear.session(id).updatedAt > before).toBe(true);
  });

  it.each([" ", "x".repeat(256), "One\nTwo", "One\0"])("is refused when it is %j", async (summary) => {
    const id = await startSession();

    expect(await scene.app.refusal(updateSession, { id, input: { summary } })).toMatch(
      /^Argument Validation Error - summary/,
    );
  });
});

describe("a session's links", () => {
  const [one, two] = [
    { label: "One", url: "https://one.example" },
    { label: "Two", url: "https://two.example" },
  ];

  it("are replaced, or added and removed", async () => {
    const id = await startSession();
    await scene.app.read(updateSession, { id, input: { externalUrls: [one], addedExternalUrls: [two] } });
    const replaced = scene.linear.session(id).externalUrls;
    await scene.app.read(updateSession, {
      id,
      input: { addedExternalUrls: [two], removedExternalUrls: [one.url, "https://three.example"] },
    });

    expect([replaced, scene.linear.session(id).externalUrls]).toEqual([[one], [two]]);
  });

  it("have different addresses", async () => {
    const id = await startSession();
    await scene.app.read(updateSession, { id, input: { externalUrls: [one] } });

    expect(await scene.app.refusal(updateSession, { id, input: { addedExternalUrls: [one] } })).toMatch(/unique URLs/);
  });
});

describe("an elicitation", () => {
  it("keeps its signal, which people see", async () => {
    const agentSessionId = await startSession();
    const signal = { signal: "select", signalMetadata: { options: [{ label: "api", value: "api" }] } };
    const content = { type: "elicitation", body: "Which?" };
    await scene.app.read(createActivity, { input: { agentSessionId, content, ...signal } });

    expect(scene.linear.activities(agentSessionId)).toMatchObject([{ content, ...signal }]);
    expect(
      await scene.app.read(
        `{ agentSession(id: "${agentSessionId}") { activities(first: 1) { nodes { signal signalMetadata } } } }`,
      ),
    ).toEqual({ agentSession: { activities: { nodes: [signal] } } });
  });
});

describe("a session that an app opens", () => {
  it("is announced to it where that is wanted, and names nobody as its creator", async () => {
    const { linear, app, hooks } = scene;
    const issue = linear.createIssue();
    const links = '[{ label: "Run", url: "https://bot.example" }]';
    await app.read(
      `mutation { agentSessionCreateOnIssue(input: { issueId: "${issue.id}", externalUrls: ${links} }) { success } }`,
    );
    await linear.settled();
    const [session] = linear.sessions();
    const [event] = hooks.payloads("AgentSessionEvent created");

    expect(event).toMatchObject({
      agentSession: { id: session?.id, issueId: issue.id, commentId: null, status: "active" },
      previousComments: null,
    });
    expect(event?.agentSession).not.toHaveProperty("creator");
  });
});
