import type { LinearInstallation } from "chat-adapter-linear";
import { afterEach, beforeEach, expect, it } from "vitest";
import { describeOnEachStore, type OpenStore } from "../support/stores.js";
import { startTwoBots, type TwoBots } from "./two-bots.js";

const HOUR_MS = 60 * 60 * 1_000;

describeOnEachStore("an installation that two processes use", ({ create }) => {
  let store: OpenStore;
  let bots: TwoBots;
  let installed: LinearInstallation;
  let threadId: string;

  beforeEach(async () => {
    store = await create();
    bots = await startTwoBots(store, {
      config: ({ app }) => ({
        clientId: app.clientId,
        clientSecret: app.clientSecret,
        encryptionKey: "4e".repeat(32),
      }),
      on: (bot) => {
        bot.onNewMention(async (thread) => {
          await thread.post("Here I am");
        });
      },
    });
    const { appUserId, accessToken, refreshToken, organizationId } = bots.linear.install();
    installed = { accessToken, refreshToken, organizationId, botUserId: appUserId, expiresAt: Date.now() + HOUR_MS };
    threadId = `linear:${bots.linear.createIssue({ title: "Fix it" }).id}`;
  });
  afterEach(async () => {
    await bots.close();
    await store.close();
  });

  const install = (expiresInMs: number): Promise<void> =>
    bots.first.adapter.setInstallation(installed.organizationId, {
      ...installed,
      expiresAt: Date.now() + expiresInMs,
    });

  /** Ten calls of each process at the same moment. */
  const callTenTimesEach = (): Promise<unknown[]> =>
    Promise.all(
      [bots.first, bots.second].flatMap(({ adapter }) =>
        Array.from({ length: 10 }, () =>
          adapter.withInstallation(installed.organizationId, () => adapter.fetchThread(threadId)),
        ),
      ),
    );

  const tokenRequests = (): string[] => bots.linear.tokenRequests().map(({ grant, status }) => `${grant} ${status}`);

  it("is refreshed once when its token is about to expire", async () => {
    await install(1_000);
    await callTenTimesEach();
    const found = await bots.second.adapter.getInstallation(installed.organizationId);

    expect(tokenRequests()).toEqual(["refresh_token 200"]);
    expect(found?.accessToken).not.toBe(installed.accessToken);
    expect(found).toEqual(await bots.first.adapter.getInstallation(installed.organizationId));
  });

  it("is refreshed once when Linear refuses its token", async () => {
    await install(HOUR_MS);
    bots.linear.expireToken(installed.accessToken);
    await callTenTimesEach();

    expect(tokenRequests()).toEqual(["refresh_token 200"]);
  });

  it("is refreshed although a process died while it did so", async () => {
    await install(1_000);
    await store.state.acquireLock(`linear:refresh:${installed.organizationId}`, 300);
    await callTenTimesEach();

    expect(tokenRequests()).toEqual(["refresh_token 200"]);
  });

  it("is refreshed once for mentions that come to both, and each is answered once", async () => {
    await install(-1);
    bots.linear.expireToken(installed.accessToken);
    bots.sendToBoth();
    const issues = Array.from({ length: 10 }, () => bots.linear.createIssue());
    await Promise.all(issues.map((issue) => bots.linear.mention({ issue, text: "are you there?" })));
    await bots.settled();

    expect(tokenRequests()).toEqual(["refresh_token 200"]);
    expect(issues.map((issue) => bots.linear.comments({ issue }).map(({ body }) => body))).toEqual(
      issues.map(() => ["@helper are you there?", "Here I am"]),
    );
  });

  it("is gone for both when the app is uninstalled", async () => {
    await install(HOUR_MS);
    await bots.linear.uninstall();
    await bots.settled();

    expect(await bots.second.adapter.getInstallation(installed.organizationId)).toBeNull();
  });
});
