import type { Logger } from "chat";
import type { AroundUpload } from "../../messages/render-outgoing.js";
import type { Sessions } from "../../sessions/create-sessions.js";
import { watchForStop } from "../../sessions/turns/stop-watch.js";
import type { Clock } from "../../util/clock.js";

export interface SessionUploadsParts {
  sessions: Pick<Sessions, "stopMarks" | "voice">;
  clock: Clock;
  logger: Pick<Logger, "warn">;
}

/** Uploads files for a session: Stop ends it, and people see that it works on a large one. */
export function aroundUploadIn(sessionId: string, parts: SessionUploadsParts): AroundUpload {
  const { clock, logger, sessions } = parts;
  const tellOf = (file: string): void => {
    sessions.voice
      .sayBeside(sessionId, {
        kind: "action",
        action: "Uploading",
        parameter: file,
        result: undefined,
        ephemeral: true,
      })
      .catch((error: unknown) => {
        logger.warn("The agent session could not be told that a file is uploaded", { sessionId, error });
      });
  };
  return (upload) =>
    watchForStop(sessionId, { clock, stopMarks: sessions.stopMarks }, (signal) => upload({ signal, onLarge: tellOf }));
}
