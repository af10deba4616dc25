import type { Adapter } from "chat";
import type { EmulatedIssue, EmulatedUser, LinearEmulator } from "chat-adapter-linear/emulator";

/** What an operation finds. */
export interface Stage {
  adapter: Adapter;
  linear: LinearEmulator;
}

/** An operation that is ready to go. */
export interface Act {
  run: () => Promise<unknown>;
  /** What is wrong with its effect, if anything. Asked after `run`. */
  problem: () => string | undefined;
}

export interface Operation {
  name: string;
  mode: "agent-sessions" | "comments";
  /** Sets the stage, unmeasured. */
  prepare: (stage: Stage) => Promise<Act>;
  /** What the emulator must overlook for a contender that Linear refuses, so that its cost is seen all the same. */
  overlook?: (body: string) => string;
}

export const ok = (): undefined => undefined;

/** A thread under a new comment. */
export async function openThread({
  linear,
}: Stage): Promise<{ issue: EmulatedIssue; threadId: string; rootId: string }> {
  const issue = linear.createIssue();
  const root = await linear.comment({ issue, body: "What is the state of this?" });
  return { issue, threadId: `linear:${issue.id}:c:${root.id}`, rootId: root.id };
}

/** A session that a mention has opened. */
export async function openSession({ linear }: Stage): Promise<{ sessionId: string; threadId: string }> {
  const issue = linear.createIssue();
  await linear.mention({ issue, text: "please look into this" });
  const session = linear.sessions().at(-1);
  if (session === undefined) throw new Error("The mention opened no session");
  return { sessionId: session.id, threadId: `linear:${issue.id}:s:${session.id}` };
}

/** An issue with this many root comments, by ten people in turn. */
export async function fillIssue({ linear }: Stage, count: number): Promise<string> {
  const issue = linear.createIssue();
  const people = tenPeople(linear);
  for (let index = 0; index < count; index += 1) {
    const by = people[index % people.length];
    await linear.comment({ issue, body: `Comment ${index}: the login page still fails.`, ...(by ? { by } : {}) });
  }
  return `linear:${issue.id}`;
}

function tenPeople(linear: LinearEmulator): EmulatedUser[] {
  const people = linear.users().filter((user) => user.appId === undefined);
  const missing = Array.from({ length: Math.max(0, 10 - people.length) }, (_, index) =>
    linear.addPerson({ name: `Person ${index}` }),
  );
  return [...people, ...missing].slice(0, 10);
}
