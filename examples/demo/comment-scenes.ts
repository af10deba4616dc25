import { versionsOf } from "./issue-page.js";
import type { PlayedScene } from "./scene.js";
import type { Stage } from "./stage.js";

export async function mentionInComment(stage: Stage): Promise<PlayedScene> {
  const { linear } = stage;
  const issue = linear.createIssue({ title: "The login page stays blank" });
  const mention = await linear.mention({ issue, text: "why is the login page blank in Safari?" });
  await stage.settled();

  const [, answer, ...others] = linear.comments({ issue });
  const [firstVersion = ""] = answer ? versionsOf(linear, answer.id) : [];
  return {
    issue,
    expectations: [
      {
        promise: "helper answers once, in the thread of the mention",
        found: [answer?.userId, answer?.parentId, others.length],
        expected: [linear.organization.appUserId, mention.id, 0],
      },
      {
        promise: "the answer is whole",
        found: answer?.body.endsWith("so that the old cookie goes."),
        expected: true,
      },
      {
        promise: "people could read its beginning while the rest was being written",
        found: [firstVersion !== "", firstVersion.length < (answer?.body.length ?? 0)],
        expected: [true, true],
      },
    ],
  };
}

export async function replyInThread(stage: Stage): Promise<PlayedScene> {
  const { linear } = stage;
  const issue = "ENG-1";
  const [mention] = linear.comments({ issue });
  const before = linear.comments({ issue }).length;
  await linear.comment({ issue, by: linear.bo, body: "And in Firefox?", ...(mention ? { parent: mention } : {}) });
  await linear.comment({ issue, by: linear.bo, body: "I can look at the Firefox part after lunch." });
  await stage.settled();

  const news = linear.comments({ issue }).slice(before);
  return {
    issue,
    expectations: [
      {
        promise: "helper answers the reply, without being mentioned again",
        found: news.map(({ userId, parentId }) => [userId, parentId]),
        expected: [
          [linear.bo.id, mention?.id],
          [linear.bo.id, undefined],
          [linear.organization.appUserId, mention?.id],
        ],
      },
      {
        promise: "the comment that is not for helper stays without an answer",
        found: linear.comments({ issue }).filter(({ parentId }) => parentId === news[1]?.id),
        expected: [],
      },
    ],
  };
}
