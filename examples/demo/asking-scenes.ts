import { activitiesOf, describeActivity, optionsOf, sessionsOn } from "./read-session.js";
import type { PlayedScene } from "./scene.js";
import type { Stage } from "./stage.js";

export async function askInSession(stage: Stage): Promise<PlayedScene> {
  const { linear, scout } = stage;
  const issue = linear.createIssue({ title: "Ship the upload limit" });
  await linear.mention({ issue, text: "release 2.4.0", app: scout });
  await stage.settled();
  const [asking] = sessionsOn(stage, issue);
  const [question] = activitiesOf(stage, asking);
  if (asking) await linear.prompt({ session: asking, by: linear.bo, body: "Release now" });
  await stage.settled();

  const [session] = sessionsOn(stage, issue);
  return {
    issue,
    expectations: [
      {
        promise: "scout asks, and the session waits for a person",
        found: [question?.content.type, optionsOf(question), asking?.status],
        expected: ["elicitation", ["Release now", "Not today"], "awaitingInput"],
      },
      {
        promise: "what Bo picks is done",
        found: activitiesOf(stage, session).slice(1).map(describeActivity),
        expected: ["prompt", "action with a result: Build", "action with a result: Publish", "response"],
      },
      { promise: "the session is done", found: session?.status, expected: "complete" },
    ],
  };
}

export async function askInComments(stage: Stage): Promise<PlayedScene> {
  const { linear } = stage;
  const issue = linear.createIssue({ title: "Ship the new login page" });
  const mention = await linear.mention({ issue, text: "release 2.5.0" });
  await stage.settled();
  await linear.comment({ issue, parent: mention, by: linear.bo, body: "2" });
  await stage.settled();

  const [, question, ...others] = linear.comments({ issue });
  return {
    issue,
    expectations: [
      {
        promise: "where Linear has no buttons, helper asks with a numbered list",
        found: question?.body.includes("1. Release now\n2. Not today"),
        expected: true,
      },
      {
        promise: "a number is an answer",
        found: others.map(({ userId, body }) => [userId, body]),
        expected: [
          [linear.bo.id, "2"],
          [linear.organization.appUserId, "2.5.0 waits, as Bo Berg wishes."],
        ],
      },
    ],
  };
}
