import { afterEach, beforeEach, expect, it } from "vitest";
import { createOAuthTransactions, type OAuthTransactions } from "../../src/oauth/transaction.js";
import { systemClock } from "../../src/util/clock.js";
import { describeOnEachStore, type OpenStore } from "../support/stores.js";

const redirectUri = "https://bot.example.com/linear/callback";
const back = { redirectUri, bindings: ["nonce-1"] };

describeOnEachStore("OAuth transactions", ({ create }) => {
  let store: OpenStore;

  beforeEach(async () => {
    store = await create();
  });

  afterEach(() => store.close());

  /** What another process has. */
  const join = async (): Promise<OAuthTransactions> => {
    const state = await store.join();
    return createOAuthTransactions({ state: () => state, clientSecret: async () => "secret", clock: systemClock });
  };

  it("are given once, to one of the processes that ask at the same time", async () => {
    const [first, ...others] = await Promise.all([join(), join(), join(), join()]);
    const { state } = await first.begin(
      { redirectUri, scopes: ["read"], returnTo: "https://bot.example.com/" },
      "nonce-1",
    );
    const outcomes = await Promise.allSettled([first, ...others].map((each) => each.finish(state, back)));
    const given = outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : []));
    const refused = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason.code] : []));

    expect(given).toEqual([
      {
        redirectUri,
        scopes: ["read"],
        returnTo: "https://bot.example.com/",
        browser: expect.any(String),
        codeVerifier: expect.any(String),
        createdAt: expect.any(Number),
      },
    ]);
    expect(refused).toEqual(Array(3).fill("OAUTH_STATE_USED"));
  });

  it("are known as used in every process", async () => {
    const [first, second] = await Promise.all([join(), join()]);
    const { state } = await first.begin({ redirectUri, scopes: ["read"] }, "nonce-1");
    await second.finish(state, back);

    await expect(first.finish(state, back)).rejects.toMatchObject({ code: "OAUTH_STATE_USED" });
  });
});
