import type { Logger } from "chat";
import type { LinearApi } from "../../api/operation.js";
import {
  type AgentActivityContent,
  type AgentActivityCreateInput,
  createAgentActivity,
  createEphemeralActivity,
  type WrittenActivity,
} from "../../api/operations/agent-activities.js";
import { updateSessionPlan } from "../../api/operations/agent-sessions.js";
import type { ElicitationSignal, SessionEffect } from "./session-effect.js";

/** What became of an effect. */
export type Said =
  | { kind: "activity"; activity: WrittenActivity; body: string }
  /** It vanishes with the next activity, and so has no id that anybody could use. */
  | { kind: "ephemeral" }
  /** The plan is a property of the session, not an activity. */
  | { kind: "plan" }
  /** The newest post of a running turn: sent under this id as the turn's response, or as a thought when more follows. */
  | { kind: "held"; id: string; body: string }
  /**
   * It was not sent, or not by itself or yet: the level, the rate limit or what followed made it not worth a request.
   */
  | { kind: "omitted" }
  /** The session was stopped: Linear asks agents to say nothing more until the next prompt. */
  | { kind: "silenced" };

export interface SendParts {
  api: LinearApi;
  /** The id of the next activity at a place in a session; of one that vanishes where none is given. */
  newId: (place?: string) => string;
  splitBody: (body: string) => string[];
  /** Keeps which comment shows an activity, so that a reaction to it costs no further request. */
  rememberComment: (activityId: string, commentId: string, sessionId: string) => Promise<void>;
  logger: Pick<Logger, "warn">;
}

/** Sends an effect: one request, or several in order when its body is longer than one activity should be. */
export async function sendEffect(
  agentSessionId: string,
  effect: SessionEffect,
  id: string | undefined,
  parts: SendParts,
): Promise<Said> {
  if (effect.kind === "plan") {
    await parts.api.execute(updateSessionPlan, { id: agentSessionId, plan: effect.steps });
    return { kind: "plan" };
  }
  const [first, ...rest] = toContents(effect, parts.splitBody);
  const toInput = (content: AgentActivityContent, ownId?: string): AgentActivityCreateInput => ({
    id: ownId ?? parts.newId(placeOf(agentSessionId, effect, content)),
    agentSessionId,
    content,
  });
  if ("ephemeral" in effect && effect.ephemeral) {
    await parts.api.execute(createEphemeralActivity, { input: { ...toInput(first, id), ephemeral: true } });
    return { kind: "ephemeral" };
  }
  const inputs = [toInput(first, id), ...rest.map((content) => toInput(content))];
  const written = await sendAll(withSignal(inputs, effect), parts);
  return { kind: "activity", activity: written, body: effect.kind === "action" ? "" : effect.body };
}

/**
 * What a turn that is run again says at the same place: there is one answer, however it is worded, but as many thoughts and
 * steps as there is work.
 */
function placeOf(sessionId: string, effect: SessionEffect, content: AgentActivityContent): string | undefined {
  if ("ephemeral" in effect && effect.ephemeral) return undefined;
  const isWork = content.type === "thought" || content.type === "action";
  return `${sessionId} ${isWork ? JSON.stringify(content) : content.type}`;
}

/** Sends activities in order; the first one stands for the message. */
async function sendAll(inputs: readonly AgentActivityCreateInput[], parts: SendParts): Promise<WrittenActivity> {
  const [first, ...rest] = inputs;
  if (first === undefined) throw new TypeError("An effect without content");
  const activity = await send(first, parts);
  for (const input of rest) await send(input, parts);
  return activity;
}

async function send(input: AgentActivityCreateInput, parts: SendParts): Promise<WrittenActivity> {
  const activity = await parts.api.execute(createAgentActivity, { input });
  try {
    if (activity.sourceComment)
      await parts.rememberComment(activity.id, activity.sourceComment.id, input.agentSessionId);
  } catch (error) {
    parts.logger.warn("The comment behind a message could not be kept; reactions to it cost one more request", {
      error,
    });
  }
  return activity;
}

/** A question's options stand below its last part, where they are answered. */
function withSignal(
  inputs: readonly AgentActivityCreateInput[],
  effect: SessionEffect,
): readonly AgentActivityCreateInput[] {
  if (effect.kind !== "elicitation" || effect.signal === undefined) return inputs;
  const signal = toSignalInput(effect.signal);
  return inputs.map((input, index) => (index === inputs.length - 1 ? { ...input, ...signal } : input));
}

// https://linear.app/developers/agent-signals
function toSignalInput(signal: ElicitationSignal): Pick<AgentActivityCreateInput, "signal" | "signalMetadata"> {
  switch (signal.kind) {
    case "select":
      return {
        signal: "select",
        signalMetadata: { options: signal.options.map(({ label, value }) => ({ label, value })) },
      };
    case "auth":
      return {
        signal: "auth",
        signalMetadata: {
          url: signal.url,
          ...(signal.userId === undefined ? {} : { userId: signal.userId }),
          ...(signal.providerName === undefined ? {} : { providerName: signal.providerName }),
        },
      };
  }
}

type ActivityEffect = Exclude<SessionEffect, { kind: "plan" }>;

function toContents(
  effect: ActivityEffect,
  splitBody: SendParts["splitBody"],
): [AgentActivityContent, ...AgentActivityContent[]] {
  if (effect.kind === "action") {
    const { action, parameter, result } = effect;
    return [{ type: "action", action, parameter, ...(result === undefined ? {} : { result }) }];
  }
  const { kind: type, body } = effect;
  const [first = body, ...rest] = splitBody(body);
  return [{ type, body: first }, ...rest.map((part) => ({ type, body: part }))];
}
