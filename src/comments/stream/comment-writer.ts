import type { Clock } from "../../util/clock.js";

/** Whether more text may follow. */
export type Stage = "interim" | "final";

export interface CommentWriterParts<Posted extends { id: string }> {
  /**
   * Creates the comment. It gets the whole text, however long. Called a second time, with the final text, when the
   * first time failed: with the same id for the comment both times there is never more than one.
   */
  post(markdown: string, stage: Stage): Promise<Posted>;
  /** Changes the comment. It gets the whole text, however long. */
  edit(id: string, markdown: string, stage: Stage): Promise<Posted>;
  /**
   * Called when a write failed and was skipped: one before the final one, or the final one of a stream that failed
   * itself.
   */
  onDropped(error: unknown): void;
  clock: Clock;
}

export interface CommentView {
  /** What the comment should show now; blank for nothing yet. */
  render(): string;
  /** Least time between two writes before the final one, in ms. */
  editIntervalMs: number;
}

/** Keeps one comment up to date, with one request at a time. */
export interface CommentWriter<Posted> {
  /** Says that what `render` gives may have changed. Never waits and never throws. */
  touch(): void;
  /** Writes the final text, at once after what is under way, unless it is there already. Nothing comes after it. */
  finish(markdown: string): Promise<Posted>;
}

export function createCommentWriter<Posted extends { id: string }>(
  parts: CommentWriterParts<Posted>,
  view: CommentView,
): CommentWriter<Posted> {
  // Ends the writes before the final one, and the pause between them.
  const over = new AbortController();
  let commentId: string | undefined;
  let posted: Posted | undefined;
  let shown: string | undefined;
  let isTouched = false;
  let isWorking = false;
  let working: Promise<void> = Promise.resolve();

  async function write(markdown: string, stage: Stage): Promise<Posted> {
    // The text that is shown is unknown until the answer is there: a request that failed may have landed.
    shown = undefined;
    const written =
      commentId === undefined ? await parts.post(markdown, stage) : await parts.edit(commentId, markdown, stage);
    commentId ??= written.id;
    posted = written;
    shown = markdown;
    return written;
  }

  async function writeInterim(): Promise<void> {
    try {
      const markdown = view.render();
      if (markdown.trim() === "" || markdown === shown) return;
      await write(markdown, "interim");
    } catch (error) {
      parts.onDropped(error);
      // A comment that could not be posted is tried once more, at the end, rather than every two seconds.
      if (commentId === undefined) over.abort();
    }
    await rest();
  }

  async function rest(): Promise<void> {
    try {
      await parts.clock.sleep(view.editIntervalMs, over.signal);
    } catch (error) {
      if (!over.signal.aborted) throw error;
    }
  }

  async function work(): Promise<void> {
    isWorking = true;
    while (isTouched && !over.signal.aborted) {
      isTouched = false;
      await writeInterim();
    }
    isWorking = false;
  }

  return {
    touch() {
      isTouched = true;
      if (!isWorking) working = work();
    },
    async finish(markdown) {
      over.abort();
      await working;
      return posted !== undefined && markdown === shown ? posted : write(markdown, "final");
    },
  };
}
