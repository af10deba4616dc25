import type { LinearAdapter } from "chat-adapter-linear";
import { type LinearEmulator, startLinearEmulator } from "chat-adapter-linear/emulator";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startTestBot, type TestBot } from "../../support/test-bot.js";

const redirectUri = "https://bot.example.com/linear/callback";

let linear: LinearEmulator;
let bot: TestBot;
let adapter: LinearAdapter;

beforeEach(async () => {
  linear = await startLinearEmulator();
  const { clientId, clientSecret } = linear.app;
  bot = await startTestBot({
    linear,
    mode: "agent-sessions",
    config: () => ({ clientId, clientSecret, encryptionKey: "11".repeat(32) }),
  });
  adapter = bot.adapter;
});
afterEach(async () => {
  await bot.close();
  await linear.close();
});

/** Sends a browser to a URL that a host has built by hand, and gives what it then asks the bot for. */
async function comeBackFrom(parameters: Record<string, string>): Promise<Request> {
  const url = new URL("/oauth/authorize", linear.apiUrl);
  const all = { client_id: linear.app.clientId, redirect_uri: redirectUri, response_type: "code", ...parameters };
  url.search = new URLSearchParams(all).toString();
  const answer = await fetch(url, { redirect: "manual" });
  return new Request(answer.headers.get("location") ?? "");
}

const withoutActor = { scope: "read,write,app:mentionable", state: "state-1" };
const needsActor = {
  code: "OAUTH_REQUEST_REFUSED",
  message:
    "Linear did not take the authorization URL (invalid_scope): scopes that begin with app: need actor=app in it, and each scope has to be one of Linear's. oauthRoutes() and installUrl() build it as Linear wants it",
  facts: { reason: "invalid_scope", state: "foreign" },
};

describe("an authorization URL without actor=app", () => {
  it("is named as what is wrong, with agent scopes", async () => {
    const request = await comeBackFrom(withoutActor);

    await expect(adapter.handleOAuthCallback(request, { redirectUri })).rejects.toMatchObject(needsActor);
  });

  it("is named in the log and on the page of oauthRoutes, whose state it does not have", async () => {
    const failures: unknown[] = [];
    const { callback } = adapter.oauthRoutes({ redirectUri, onFailed: (error) => void failures.push(error) });
    const response = await callback(await comeBackFrom(withoutActor));

    expect([response.status, await response.text()]).toEqual([
      400,
      expect.stringContaining("Scopes such as app:mentionable need actor=app in it."),
    ]);
    expect(failures).toMatchObject([needsActor]);
    expect(bot.logger.at("warn")).toContainEqual(expect.stringContaining(needsActor.message));
    expect(bot.logger.at("error")).toEqual([]);
  });

  it("is an error in the log only where the app has made it", async () => {
    const { install, callback } = adapter.oauthRoutes({ redirectUri });
    const sent = await install(new Request("https://bot.example.com/linear/install"));
    const state = new URL(sent.headers.get("location") ?? "").searchParams.get("state") ?? "";
    const cookie = sent.headers.get("set-cookie")?.split(";")[0] ?? "";
    const comeBack = (given: string): Promise<Response> => {
      const query = new URLSearchParams({ error: "invalid_scope", state: given });
      return callback(new Request(`${redirectUri}?${query}`, { headers: { cookie } }));
    };
    const answers = [await comeBack(`${state}x`), await comeBack(state), await comeBack(state)];

    expect(answers.map(({ status }) => status)).toEqual([400, 500, 400]);
    expect(bot.logger.at("error")).toEqual([expect.stringContaining("OAUTH_REQUEST_REFUSED")]);
  });

  it("is named before the scopes that a person's tokens lack", async () => {
    const request = await comeBackFrom({ scope: "read", state: "state-1" });

    await expect(adapter.handleOAuthCallback(request, { redirectUri })).rejects.toMatchObject({
      code: "OAUTH_WRONG_ACTOR",
      message: expect.stringContaining("put actor=app in the authorization URL"),
    });
  });
});

describe("an authorization URL with actor=app", () => {
  it("may lack scopes", async () => {
    const request = await comeBackFrom({ scope: "read", state: "state-1", actor: "app" });

    await expect(adapter.handleOAuthCallback(request, { redirectUri })).rejects.toMatchObject({
      code: "OAUTH_SCOPES_MISSING",
    });
  });

  it("may lack the scope that says who has installed", async () => {
    const request = await comeBackFrom({ scope: "read", state: "state-1", actor: "app" });
    linear.injectFault({ on: "graphql", kind: "graphql-error", type: "forbidden", message: "Invalid scope" });

    await expect(adapter.handleOAuthCallback(request, { redirectUri })).rejects.toMatchObject({
      code: "OAUTH_SCOPES_MISSING",
    });
  });

  it("may ask for another kind of answer than a code", async () => {
    const request = await comeBackFrom({ scope: "read", actor: "app", response_type: "token" });

    await expect(adapter.handleOAuthCallback(request, { redirectUri })).rejects.toMatchObject({
      code: "OAUTH_REQUEST_REFUSED",
      message: expect.stringContaining("(unsupported_response_type): it needs response_type=code"),
    });
  });
});
