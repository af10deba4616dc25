import { type LinearRawMessage, renderSessionContext, toPrompt } from "chat-adapter-linear";
import type { LinearEmulator } from "chat-adapter-linear/emulator";
import { afterEach, describe, expect, it } from "vitest";
import { createSignal } from "../support/signal.js";
import { startTestBot, type TestBot } from "../support/test-bot.js";

let open: TestBot | undefined;
afterEach(async () => {
  await open?.close();
  open = undefined;
});

/** What each turn of a session is asked when people write more while the first turn is still at work. */
async function turnsOf(
  writeMore: (linear: LinearEmulator, session: string) => Promise<unknown>,
  options?: Parameters<typeof toPrompt>[2],
): Promise<string[]> {
  const [begun, written] = [createSignal(), createSignal()];
  const turns: string[] = [];
  open = await startTestBot({
    mode: "agent-sessions",
    concurrency: "queue",
    on: (chat) => {
      chat.onNewMention(async (thread, message, context) => {
        turns.push(toPrompt(message, context, options));
        begun.give();
        await written.given;
        await thread.post("Yes.");
      });
    },
  });
  const { linear } = open;
  await linear.mention({ issue: linear.createIssue(), text: "please **look**" });
  await begun.given;
  await writeMore(linear, linear.sessions()[0]?.id ?? "");
  await linear.settled();
  written.give();
  await open.settled();
  return turns;
}

describe("the prompt of a turn", () => {
  it("has what was written while the turn before it was at work, in its order", async () => {
    const turns = await turnsOf(async (linear, session) => {
      await linear.prompt({ session, body: "one" });
      await linear.prompt({ session, body: "**two**" });
      await linear.prompt({ session, body: "three" });
    });

    expect(turns).toEqual([expect.stringContaining("please look"), "one\n\ntwo\n\nthree"]);
  });

  it("names its authors where several people wrote", async () => {
    const turns = await turnsOf(async (linear, session) => {
      await linear.prompt({ session, body: "one", by: linear.ada });
      await linear.prompt({ session, body: "two", by: linear.bo });
    });

    expect(turns[1]).toBe(`${open?.linear.ada.name}: one\n\n${open?.linear.bo.name}: two`);
  });

  it("has of each message what the bot takes of it", async () => {
    const turns = await turnsOf(
      async (linear, session) => {
        await linear.prompt({ session, body: "one" });
        await linear.prompt({ session, body: "two" });
      },
      { textOf: ({ raw }) => renderSessionContext(raw as LinearRawMessage).text },
    );

    expect(turns[0]).toContain("please");
    expect(turns[1]).toMatch(/one.*two/s);
  });

  it("of a message alone is its text", async () => {
    expect(await turnsOf(async () => {})).toEqual([expect.stringContaining("please look")]);
  });
});
