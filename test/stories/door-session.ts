import { Actions, Button, Card, CardText, type StreamChunk, type Thread } from "chat";
import type { EmulatedActivity, EmulatedSession, LinearEmulator } from "chat-adapter-linear/emulator";

/** Resolves when what is said of a step has been seen in Linear, or could have been. */
export type Pause = (text: string) => Promise<unknown>;

const STEPS = [
  { id: "1", title: "Inspect the hinges", before: "Let me look at the door.", output: "They are dry." },
  { id: "2", title: "Oil the hinges", before: "They need oil.", output: "Three drops each." },
] as const;

const PLAN = "Repair the door";
const ANSWER = "The door is quiet now.";
const POSTSCRIPT = "The other door is fine, too.";
const QUESTION = "Which door is next?";

/** Text before each of two tool steps, their results, a plan, and an answer. */
export async function* repairDoor(pause: Pause): AsyncGenerator<string | StreamChunk> {
  yield { type: "plan_update", title: PLAN };
  for (const { before, output, ...step } of STEPS) {
    yield* before.split(/(?= )/);
    yield { type: "task_update", ...step, status: "in_progress" };
    await pause(`${step.title} …`);
    yield { type: "task_update", ...step, status: "complete", output };
    await pause(output);
  }
  yield* ANSWER.split(/(?= )/);
}

/** How a turn goes on after its stream. */
export interface Turn {
  work: (thread: Thread, pause: Pause) => Promise<unknown>;
  /** What stays of it in Linear. */
  seen: SeenSession;
}

/** All of a session that people see for longer than a moment. */
export interface SeenSession {
  status: string;
  plan: readonly string[];
  /** The activities that stay, in order. */
  said: readonly string[];
  /** What was said more than once, in passing too. */
  doubled: readonly string[];
}

export const REQUEST = "please repair the door";

export const WORK: readonly string[] = STEPS.flatMap(({ title, before, output }) => [
  `thought: ${before}`,
  `action: ${title} ✓ ${output}`,
]);

const repaired = (status: string, ...ending: readonly string[]): SeenSession => ({
  status,
  plan: STEPS.map(({ title }) => `completed: ${title}`),
  said: [...WORK, ...ending],
  doubled: [],
});

/** Answers. */
export const answering: Turn = {
  work: (thread, pause) => thread.post(repairDoor(pause)),
  seen: repaired("complete", `response: ${ANSWER}`),
};

/** Has something to add: what was the answer is a thought then. */
export const posting: Turn = {
  work: async (thread, pause) => {
    await thread.post(repairDoor(pause));
    await thread.post(POSTSCRIPT);
  },
  seen: repaired("complete", `thought: ${ANSWER}`, `response: ${POSTSCRIPT}`),
};

const asks = (...parts: readonly string[]): Turn => ({
  work: async (thread, pause) => {
    await thread.post(repairDoor(pause));
    const buttons = ["Front", "Back"].map((label) => Button({ id: label.toLowerCase(), label }));
    await thread.post(Card({ children: [CardText(parts.join("\n\n")), Actions(buttons)] }));
  },
  seen: repaired("awaitingInput", `thought: ${ANSWER}`, ...parts.map((part) => `elicitation: ${part}`)),
});

/** Asks. */
export const asking: Turn = asks(QUESTION);

/** Asks at such length that it takes two activities. */
export const askingAtLength: Turn = asks(Array(1_000).fill("Doors.").join(" "), Array(1_000).fill("Which?").join(" "));

export function lookAt(linear: LinearEmulator, session: EmulatedSession): SeenSession {
  const { status, plan = [] } = linear.session(session);
  const all = linear.activities(session, { includeArchived: true });
  const texts = listAll(linear, session);
  return {
    status,
    plan: plan.map((step) => `${step.status}: ${step.content}`),
    said: all.filter(({ ephemeral }) => !ephemeral).map(describeActivity),
    doubled: texts.filter((text, index) => texts.indexOf(text) !== index),
  };
}

/** All that was said, in passing too. */
export const listAll = (linear: LinearEmulator, session: EmulatedSession): string[] =>
  linear.activities(session, { includeArchived: true }).map(describeActivity);

const describeActivity = ({ content }: EmulatedActivity): string => {
  const { type, body, action, parameter, result } = content;
  return `${type}: ${[body, action, parameter, result].filter((part) => part !== undefined).join(" ")}`;
};
