import { fillIssue, type Operation, ok, openThread, type Stage } from "./stage.js";

const TEXT = "On it: the **login** page posts twice, the fix is in review.";
const PAGE_SIZE = 50;

/** What a bot does in comments. */
export const commentOperations: readonly Operation[] = [
  {
    name: "comment post",
    mode: "comments",
    prepare: async (stage) => {
      const { issue, threadId } = await openThread(stage);
      return {
        run: () => stage.adapter.postMessage(threadId, { markdown: TEXT }),
        problem: () =>
          stage.linear.comments({ issue }).at(-1)?.body === TEXT ? undefined : "the comment is not there",
      };
    },
  },
  {
    name: "comment edit",
    mode: "comments",
    prepare: async (stage) => {
      const { issue, threadId } = await openThread(stage);
      const { id } = await stage.adapter.postMessage(threadId, "First");
      return {
        run: () => stage.adapter.editMessage(threadId, id, { markdown: TEXT }),
        problem: () => (stage.linear.comments({ issue }).at(-1)?.body === TEXT ? undefined : "the text is the old one"),
      };
    },
  },
  {
    name: "comment delete",
    mode: "comments",
    prepare: async (stage) => {
      const { issue, threadId } = await openThread(stage);
      const { id } = await stage.adapter.postMessage(threadId, "First");
      return {
        run: () => stage.adapter.deleteMessage(threadId, id),
        problem: () => (stage.linear.comments({ issue }).length === 1 ? undefined : "the comment is still there"),
      };
    },
  },
  {
    name: "add reaction",
    mode: "comments",
    prepare: async (stage) => {
      const { threadId, rootId } = await openThread(stage);
      return {
        run: () => stage.adapter.addReaction(threadId, rootId, "eyes"),
        problem: () => (stage.linear.reactions(rootId).length === 1 ? undefined : "the reaction is not there"),
      };
    },
  },
  {
    name: "remove reaction",
    mode: "comments",
    prepare: async (stage) => {
      const { threadId, rootId } = await openThread(stage);
      await stage.adapter.addReaction(threadId, rootId, "eyes");
      return {
        run: () => stage.adapter.removeReaction(threadId, rootId, "eyes"),
        problem: () => (stage.linear.reactions(rootId).length === 0 ? undefined : "the reaction is still there"),
      };
    },
  },
  {
    name: "history: 50 comments by 10 people",
    mode: "comments",
    prepare: async (stage) => {
      const threadId = await fillIssue(stage, PAGE_SIZE);
      let count = 0;
      return {
        run: async () => {
          count = (await stage.adapter.fetchMessages(threadId, { limit: PAGE_SIZE })).messages.length;
        },
        problem: () => (count === PAGE_SIZE ? undefined : `${count} messages came`),
      };
    },
  },
  {
    name: "history: all of 250 comments",
    mode: "comments",
    prepare: async (stage) => {
      const threadId = await fillIssue(stage, 250);
      const seen = new Set<string>();
      return {
        run: () => readAll(stage, threadId, seen),
        problem: () => (seen.size === 250 ? undefined : `${seen.size} different messages came`),
      };
    },
  },
];

/** Reads page after page, from the oldest message to the newest. */
async function readAll({ adapter }: Stage, threadId: string, seen: Set<string>): Promise<void> {
  let cursor: string | undefined;
  do {
    const page = await adapter.fetchMessages(threadId, {
      limit: PAGE_SIZE,
      direction: "forward",
      ...(cursor === undefined ? {} : { cursor }),
    });
    if (page.messages.some(({ id }) => seen.has(id)))
      throw new Error("the second page is the first again, without end");
    for (const { id } of page.messages) seen.add(id);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
}

/** What a bot reads beside messages. */
export const lookupOperations: readonly Operation[] = [
  {
    name: "subject (issue with an assignee)",
    mode: "comments",
    prepare: async (stage) => {
      const { issue, threadId } = await openThread(stage);
      await assign(stage, issue.id);
      const { messages } = await stage.adapter.fetchMessages(threadId, { limit: 1 });
      let title: string | undefined;
      return {
        run: async () => {
          title = (await stage.adapter.fetchSubject?.(messages[0]?.raw))?.title;
        },
        problem: () => (title === issue.title ? undefined : `the title is ${title}`),
      };
    },
  },
  {
    name: "thread",
    mode: "comments",
    prepare: async (stage) => {
      const { threadId } = await openThread(stage);
      return { run: () => stage.adapter.fetchThread(threadId), problem: ok };
    },
  },
  {
    name: "user",
    mode: "comments",
    prepare: async (stage) => {
      let name: string | undefined;
      return {
        run: async () => {
          name = (await stage.adapter.getUser?.(stage.linear.ada.id))?.fullName;
        },
        problem: () => (name === stage.linear.ada.name ? undefined : `the name is ${name}`),
      };
    },
  },
];

async function assign({ linear }: Stage, issueId: string): Promise<void> {
  const query = "mutation($id: String!, $input: IssueUpdateInput!) { issueUpdate(id: $id, input: $input) { success } }";
  const variables = { id: issueId, input: { assigneeId: linear.ada.id } };
  const response = await fetch(linear.apiUrl, {
    method: "POST",
    headers: { authorization: linear.createApiKey(), "content-type": "application/json" },
    body: JSON.stringify({ query, variables }),
  });
  if (!response.ok) throw new Error(`The issue could not be assigned: ${await response.text()}`);
}
