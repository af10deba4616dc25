import type { StreamChunk } from "chat";
import { isApproval } from "../../streams/approval-chunk.js";
import { appendMark, closeMarkdown } from "../../streams/markdown-tail.js";
import { isReasoning } from "../../streams/reasoning-chunk.js";
import { createSegmentedText } from "../../streams/segmented-text.js";

/** Makes unfinished Markdown presentable; the Chat SDK's `StreamingMarkdownRenderer` is one. */
export interface MarkdownRenderer {
  push(text: string): void;
  render(): string;
  finish(): string;
}

/** The text of a streamed comment, in the forms in which people see it. */
export interface CommentText {
  push(chunk: string | StreamChunk): void;
  isEmpty(): boolean;
  /** The steps beside the text: "done" when one was done, "unfinished" when none was, "nothing" when none counts. */
  work(): "done" | "unfinished" | "nothing";
  /** The text while the stream goes on: what is unfinished is closed or held back. */
  interim(): string;
  /** The text of a stream that is over, as it was received. */
  whole(): string;
  /** The text of a stream that broke off: closed, with `mark` below it; the mark alone where nothing was received. */
  half(mark: string): string;
}

export function createCommentText(renderer: MarkdownRenderer): CommentText {
  const text = createSegmentedText();
  let question: string | undefined;
  const isEmpty = (): boolean => text.read() === "" && question === undefined;
  let work: ReturnType<CommentText["work"]> = "nothing";

  function pushText(added: string): void {
    renderer.push(text.push(added));
  }

  /** Passes over a chunk that is no text: comments do not show it, but what stands around it are two paragraphs. */
  function passOver(chunk: StreamChunk): void {
    text.endSegment();
    if (isDone(chunk)) work = "done";
    else if (chunk.type === "task_update" && work === "nothing") work = "unfinished";
  }

  function whole(): string {
    if (question === undefined) return text.read();
    return text.read() === "" ? question : appendMark(text.read(), question);
  }

  return {
    push(chunk) {
      if (typeof chunk === "string") return pushText(chunk);
      if (chunk.type === "markdown_text") return pushText(chunk.text);
      passOver(chunk);
      if (chunk.type === "task_update" && isApproval(chunk)) question = chunk.title;
    },
    isEmpty,
    work: () => work,
    interim: () => (question === undefined ? closeMarkdown(renderer.render()).trim() : whole()),
    whole,
    half: (mark) => (text.read() === "" ? mark : appendMark(closeMarkdown(renderer.finish()).trim(), mark)),
  };
}

const isDone = (chunk: StreamChunk): boolean =>
  chunk.type === "plan_update" || (chunk.type === "task_update" && chunk.status === "complete" && !isReasoning(chunk));
