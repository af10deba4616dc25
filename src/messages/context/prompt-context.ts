import { stripMentionTags } from "../../render/mention-tags.js";
import type { LinearSessionContext } from "../raw-message.js";
import { type MarkupElement, parsePromptMarkup } from "./prompt-markup.js";

/** A comment as the prompt context has it. */
export interface PromptComment {
  author: string | undefined;
  /** As Linear writes it: without a time zone. */
  createdAt: string | undefined;
  body: string;
}

/** What Linear's prompt context tells beyond the event's fields. All of it is other people's text. */
export interface PromptContext {
  labels: readonly string[];
  project: string | undefined;
  parentIssue: { identifier: string | undefined; title: string | undefined } | undefined;
  /** The thread of a mention without the request; undefined where there is none. */
  thread: readonly PromptComment[] | undefined;
  /** What is asked, as far as it can be told from here. */
  request: string | undefined;
}

export type PromptContextReading = { kind: "none" } | { kind: "refused" } | { kind: "read"; content: PromptContext };

const NOTHING: PromptContext = {
  labels: [],
  project: undefined,
  parentIssue: undefined,
  thread: undefined,
  request: undefined,
};

/**
 * Reads Linear's prompt context, all of it or nothing. Its guidance and the other threads of the issue, which hold what
 * was said to other agents, are never taken.
 */
export function readPromptContext(
  markup: string | undefined,
  context: Pick<LinearSessionContext, "trigger" | "issue" | "previousComments" | "sourceComment">,
): PromptContextReading {
  if (markup === undefined || markup.trim() === "") return { kind: "none" };
  if (!markup.includes("<")) return { kind: "read", content: { ...NOTHING, request: markup.trim() } };

  const root = parsePromptMarkup(markup);
  const issue = root && childOf(root, "issue");
  if (root === undefined || (issue && !isAbout(issue, context.issue))) return { kind: "refused" };

  // A delegation has no thread: one that is there all the same may be somebody's invention.
  const comments = context.trigger === "mention" ? commentsOf(childOf(root, "primary-directive-thread")) : undefined;
  const thread = comments && splitThread(comments, context);
  if (comments && thread === undefined) return { kind: "refused" };
  return { kind: "read", content: { ...describe(issue), ...thread, request: thread?.request ?? soleText(root) } };
}

const childOf = (element: MarkupElement, name: string): MarkupElement | undefined =>
  element.children.find((child) => child.name === name);

const isAbout = (issue: MarkupElement, known: LinearSessionContext["issue"]): boolean =>
  known !== undefined && issue.attributes.get("identifier") === known.identifier;

function describe(issue: MarkupElement | undefined): PromptContext {
  if (issue === undefined) return NOTHING;
  const parent = childOf(issue, "parent-issue");
  return {
    ...NOTHING,
    labels: issue.children.filter(({ name }) => name === "label").map(({ text }) => text),
    project: childOf(issue, "project")?.attributes.get("name"),
    parentIssue: parent && {
      identifier: parent.attributes.get("identifier"),
      title: childOf(parent, "title")?.text,
    },
  };
}

const commentsOf = (thread: MarkupElement | undefined): PromptComment[] | undefined =>
  thread?.children.map(({ attributes, text }) => ({
    author: attributes.get("author"),
    createdAt: attributes.get("created-at"),
    body: text,
  }));

/**
 * Takes the request out of its thread. Every comment that the event itself holds must be there as it is. A comment with
 * markup that nobody escaped was read as several, so that it is missing.
 */
function splitThread(
  comments: readonly PromptComment[],
  { previousComments, sourceComment }: Pick<LinearSessionContext, "previousComments" | "sourceComment">,
): Pick<PromptContext, "thread" | "request"> | undefined {
  const rest = comments.map((comment) => ({ ...comment, key: toKey(comment.body) }));
  const findLast = (body: string): number => {
    const wanted = toKey(stripMentionTags(body));
    return rest.findLastIndex(({ key }) => key === wanted);
  };

  // The mention is the last comment where its text is unknown: nobody can answer before it.
  const requestIndex = sourceComment === undefined ? rest.length - 1 : findLast(sourceComment.body);
  const [request] = requestIndex < 0 ? [] : rest.splice(requestIndex, 1);
  const unseen = rest.map(({ key }) => key);
  const isComplete = previousComments.every(({ body }) => {
    const index = unseen.indexOf(toKey(stripMentionTags(body)));
    return index >= 0 && unseen.splice(index, 1).length === 1;
  });
  if (request === undefined || !isComplete) return undefined;
  return { thread: rest.map(({ key: _, ...comment }) => comment), request: request.body };
}

// Linear renders the same Markdown for the event and for the prompt context, with different white space.
const toKey = (text: string): string => text.replace(/\s+/g, " ").trim();

/** The text of a context that holds nothing but a text. */
function soleText({ children: [only, ...others] }: MarkupElement): string | undefined {
  return only?.name === "prompt" && others.length === 0 ? only.text : undefined;
}
