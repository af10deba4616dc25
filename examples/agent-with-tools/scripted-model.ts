import { setTimeout as sleep } from "node:timers/promises";
import type { AiMessage } from "chat";

/** Tools as the AI SDK has them, as far as this file uses them. */
export type Tools = Readonly<Record<string, Tool>>;

interface Tool {
  description: string;
  execute(input: unknown, options: { abortSignal: AbortSignal }): Promise<unknown>;
}

export interface StreamTextOptions {
  system: string;
  messages: readonly AiMessage[];
  tools: Tools;
  abortSignal: AbortSignal;
}

/**
 * Stands in for `streamText` of the AI SDK, so that the example runs without a key: it knows three conversations by
 * heart, calls the tools, and gives the parts of a `fullStream`.
 */
export function streamText(options: StreamTextOptions): { fullStream: AsyncIterable<object> } {
  return { fullStream: play(options) };
}

type Parts = AsyncGenerator<object, void, undefined>;
type Call = (toolName: string, input: object) => Parts;

async function* play({ messages, tools, abortSignal }: StreamTextOptions): Parts {
  let calls = 0;
  const call: Call = async function* (toolName, input) {
    calls += 1;
    const part = { toolCallId: `call-${calls}`, toolName, input };
    yield { type: "tool-call", ...part };
    yield { type: "tool-result", ...part, output: await tools[toolName]?.execute(input, { abortSignal }) };
  };

  try {
    for await (const part of chooseScript(messages)(call)) {
      await sleep(20, undefined, { signal: abortSignal });
      yield part;
    }
  } catch (error) {
    if (!abortSignal.aborted) throw error;
    yield { type: "abort" };
  }
}

function chooseScript(messages: readonly AiMessage[]): (call: Call) => Parts {
  if (messages.some(({ role }) => role === "assistant")) return addTest;
  return String(messages.at(-1)?.content).includes("release") ? checkRelease : fixLogin;
}

async function* fixLogin(call: Call): Parts {
  const plan = ["Find the cookie", "Repair it", "Run the tests"];
  yield* reason("Safari refuses cookies that say SameSite=None without Secure.");
  yield* call("plan", { steps: toSteps(plan, 1) });
  yield* say("I look for the cookie first.");
  yield* call("searchCode", { text: "SameSite" });
  yield* call("plan", { steps: toSteps(plan, 2) });
  yield* call("runTests", { suite: "login" });
  yield* call("plan", { steps: toSteps(plan, plan.length) });
  yield* say("The session cookie was set **without `Secure`**. It has it now, and the login tests pass.");
}

async function* addTest(call: Call): Parts {
  yield* call("runTests", { suite: "login" });
  yield* say("There is a test for the cookie now.");
}

async function* checkRelease(call: Call): Parts {
  yield* call("runTests", { suite: "all" });
  yield* say("All tests pass: it can be released.");
}

const toSteps = (plan: readonly string[], done: number): object[] =>
  plan.map((content, index) => ({
    content,
    status: index < done ? "completed" : index === done ? "inProgress" : "pending",
  }));

const reason = (text: string): Parts => block("reasoning", text);
const say = (text: string): Parts => block("text", text);

async function* block(type: "reasoning" | "text", text: string): Parts {
  yield { type: `${type}-start`, id: text };
  for (const word of text.split(/(?<= )/)) yield { type: `${type}-delta`, id: text, text: word };
  yield { type: `${type}-end`, id: text };
}
