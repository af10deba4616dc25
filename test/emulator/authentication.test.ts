// Covers: src/emulator/driver/credentials.ts

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createClient } from "./client.js";
import { createComment, type Scene, startScene } from "./scene.js";

let scene: Scene;
beforeEach(async () => {
  scene = await startScene();
});
afterEach(() => scene.close());

const as = (authorization: string): ReturnType<typeof createClient> => createClient(scene.linear.apiUrl, authorization);
const viewer = "{ viewer { id app isMe name displayName url email supportsAgentSessions } }";

describe("the viewer", () => {
  it("is the app user with an app's token", async () => {
    const { linear, app } = scene;

    expect(await app.read(viewer)).toEqual({
      viewer: {
        id: linear.organization.appUserId,
        app: true,
        isMe: true,
        name: "helper",
        displayName: "helper",
        url: "https://linear.app/acme/profiles/helper",
        email: expect.stringMatching(/@oauthapp\.linear\.app$/),
        supportsAgentSessions: true,
      },
    });
  });

  it("is the person with an API key or a person's token", async () => {
    const { linear, ada } = scene;
    const bo = as(`Bearer ${linear.createAccessToken({ as: linear.bo })}`);

    expect(await ada.read("{ viewer { id app } }")).toEqual({ viewer: { id: linear.ada.id, app: false } });
    expect(await bo.read("{ viewer { id app } }")).toEqual({ viewer: { id: linear.bo.id, app: false } });
  });

  it("differs between organizations for one app", () => {
    const other = scene.linear.addOrganization();

    expect(other.appUserId).not.toBe(scene.linear.organization.appUserId);
  });
});

describe("a request is refused with 401", () => {
  const refused = {
    status: 401,
    data: null,
    errors: [
      {
        message: "Authentication required, not authenticated",
        extensions: {
          type: "authentication error",
          code: "AUTHENTICATION_ERROR",
          statusCode: 401,
          userError: true,
          userPresentableMessage: "You need to authenticate to access this operation.",
        },
      },
    ],
  };

  it("with an unknown token", async () => {
    expect(await as("Bearer nothing").send(viewer)).toMatchObject(refused);
  });

  it("with an API key behind Bearer, and with a token without it", async () => {
    expect(await as(`Bearer ${scene.linear.createApiKey()}`).send(viewer)).toMatchObject(refused);
    expect(await as(scene.linear.createAccessToken()).send(viewer)).toMatchObject(refused);
  });

  it("with an expired or revoked token", async () => {
    const expired = scene.linear.createAccessToken();
    const revoked = scene.linear.createAccessToken();
    scene.linear.expireToken(expired);
    scene.linear.revokeToken(revoked);

    expect(await as(`Bearer ${expired}`).send(viewer)).toMatchObject(refused);
    expect(await as(`Bearer ${revoked}`).send(viewer)).toMatchObject(refused);
  });

  it("after the app was uninstalled, which it hears of", async () => {
    const { linear, hooks } = scene;
    const { accessToken, organizationId } = linear.install();
    await linear.uninstall();
    await linear.settled();

    expect(await as(`Bearer ${accessToken}`).send(viewer)).toMatchObject(refused);
    expect(hooks.payloads("OAuthApp revoked")).toEqual([
      {
        type: "OAuthApp",
        action: "revoked",
        oauthClientId: linear.app.clientId,
        organizationId,
        createdAt: expect.any(String),
        webhookId: expect.any(String),
        webhookTimestamp: expect.any(Number),
      },
    ]);
  });
});

describe("a scope that is missing", () => {
  it("is named, and reading still works", async () => {
    const reader = as(`Bearer ${scene.linear.createAccessToken({ scopes: ["read"] })}`);
    const { id } = scene.linear.createIssue();

    expect(await reader.send(createComment, { input: { issueId: id, body: "Hi" } })).toMatchObject({
      data: null,
      errors: [
        {
          message: "Invalid scope: `write` or `comments:create` required",
          extensions: { type: "forbidden", code: "FORBIDDEN", statusCode: 403 },
        },
      ],
    });
    expect(await reader.refusal(viewer)).toBe("none");
  });

  it("is not missing where a narrower one fits", async () => {
    const commenter = as(`Bearer ${scene.linear.createAccessToken({ scopes: ["read", "comments:create"] })}`);

    expect(
      await commenter.refusal(createComment, { input: { issueId: scene.linear.createIssue().id, body: "Hi" } }),
    ).toBe("none");
  });
});
