import { type LinearEmulator, startLinearEmulator } from "chat-adapter-linear/emulator";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { greet, installByBrowser, type RunningExample, startExample, visit } from "./installed-example.js";

const SLOW_MS = 120_000;

let linear: LinearEmulator;
let example: RunningExample | undefined;

beforeEach(async () => {
  linear = await startLinearEmulator({ app: { events: ["Comment"] } });
});

afterEach(async () => {
  example?.program.kill();
  await linear.close();
});

describe.each(["node-http", "hono", "express"])("examples/%s", { timeout: SLOW_MS }, (name) => {
  it("is installed by an administrator's browser, refuses another one, and answers a mention", async () => {
    example = await startExample(linear, () => ["--import", "tsx", `examples/${name}/main.ts`], /Listening on/);
    const { url } = example;

    const forged = await visit(`${url}/linear/callback?code=forged&state=lin1.forged.state`);
    expect([forged.status, forged.text]).toEqual([400, expect.stringContaining("This link is not valid")]);

    const installed = await installByBrowser(example);
    expect([installed.status, installed.location]).toEqual([302, `${url}/`]);
    expect(installed.cookies).toEqual([
      expect.stringMatching(/^linear_oauth_[\w-]{16}=; Path=\/linear\/callback; Max-Age=0/),
    ]);
    expect((await visit(installed.location)).text).toBe("helper is here");

    expect(await greet(linear)).toEqual(["@helper hello", "You said: @helper hello"]);
  });
});
