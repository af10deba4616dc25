import { setTimeout as sleep } from "node:timers/promises";
import type { LinearPlanStep, LinearSession } from "chat-adapter-linear";
import type { Tools } from "./scripted-model.js";

/** What the model can do. With the AI SDK each is a `tool({ … })` and has an `inputSchema` as well. */
export function createTools(session: LinearSession): Tools {
  return {
    plan: {
      description: "Sets your whole plan. Call it first, and again whenever a step is done.",
      execute: async ({ steps }: { steps: LinearPlanStep[] }) => {
        await session.setPlan(steps);
        return "The plan is set";
      },
    },
    searchCode: {
      description: "Finds the places in the code where a text occurs.",
      execute: async ({ text }: { text: string }) => `${text} occurs in session.ts, line 12`,
    },
    runTests: {
      description: "Runs the tests of a suite, or of all.",
      // Work that takes its time ends with Stop as well.
      execute: async ({ suite }: { suite: string }, { abortSignal }) => {
        try {
          await sleep(suite === "all" ? 600_000 : 300, undefined, { signal: abortSignal });
          return "42 passed";
        } finally {
          console.log(`The tests of "${suite}" have ended`);
        }
      },
    },
  };
}

/** Leaves out the calls of `plan`: people see the plan itself. */
export async function* withoutPlan(fullStream: AsyncIterable<object>): AsyncGenerator<object> {
  for await (const part of fullStream) {
    if (!("toolName" in part) || part.toolName !== "plan") yield part;
  }
}
