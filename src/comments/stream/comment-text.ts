import type { StreamChunk } from "chat";
import { readQuestion, type StreamQuestion } from "../../streams/approval-chunk.js";
import { appendMark, closeMarkdown } from "../../streams/markdown-tail.js";
import { isReasoning } from "../../streams/reasoning-chunk.js";
import { createSegmentedText } from "../../streams/segmented-text.js";
import { createStepVerdicts, type StreamWork } from "../../streams/step-verdicts.js";

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
  /** Whether text or a question stands behind the last step: without, what was said before it is no answer. */
  hasLastWord(): boolean;
  /** What a person is asked at the end. */
  question(): StreamQuestion | undefined;
  /** The steps beside the text. */
  work(): StreamWork;
  /** The text while the stream goes on: what is unfinished is closed or held back. */
  interim(): string;
  /** The text of a stream that is over, as it was received. */
  whole(): string;
  /** The text of a stream that broke off: closed, with `mark` below it; the mark alone where nothing was received. */
  half(mark: string): string;
}

/** @param renderQuestion the question with what can be answered. */
export function createCommentText(
  renderer: MarkdownRenderer,
  renderQuestion: (question: StreamQuestion) => string,
): CommentText {
  const text = createSegmentedText();
  const steps = createStepVerdicts();
  let question: StreamQuestion | undefined;
  let isBehindStep = false;
  const isEmpty = (): boolean => text.read() === "" && question === undefined;

  function pushText(added: string): void {
    const piece = text.push(added);
    if (piece !== "") isBehindStep = false;
    renderer.push(piece);
  }

  /** Passes over a chunk that is no text: comments do not show it, but what stands around it are two paragraphs. */
  function passOver(chunk: StreamChunk): void {
    text.endSegment();
    steps.add(chunk);
    // A step that is only announced ends no text, as in a session.
    if (chunk.type === "task_update" && chunk.status !== "pending" && !isReasoning(chunk)) isBehindStep = true;
  }

  function whole(): string {
    if (question === undefined) return text.read();
    const asked = renderQuestion(question);
    return text.read() === "" ? asked : appendMark(text.read(), asked);
  }

  return {
    push(chunk) {
      if (typeof chunk === "string") return pushText(chunk);
      if (chunk.type === "markdown_text") return pushText(chunk.text);
      passOver(chunk);
      question = readQuestion(chunk) ?? question;
    },
    isEmpty,
    hasLastWord: () => question !== undefined || !isBehindStep,
    question: () => question,
    work: steps.verdict,
    interim: () => (question === undefined ? closeMarkdown(renderer.render()).trim() : whole()),
    whole,
    half: (mark) => (text.read() === "" ? mark : appendMark(closeMarkdown(renderer.finish()).trim(), mark)),
  };
}
