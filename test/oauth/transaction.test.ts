import { createMemoryState } from "@chat-adapter/state-memory";
import type { StateAdapter } from "chat";
import { beforeEach, describe, expect, it } from "vitest";
import { createCodeChallenge } from "../../src/oauth/pkce.js";
import { createOAuthTransactions, isOwnState, type OAuthTransactions } from "../../src/oauth/transaction.js";
import { createManualClock, type ManualClock, START } from "./manual-clock.js";

const redirectUri = "https://bot.example.com/linear/callback";
const details = { redirectUri, scopes: ["read", "write"] };
const back = { redirectUri, bindings: [] };
const MINUTE_MS = 60_000;

let store: StateAdapter;
let clock: ManualClock;
let transactions: OAuthTransactions;

beforeEach(async () => {
  store = createMemoryState();
  await store.connect();
  clock = createManualClock();
  transactions = create("secret");
});

const create = (secret: string): OAuthTransactions =>
  createOAuthTransactions({ state: () => store, clientSecret: async () => secret, clock });

describe("an OAuth transaction", () => {
  it("gives back what it began with, and the verifier of its challenge", async () => {
    const { state, codeChallenge } = await transactions.begin({ ...details, returnTo: "https://bot.example.com/" });
    const transaction = await transactions.finish(state, back);

    expect(transaction).toEqual({
      ...details,
      returnTo: "https://bot.example.com/",
      codeVerifier: expect.stringMatching(/^[\w-]{43}$/),
      createdAt: START.getTime(),
    });
    expect(createCodeChallenge(transaction.codeVerifier)).toBe(codeChallenge);
  });

  it("has another state and challenge each time", async () => {
    const [first, second] = [await transactions.begin(details), await transactions.begin(details)];

    expect(first.state).not.toBe(second.state);
    expect(first.codeChallenge).not.toBe(second.codeChallenge);
  });

  it("is given once, also when many processes ask at once", async () => {
    const { state } = await transactions.begin(details);
    const processes = Array.from({ length: 8 }, () => create("secret"));
    const outcomes = await Promise.all(
      processes.map((each) =>
        each.finish(state, back).then(
          () => "given",
          (error: { code: string }) => error.code,
        ),
      ),
    );

    expect(outcomes.sort()).toEqual([...Array(7).fill("OAUTH_STATE_USED"), "given"]);
  });

  it("says that it was used, also long after it would have expired", async () => {
    const { state } = await transactions.begin(details);
    await transactions.finish(state, back);
    clock.advance(30 * MINUTE_MS);

    await expect(transactions.finish(state, back)).rejects.toMatchObject({ code: "OAUTH_STATE_USED" });
  });

  it("ends after ten minutes, and not before", async () => {
    const [early, late] = [await transactions.begin(details), await transactions.begin(details)];
    clock.advance(10 * MINUTE_MS - 1);
    await transactions.finish(early.state, back);
    clock.advance(1);

    await expect(transactions.finish(late.state, back)).rejects.toMatchObject({ code: "OAUTH_STATE_EXPIRED" });
  });

  it("is told from one that nobody began", async () => {
    const { state } = await transactions.begin(details);
    const [prefix, random, signature = ""] = state.split(".");

    await expect(transactions.finish(`${prefix}.${random}.${signature.slice(1)}`, back)).rejects.toMatchObject({
      code: "OAUTH_STATE_INVALID",
    });
    await expect(create("another secret").finish(state, back)).rejects.toMatchObject({ code: "OAUTH_STATE_INVALID" });
    expect(await transactions.finish(state, back)).toMatchObject(details);
  });

  it("is kept for the right redirect URI and the right browser", async () => {
    const { state } = await transactions.begin(details, "nonce-1");
    const wrong = [
      { redirectUri: `${redirectUri}/`, bindings: ["nonce-1"] },
      { redirectUri, bindings: ["nonce-2"] },
      { redirectUri, bindings: [] },
    ];
    const outcomes = await Promise.allSettled(wrong.map((each) => transactions.finish(state, each)));

    expect(outcomes).toMatchObject(wrong.map(() => ({ reason: { code: "OAUTH_STATE_INVALID" } })));
    expect(await transactions.finish(state, { redirectUri, bindings: ["nonce-1"] })).toMatchObject(details);
  });

  it("leaves neither a state nor a nonce in the store", async () => {
    const keys: string[] = [];
    const values: unknown[] = [];
    const set = store.set.bind(store);
    store.set = async (key, value, ttlMs) => {
      keys.push(key);
      values.push(value);
      await set(key, value, ttlMs);
    };
    const { state } = await transactions.begin(details, "nonce-1");

    expect(keys).toEqual([expect.stringMatching(/^linear:oauth:[\w-]{43}$/), "linear:oauth-begun"]);
    expect(JSON.stringify([keys, values])).not.toContain(state);
    expect(JSON.stringify([keys, values])).not.toContain("nonce-1");
  });
});

describe("isOwnState", () => {
  it.each([
    ["lin1.abc.def", true],
    ["lin1.", true],
    ["LIN1.abc.def", true],
    [" lin1.abc.def", true],
    ["\u200blin\u00ad1.abc", true],
    ["\uff4cin1.abc", true],
    ["lin1", false],
    ["lin10.abc", false],
    ["state-1", false],
    ["", false],
  ])("of %j is %s", (state, isOwn) => {
    expect(isOwnState(state)).toBe(isOwn);
  });
});
