import type { EmulatedActivity, EmulatedSession, Ref } from "chat-adapter-linear/emulator";
import type { Stage } from "./stage.js";

export const sessionsOn = ({ linear }: Stage, issue: Ref): EmulatedSession[] =>
  linear.sessions().filter(({ issueId }) => issueId === linear.issue(issue).id);

/** What stays in a session. */
export const activitiesOf = ({ linear }: Stage, session: EmulatedSession | undefined): EmulatedActivity[] =>
  session === undefined ? [] : linear.activities(session);

/** What was or is shown for a moment only. */
export function momentsOf({ linear }: Stage, session: EmulatedSession | undefined): string[] {
  if (session === undefined) return [];
  return linear
    .activities(session, { includeArchived: true })
    .filter(({ ephemeral }) => ephemeral)
    .map(describeActivity);
}

export const planOf = (session: EmulatedSession | undefined): string[] | undefined =>
  session?.plan?.map(({ status }) => status);

export function describeActivity({ content: { type, action, result } }: EmulatedActivity): string {
  return type === "action" ? `action${result === undefined ? "" : " with a result"}: ${action}` : type;
}

/** The options that a question offers. */
export function optionsOf(question: EmulatedActivity | undefined): string[] {
  const { options = [] } = (question?.signalMetadata ?? {}) as { options?: { label: string }[] };
  return options.map(({ label }) => label);
}
