import type { OpenedSessions } from "../sessions/opened-sessions.js";
import { ACCEPT_ALL, createSessionScreen, type SessionScreen } from "../sessions/session-screen.js";
import type { AdapterCore } from "./adapter-core.js";
import type { ComposedSessions } from "./compose-sessions.js";

/** The part of the composition root that is about the host's say in which sessions the bot takes on. */
export function composeSessionScreen(
  { api, config, context, host, organizations, render }: AdapterCore,
  { voice, stopMarks, liveTurns }: ComposedSessions,
): SessionScreen {
  const { onAgentSession } = config;
  if (onAgentSession === undefined) return ACCEPT_ALL;
  return createSessionScreen({
    onAgentSession,
    state: host.state,
    api,
    voice,
    render,
    runTurn: async (turn, work) => {
      const scope = context.current();
      const run = (): Promise<void> => liveTurns.run(turn, work, () => true);
      await (scope?.identity ? organizations.runAs(scope.identity, turn, run) : run());
    },
    admitMessage: stopMarks.admit,
    logger: host.logger,
  });
}

/** What the bot opens itself needs nobody's leave. */
export function acceptingOwn(
  openedSessions: OpenedSessions,
  screen: Pick<SessionScreen, "acceptOwn">,
  { logger }: AdapterCore["host"],
): OpenedSessions {
  return {
    ...openedSessions,
    opening: async (place, open) => {
      const session = await openedSessions.opening(place, open);
      await screen.acceptOwn(session.id).catch((error: unknown) => {
        logger.warn("That the bot has opened an agent session could not be kept; onAgentSession is asked about it", {
          error,
        });
      });
      return session;
    },
  };
}
