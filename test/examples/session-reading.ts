import type { EmulatedActivity, EmulatedSession, LinearEmulator } from "chat-adapter-linear/emulator";

/** What people see in a session, a line for each activity, without what has vanished. */
export function whatWasSaid(linear: LinearEmulator, session: EmulatedSession): string[] {
  return linear.activities(session).map(describeActivity);
}

export function statusOf(linear: LinearEmulator, session: EmulatedSession): string {
  return linear.session(session).status;
}

function describeActivity({ content: { type, body, action, parameter, result } }: EmulatedActivity): string {
  if (type !== "action") return `${type}: ${body ?? ""}`;
  return `action: ${action} (${parameter})${result === undefined ? "" : ` -> ${result}`}`;
}
