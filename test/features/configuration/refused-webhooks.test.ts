import type { Logger } from "chat";
import type { SignedWebhook } from "chat-adapter-linear/emulator";
import { describe, expect, it, onTestFinished } from "vitest";
import { deliver } from "../../support/deliver.js";
import { startTestBot, type TestBot } from "../../support/test-bot.js";

interface Line {
  message: string;
  facts: unknown;
}

/** What a bot says at the default log level of the webhooks that it refuses. */
async function startBot(
  config: { webhookSecret?: string; maxSkewMs?: number } = {},
): Promise<TestBot & { lines: Line[] }> {
  const lines: Line[] = [];
  const note = (message: string, facts: unknown): void => void lines.push({ message, facts });
  const logger: Logger = { child: () => logger, debug: () => {}, info: () => {}, warn: note, error: note };
  const bot = await startTestBot({
    config: (linear) => ({ accessToken: linear.createAccessToken(), logger, ...config }),
  });
  onTestFinished(bot.close);
  return { ...bot, lines };
}

const comment = (bot: TestBot, secondsFromNow = 0): SignedWebhook =>
  bot.linear.buildWebhook(
    { type: "Comment", action: "create" },
    { timestamp: new Date(Date.now() + secondsFromNow * 1_000) },
  );

const refused = (facts: object): Line[] => [
  {
    message: "Linear webhook refused",
    facts: { status: 401, delivery: expect.stringMatching(/^[0-9a-f-]{36}$/), event: "Comment", ...facts },
  },
];

describe("a refused webhook", () => {
  it("names LINEAR_WEBHOOK_SECRET and where to copy it, when its signature is another's", async () => {
    const bot = await startBot({ webhookSecret: "that of another webhook" });

    expect(await deliver(bot, comment(bot))).toBe(401);
    expect(bot.lines).toEqual(
      refused({
        reason: "signature-wrong",
        advice:
          "It is not signed with LINEAR_WEBHOOK_SECRET (webhookSecret). Each webhook and each app has a signing secret of its own: copy that of the one which sends here, from its page in Linear's settings. The body has to come unchanged, so nothing may parse it before",
      }),
    );
  });

  it("says how old it is by whose clock", async () => {
    const bot = await startBot();

    expect(await deliver(bot, comment(bot, -300))).toBe(401);
    expect(bot.lines).toEqual(
      refused({
        reason: "stale",
        advice:
          "It was signed 300 s ago by this machine's clock, and maxSkewMs allows 60 s: set this clock right (NTP), or raise maxSkewMs where deliveries may be late",
      }),
    );
  });

  it("says how far in the future it is", async () => {
    const bot = await startBot({ maxSkewMs: 10_000 });

    expect(await deliver(bot, comment(bot, 120))).toBe(401);
    expect(bot.lines).toEqual(
      refused({
        reason: "stale",
        advice: expect.stringMatching(
          /^It was signed (119|120) s in the future by this machine's clock, and maxSkewMs allows 10 s: /,
        ),
      }),
    );
  });

  it("says that it has no signature, and repeats no header that is not Linear's", async () => {
    const bot = await startBot();
    const { body } = comment(bot);

    expect(
      await deliver(bot, { body, headers: { "Linear-Delivery": "x, status: 200", "Linear-Event": "Comment" } }),
    ).toBe(401);
    expect(bot.lines).toEqual([
      {
        message: "Linear webhook refused",
        facts: {
          status: 401,
          reason: "signature-missing",
          event: "Comment",
          advice: "It has no Linear-Signature header: it does not come from Linear, or a proxy dropped the header",
        },
      },
    ]);
  });
});
