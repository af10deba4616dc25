import { Plan } from "chat";
import type { LinearAdapter } from "chat-adapter-linear";

/** A job that nobody has asked for: it opens an agent session on `issueId` and works there. */
export async function nightlyJob(linear: LinearAdapter, organizationId: string, issueId: string): Promise<void> {
  await linear.withInstallation(organizationId, async () => {
    const thread = await linear.openSession({ issueId, thought: "It is two o'clock: the nightly check begins." });
    const session = linear.session(thread.id);

    const plan = new Plan({ initialMessage: "Run the tests" });
    await thread.post(plan);
    await session.action({ action: "Ran", parameter: "240 tests", result: "1 failed: upload of 10 MB" });
    await plan.addTask({ title: "Report" });
    await plan.complete({ completeMessage: "Nightly check" });

    await thread.post("One test fails since yesterday: the upload of 10 MB.");
  });
}
