import type { LinearApi } from "../api/operation.js";
import {
  type AgentActivityContent,
  createAgentActivity,
  createEphemeralActivity,
  type WrittenActivity,
} from "../api/operations/agent-activities.js";
import { updateSessionPlan } from "../api/operations/agent-sessions.js";
import type { SessionEffect } from "./session-effect.js";

/** What became of an effect. */
export type PerformedEffect =
  | { kind: "activity"; activity: WrittenActivity; body: string }
  /** It vanishes with the next activity, and so has no id that anybody could use. */
  | { kind: "ephemeral" }
  /** The plan is a property of the session, not an activity. */
  | { kind: "plan" }
  /** The session was stopped: Linear asks agents to say nothing more until the next prompt. */
  | { kind: "silenced" };

/** Says things in sessions: to each one at a time and in order, since the last activity decides a session's state. */
export interface SessionWriter {
  perform(sessionId: string, effect: SessionEffect): Promise<PerformedEffect>;
  /** Also when the session is stopped: for the closing word itself. */
  performAlways(sessionId: string, effect: SessionEffect): Promise<PerformedEffect>;
  /** Resolves when nothing is under way to the session from this process. */
  settled(sessionId: string): Promise<void>;
  /** Calls `listener` with what is sent to a session, until the function that it returns is called. */
  listen(sessionId: string, listener: (kind: SessionEffect["kind"]) => void): () => void;
}

export interface SessionWriterParts {
  api: LinearApi;
  newId: () => string;
  /** Whether what is sent now belongs to a turn that was stopped. */
  isSilenced: (sessionId: string) => Promise<boolean>;
  splitBody: (body: string) => string[];
}

export function createSessionWriter(parts: SessionWriterParts): SessionWriter {
  const tails = new Map<string, Promise<unknown>>();
  const listeners = new Map<string, Set<(kind: SessionEffect["kind"]) => void>>();

  const inOrder = <Result>(sessionId: string, work: () => Promise<Result>): Promise<Result> => {
    const run = (tails.get(sessionId) ?? Promise.resolve()).then(work);
    const tail = run.catch(() => {});
    tails.set(sessionId, tail);
    tail.then(() => {
      if (tails.get(sessionId) === tail) tails.delete(sessionId);
    });
    return run;
  };

  const send = async (sessionId: string, effect: SessionEffect): Promise<PerformedEffect> => {
    listeners.get(sessionId)?.forEach((listener) => {
      listener(effect.kind);
    });
    if (effect.kind === "plan") {
      await parts.api.execute(updateSessionPlan, { id: sessionId, plan: effect.steps });
      return { kind: "plan" };
    }
    return await sendActivities(parts, sessionId, effect);
  };

  const sendUnlessSilenced = async (sessionId: string, effect: SessionEffect): Promise<PerformedEffect> =>
    (await parts.isSilenced(sessionId)) ? { kind: "silenced" } : await send(sessionId, effect);

  return {
    perform: (sessionId, effect) => inOrder(sessionId, () => sendUnlessSilenced(sessionId, effect)),
    performAlways: (sessionId, effect) => inOrder(sessionId, () => send(sessionId, effect)),
    settled: async (sessionId) => {
      await tails.get(sessionId);
    },
    listen: (sessionId, listener) => {
      const listening = listeners.get(sessionId) ?? new Set();
      listeners.set(sessionId, listening.add(listener));
      return () => {
        listening.delete(listener);
        if (listening.size === 0) listeners.delete(sessionId);
      };
    },
  };
}

type ActivityEffect = Exclude<SessionEffect, { kind: "plan" }>;

/** One activity, or several in order when the body is longer than one should be. The first one stands for the message. */
async function sendActivities(
  { api, newId, splitBody }: SessionWriterParts,
  agentSessionId: string,
  effect: ActivityEffect,
): Promise<PerformedEffect> {
  const [first, ...rest] = toContents(effect, splitBody);
  if ("ephemeral" in effect && effect.ephemeral) {
    await api.execute(createEphemeralActivity, {
      input: { id: newId(), agentSessionId, content: first, ephemeral: true },
    });
    return { kind: "ephemeral" };
  }
  const create = (content: AgentActivityContent): Promise<WrittenActivity> =>
    api.execute(createAgentActivity, { input: { id: newId(), agentSessionId, content } });
  const activity = await create(first);
  for (const content of rest) await create(content);
  return { kind: "activity", activity, body: effect.kind === "action" ? "" : effect.body };
}

function toContents(
  effect: ActivityEffect,
  splitBody: SessionWriterParts["splitBody"],
): [AgentActivityContent, ...AgentActivityContent[]] {
  if (effect.kind === "action") {
    const { action, parameter, result } = effect;
    return [{ type: "action", action, parameter, ...(result === undefined ? {} : { result }) }];
  }
  const { kind: type, body } = effect;
  const [first = body, ...rest] = splitBody(body);
  return [{ type, body: first }, ...rest.map((part) => ({ type, body: part }))];
}
