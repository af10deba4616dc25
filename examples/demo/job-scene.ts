import { nightlyJob } from "./nightly-job.js";
import { activitiesOf, describeActivity, planOf, sessionsOn } from "./read-session.js";
import type { PlayedScene } from "./scene.js";
import type { Stage } from "./stage.js";

export async function workAtNight(stage: Stage): Promise<PlayedScene> {
  const { linear } = stage;
  const issue = linear.createIssue({ title: "Nightly checks" });
  await nightlyJob(stage.scoutLinear, linear.organization.id, issue.identifier);
  await stage.settled();
  const [opened] = sessionsOn(stage, issue);
  const work = activitiesOf(stage, opened);
  if (opened) await linear.prompt({ session: opened, by: linear.bo, body: "Is it the upload limit?" });
  await stage.settled();

  const sessions = sessionsOn(stage, issue);
  return {
    issue,
    expectations: [
      {
        promise: "nobody has asked: scout opens the session itself",
        found: [opened?.creatorId, work.map(describeActivity)],
        expected: [undefined, ["thought", "action with a result: Ran", "response"]],
      },
      { promise: "the plan is ticked off", found: planOf(opened), expected: ["completed", "completed"] },
      {
        promise: "people go on in that session, and scout answers",
        found: [sessions.length, activitiesOf(stage, sessions[0]).slice(work.length).map(describeActivity)],
        expected: [1, ["prompt", "response"]],
      },
    ],
  };
}
