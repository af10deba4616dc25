import type { LanguageModel } from "ai";

type Model = Extract<LanguageModel, { specificationVersion: "v3" }>;
type Prompt = Parameters<Model["doStream"]>[0]["prompt"];
type Part = Awaited<ReturnType<Model["doStream"]>>["stream"] extends ReadableStream<infer Piece> ? Piece : never;

/**
 * Stands in for a model of a provider, so that the example runs without a key: it wants to delete a branch, and then says
 * what became of that. The AI SDK around it is the real one.
 */
export const model: Model = {
  specificationVersion: "v3",
  provider: "example",
  modelId: "scripted",
  supportedUrls: {},
  doGenerate: () => Promise.reject(new Error("This model only streams")),
  doStream: async ({ prompt }) => ({ stream: toStream(answer(prompt)) }),
};

const toStream = (parts: Part[]): ReadableStream<Part> =>
  new ReadableStream({
    start(controller) {
      for (const part of parts) controller.enqueue(part);
      controller.close();
    },
  });

function answer(prompt: Prompt): Part[] {
  const newest = prompt.at(-1);
  const result = newest?.role === "tool" ? newest.content.find((part) => part.type === "tool-result") : undefined;
  switch (result?.output.type) {
    case undefined:
      return [
        ...say("It is merged, so I delete the branch."),
        { type: "tool-call", toolCallId: "call-1", toolName: "deleteBranch", input: '{"branch":"old-login"}' },
        finish("tool-calls"),
      ];
    case "execution-denied":
      return [...say(`I leave the branch alone. You said: ${result.output.reason ?? "nothing"}`), finish("stop")];
    default:
      return [...say("The branch is gone."), finish("stop")];
  }
}

const say = (delta: string): Part[] => [
  { type: "text-start", id: "1" },
  { type: "text-delta", id: "1", delta },
  { type: "text-end", id: "1" },
];

const finish = (reason: "stop" | "tool-calls"): Part => ({
  type: "finish",
  finishReason: { unified: reason, raw: reason },
  usage: {
    inputTokens: { total: 1, noCache: undefined, cacheRead: undefined, cacheWrite: undefined },
    outputTokens: { total: 1, text: undefined, reasoning: undefined },
  },
});
