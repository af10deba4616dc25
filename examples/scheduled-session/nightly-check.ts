import type { Thread } from "chat";
import type { LinearAdapter } from "chat-adapter-linear";
import { runTests } from "./run-tests.js";

/** What the bot remembers of a check, for what people ask about it later. */
interface CheckState {
  failures: string[];
}

/** Checks the product in a session of its own on `issueId`, a UUID or `ENG-123`. Resolves to the session's thread id. */
export async function nightlyCheck(linear: LinearAdapter, organizationId: string, issueId: string): Promise<string> {
  // A job belongs to no webhook: it has to say for which workspace it works.
  return await linear.withInstallation(organizationId, async () => {
    const thread = await linear.openSession({
      issueId,
      thought: "The nightly check begins.",
      links: [{ label: "Run", url: "https://ci.example.com/runs/4812" }],
    });
    const session = linear.session(thread.id);
    try {
      const failures = await runTests();
      await session.action({
        action: "Ran",
        parameter: "the end-to-end tests",
        result: failures.length === 0 ? "All passed" : failures.map((name) => `- ${name}`).join("\n"),
      });
      if (failures.length > 0) await linear.issue(thread.id).createSubIssues(failures.map((name) => `Repair: ${name}`));
      await thread.setState({ failures } satisfies CheckState);
      // Outside a handler each post is a response at once, and completes the session.
      await thread.post(
        failures.length === 0 ? "All is well." : `${failures.length} tests fail: there is a sub-issue for each.`,
      );
    } catch (error) {
      // No handler stands around a job: nobody else would end its session.
      await session.fail("The nightly check broke off. Its log says why.");
      throw error;
    }
    return thread.id;
  });
}

/** Answers what people write in a session, one of a job or one of their own. */
export async function answerAboutCheck(thread: Thread): Promise<void> {
  const { failures } = ((await thread.state) ?? {}) as Partial<CheckState>;
  await thread.post(
    failures === undefined
      ? "I only know about sessions that the nightly check has opened."
      : `This check has found: ${failures.join(", ") || "nothing"}.`,
  );
}
