import { setTimeout as sleep } from "node:timers/promises";
import type { StreamChunk, Thread } from "chat";
import type { EmulatedActivity, EmulatedSession, LinearEmulator } from "chat-adapter-linear/emulator";

export interface SessionLoad {
  sessions: number;
  /** Tool steps in each session. */
  steps: number;
  /** Text chunks in each session, spread over the steps and the answer. */
  chunks: number;
  /** Of the app, for all its sessions. */
  requestsPerHour: number;
  /** Of each of Linear's answers, in ms. */
  latencyMs: number;
}

/** 200 sessions of an app that may send 5,000 requests an hour, or fewer of one that may send as many per session. */
export const loadOf = (sessions: number): SessionLoad => ({
  sessions,
  steps: 20,
  chunks: 200,
  requestsPerHour: sessions * 25,
  latencyMs: 50,
});

/** What the answer of a session is. */
export const ANSWER = "All of it is done.";

// A tool that answers at once is no load: nothing but its result would be shown.
const STEP_MS = 250;

/** Works in one session: between its tool steps the bot says what it is about to do, at the end it answers. */
export async function workIn(thread: Thread, { steps, chunks }: SessionLoad): Promise<void> {
  await thread.post(play(steps, Math.floor(chunks / (steps + 1))));
}

async function* play(steps: number, chunksPerPart: number): AsyncGenerator<string | StreamChunk> {
  for (let step = 1; step <= steps; step += 1) {
    for (let chunk = 1; chunk < chunksPerPart; chunk += 1) yield `word ${chunk} `;
    yield `before step ${step}.`;
    const task = { type: "task_update", id: String(step), title: `Step ${step}` } as const;
    yield { ...task, status: "in_progress" };
    await sleep(STEP_MS);
    yield { ...task, status: "complete", output: `result ${step}` };
  }
  for (const part of ANSWER.split(/(?= )/)) yield part;
}

export interface SessionReport {
  status: string;
  /** From the session's beginning to the first sign of its agent, in ms; undefined where there is none. */
  heardAfterMs: number | undefined;
  /** Types and texts of what stays, in order. */
  lasting: readonly string[];
}

/** What people see of the bot in every session, now. */
export const reportSessions = (linear: LinearEmulator): SessionReport[] =>
  linear.sessions().map((session) => {
    const said = linear
      .activities(session, { includeArchived: true })
      .filter(({ content }) => content.type !== "prompt");
    return {
      status: session.status,
      heardAfterMs: heardAfterMs(session, said),
      lasting: said.filter(({ ephemeral }) => !ephemeral).map(describeActivity),
    };
  });

function heardAfterMs({ createdAt }: EmulatedSession, [first]: readonly EmulatedActivity[]): number | undefined {
  return first && Date.parse(first.createdAt) - Date.parse(createdAt);
}

const describeActivity = ({ content }: EmulatedActivity): string =>
  content.type === "action"
    ? `action: ${content.action} ${content.parameter} ${content.result ?? ""}`
    : `${content.type}: ${content.body}`;

/** The tool steps of a session whose results are to be seen there, in order. */
export const resultsIn = ({ lasting }: SessionReport): number[] => numbersIn(lasting, /result (\d+)/g);

/** The tool steps of a session whose introductions are to be seen there, in order. */
export const introductionsIn = ({ lasting }: SessionReport): number[] => numbersIn(lasting, /before step (\d+)\./g);

const numbersIn = (texts: readonly string[], pattern: RegExp): number[] =>
  texts.flatMap((text) => [...text.matchAll(pattern)].map(([, number]) => Number(number)));
