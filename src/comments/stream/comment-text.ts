import type { StreamChunk } from "chat";
import { appendMark, closeMarkdown } from "../../streams/markdown-tail.js";
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
  /** While the stream goes on: what is unfinished is closed or held back. */
  interim(): string;
  /** Once the stream is over: as it was received. */
  whole(): string;
  /** Once the stream broke off: closed, with `mark` below it; the mark alone where nothing was received. */
  half(mark: string): string;
}

export function createCommentText(renderer: MarkdownRenderer): CommentText {
  const text = createSegmentedText();
  const isEmpty = (): boolean => text.read() === "";

  return {
    push(chunk) {
      const added = textOf(chunk);
      // A chunk that is not text is not shown in comments, but what stands around it are two paragraphs.
      if (added === undefined) text.endSegment();
      else renderer.push(text.push(added));
    },
    isEmpty,
    interim: () => closeMarkdown(renderer.render()).trim(),
    whole: () => text.read(),
    half: (mark) => (isEmpty() ? mark : appendMark(closeMarkdown(renderer.finish()).trim(), mark)),
  };
}

function textOf(chunk: string | StreamChunk): string | undefined {
  if (typeof chunk === "string") return chunk;
  return chunk.type === "markdown_text" ? chunk.text : undefined;
}
