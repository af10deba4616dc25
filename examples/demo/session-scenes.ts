import { describeActivity, momentsOf, planOf, sessionsOn } from "./read-session.js";
import type { PlayedScene } from "./scene.js";
import type { Stage } from "./stage.js";
import { waitFor } from "./wait-for.js";

export async function mentionAgent(stage: Stage): Promise<PlayedScene> {
  const { linear, scout } = stage;
  const issue = linear.createIssue({ title: "The nightly build is red" });
  await linear.mention({ issue, text: "why is the nightly build red?", app: scout });
  await stage.settled();

  const [session, ...others] = sessionsOn(stage, issue);
  return {
    issue,
    expectations: [
      {
        promise: "there is one session, and it is done",
        found: [session?.status, others.length],
        expected: ["complete", 0],
      },
      {
        promise: "what stays: a thought, two actions with results, one response",
        found: session && linear.activities(session).map(describeActivity),
        expected: [
          "thought",
          "action with a result: Search the runs",
          "action with a result: Read the log",
          "response",
        ],
      },
      {
        promise: "what is gone: the sign of life at the start, and whatever was shown while it ran",
        found: [momentsOf(stage, session)[0], session && linear.activities(session).some((a) => a.ephemeral)],
        expected: ["thought", false],
      },
      { promise: "the plan is ticked off", found: planOf(session), expected: ["completed", "completed"] },
      {
        promise: "the response is a comment in the thread",
        found: linear.comments({ issue }).map(({ userId, parentId }) => [userId, parentId]),
        expected: [
          [linear.ada.id, undefined],
          [session?.appUserId, session?.commentId],
        ],
      },
    ],
  };
}

export async function delegateIssue(stage: Stage): Promise<PlayedScene> {
  const { linear, scout } = stage;
  const issue = linear.createIssue({
    title: "Limit the size of uploads",
    description: "Nothing over 10 MB, please.",
  });
  const { id } = await linear.delegate({ issue, app: scout });
  await stage.settled();

  const session = linear.session(id);
  return {
    issue,
    expectations: [
      {
        promise: "the issue itself is the request: scout works without a comment from anybody",
        found: linear.activities(session).map(describeActivity),
        expected: [
          "action with a result: Find the handler",
          "action with a result: Add the limit",
          "action with a result: Run the tests",
          "response",
        ],
      },
      { promise: "the session is done", found: session.status, expected: "complete" },
      {
        promise: "the plan is ticked off",
        found: planOf(session),
        expected: ["completed", "completed", "completed"],
      },
    ],
  };
}

export async function promptSession(stage: Stage): Promise<PlayedScene> {
  const { linear } = stage;
  const issue = "ENG-3";
  const [session] = sessionsOn(stage, issue);
  const before = session ? linear.activities(session).length : 0;
  if (session) await linear.prompt({ session, by: linear.bo, body: "Please cover the edge case too." });
  await stage.settled();

  return {
    issue,
    expectations: [
      {
        promise: "scout goes on in the same session",
        found: sessionsOn(stage, issue).map(({ id, status }) => [id, status]),
        expected: [[session?.id, "complete"]],
      },
      {
        promise: "the follow-up has its own action and its own response",
        found: session && linear.activities(session).slice(before).map(describeActivity),
        expected: ["prompt", "action with a result: Add a test", "response"],
      },
    ],
  };
}

export async function stopSession(stage: Stage): Promise<PlayedScene> {
  const { linear, scout } = stage;
  const issue = linear.createIssue({ title: "Users are accounts now" });
  await linear.mention({ issue, text: "rename user to account everywhere", app: scout });
  const isAtWork = await waitFor(() => momentsOf(stage, sessionsOn(stage, issue)[0]).includes("action: Rename"));
  const [session] = sessionsOn(stage, issue);
  if (session) await linear.stop({ session });
  await stage.settled();

  const activities = session ? linear.activities(session) : [];
  const afterStop = activities.slice(activities.findIndex(({ signal }) => signal === "stop") + 1);
  return {
    issue,
    expectations: [
      { promise: "scout shows what it is doing while it does it", found: isAtWork, expected: true },
      {
        promise: "after Stop there is one closing word, and it is not half an answer",
        found: afterStop.map(({ content }) => [content.type, content.body]),
        expected: [["response", "Stopped."]],
      },
      {
        promise: "the session is closed",
        found: session && linear.session(session).status,
        expected: "complete",
      },
    ],
  };
}
