import { type LinearEmulator, startLinearEmulator } from "chat-adapter-linear/emulator";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { greet, installByBrowser, type RunningExample, startExample, visit } from "./installed-example.js";

const SLOW_MS = 180_000;
const NEXT = "node_modules/next/dist/bin/next";

let linear: LinearEmulator;
let example: RunningExample | undefined;

beforeEach(async () => {
  // The first webhook compiles its route, which takes its time on a busy machine.
  linear = await startLinearEmulator({ app: { events: ["Comment"] }, webhookTimeoutMs: SLOW_MS });
});

// Ctrl-C and not a kill: Next.js ends the server that it has started itself.
afterEach(async () => {
  await example?.program.interrupt();
  await linear.close();
});

// It uses the built package, as an application does: npm test builds before it tests.
describe("examples/nextjs", { timeout: SLOW_MS }, () => {
  it("is installed by an administrator's browser, refuses another one, and answers a mention", async () => {
    example = await startExample(
      linear,
      (port) => [NEXT, "dev", "examples/nextjs", "--hostname", "127.0.0.1", "--port", String(port)],
      /Ready in/,
    );

    const forged = await visit(`${example.url}/linear/callback?code=forged&state=lin1.forged.state`);
    expect([forged.status, forged.text]).toEqual([400, expect.stringContaining("This link is not valid")]);

    const installed = await installByBrowser(example);
    expect([installed.status, installed.text]).toEqual([
      200,
      expect.stringContaining("The app is installed in Linear."),
    ]);

    expect(await greet(linear)).toEqual(["@helper hello", "You said: @helper hello"]);
  });
});
