// The same question as a durable workflow: `requestApproval` of the Chat SDK, which works unchanged in agent sessions
// and in comment threads, waits for days and survives deploys. It needs the `workflow` package and its compiler, set up
// in a framework such as Next.js: https://workflow-sdk.dev/docs/getting-started
//
//   import { start } from "workflow/api";
//
//   // The workflow speaks, not the handler: one that takes longer than `silentResponseAfterMs` needs this.
//   const linear = createLinearAdapter({ silentResponse: false });
//   bot.registerSingleton();
//   bot.onNewMention(async (thread) => {
//     await start(deployOnApproval, [thread, "v1.2", ["<Linear user id>"]]);
//   });

import type { Thread } from "chat";
import { requestApproval } from "chat/workflow";
import { deploy } from "./deploy.js";

/** @param approvers Linear's ids of the users who may decide; others are told that they may not, and the wait goes on. */
export async function deployOnApproval(thread: Thread, version: string, approvers: string[]): Promise<void> {
  "use workflow";
  const { approved } = await requestApproval(thread, {
    title: `Deploy ${version}?`,
    fields: { Version: version },
    approvers,
    timeout: "24h",
  });
  // The question says by itself who has approved, who has denied, or that nobody has answered.
  if (approved) await report(thread, version);
}

async function report(thread: Thread, version: string): Promise<void> {
  "use step";
  await thread.post(`[${version}](${await deploy(version)}) is live.`);
}
