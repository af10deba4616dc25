import type { Logger, StreamChunk } from "chat";
import type { Uploads } from "../../files/create-uploads.js";
import type { AroundUpload } from "../../messages/render-outgoing.js";
import type { Sessions } from "../../sessions/create-sessions.js";
import { TurnStopped, watchForStop } from "../../sessions/turns/stop-watch.js";
import { showFiles } from "../../streams/show-files.js";
import type { Clock } from "../../util/clock.js";

export interface SessionUploadsParts {
  sessions: Pick<Sessions, "stopMarks" | "voice">;
  uploads: Pick<Uploads, "uploadOne">;
  clock: Clock;
  logger: Pick<Logger, "warn">;
}

/** Uploads files for a session: Stop ends it with {@link TurnStopped}, and people see that it works on a large one. */
export function aroundUploadIn(sessionId: string, parts: SessionUploadsParts): AroundUpload {
  const { clock, sessions } = parts;
  const onLarge = tellOfUpload(sessionId, parts);
  const isStopped = (): Promise<boolean> => sessions.stopMarks.isStopped(sessionId);
  const reason = new TurnStopped("The turn was stopped");
  return (upload) => watchForStop({ clock, isStopped, reason }, (signal) => upload({ signal, onLarge }));
}

/** The same for the files in a stream, which Stop ends as a whole. */
export function showFilesIn(
  sessionId: string,
  chunks: AsyncIterable<string | StreamChunk>,
  signal: AbortSignal | undefined,
  parts: SessionUploadsParts,
): AsyncIterable<string | StreamChunk> {
  const { uploads, logger } = parts;
  return showFiles(chunks, { uploads, logger, signal, onLarge: tellOfUpload(sessionId, parts) });
}

function tellOfUpload(
  sessionId: string,
  { logger, sessions }: Pick<SessionUploadsParts, "logger" | "sessions">,
): (file: string) => void {
  return (file) => {
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
}
