import { type EmulatedApp, type LinearEmulator, startLinearEmulator } from "chat-adapter-linear/emulator";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { requestsOf } from "../../support/requests-of.js";
import { clientCredentials, startTestBot, type TestBot, worldOfLinear } from "../../support/test-bot.js";
import { createTestWorld, type TestWorld } from "../../support/test-world.js";

let world: TestWorld;
let linear: LinearEmulator;
let bot: TestBot;
let app: EmulatedApp;
/** The user of another app. */
let scout: string;

beforeEach(async () => {
  world = createTestWorld();
  linear = await startLinearEmulator({
    ...worldOfLinear(world),
    app: { events: ["Comment"] },
    webhookRetryDelaysMs: [],
  });
  app = linear.addApp({ name: "scout", mode: "comments" });
  scout = linear.users().find(({ name }) => name === "scout")?.id ?? "";
  bot = await startTestBot({ linear, world, mode: "comments", config: clientCredentials });
});

afterEach(async () => {
  await bot.close();
  await linear.close();
});

/** Mentions the other app, and gives what that took. */
const mentionScout = (): Promise<unknown[]> =>
  requestsOf(bot, () => bot.adapter.postMessage(`linear:${linear.createIssue().id}`, `<@${scout}> look`));
const latest = (): string | undefined => linear.comments().at(-1)?.body;

describe("mentioning somebody who was renamed", () => {
  it("takes the new address when an event has told it", async () => {
    await mentionScout();
    const { url } = linear.renameApp({ name: "ranger", app });
    await linear.comment({ issue: linear.createIssue(), body: "here I am", by: scout });
    const requests = await mentionScout();

    expect([latest(), requests]).toEqual([`${url} look`, ["CreateComment"]]);
  });

  it("takes the new address after an hour at the latest, and asks once", async () => {
    const first = await mentionScout();
    const second = await mentionScout();
    const { url } = linear.renameApp({ name: "ranger", app });
    await world.clock.advance(61 * 60_000);
    const later = await mentionScout();
    const again = await mentionScout();

    expect([first, second, later, again]).toEqual([
      ["GetProfileUrl", "CreateComment"],
      ["CreateComment"],
      ["GetProfileUrl", "CreateComment"],
      ["CreateComment"],
    ]);
    expect(latest()).toBe(`${url} look`);
  });
});
