// Covers: src/issues/sub-issues.ts

import { expect, it, onTestFinished } from "vitest";
import { startTestBot } from "../../support/test-bot.js";

/** Answers as Linear does, but without the last of the issues that were created. */
const withoutLastIssue: typeof fetch = async (...request) => {
  const response = await fetch(...request);
  const body = await response.json();
  const created = body.data?.issueBatchCreate?.issues;
  const told = created ? { data: { issueBatchCreate: { success: true, issues: created.slice(0, -1) } } } : body;
  return Response.json(told, { status: response.status });
};

it("an answer that lacks one of the sub-issues is an error, though it says that all went well", async () => {
  const bot = await startTestBot({
    world: { fetch: withoutLastIssue },
    config: (linear) => ({ accessToken: linear.createAccessToken() }),
  });
  onTestFinished(bot.close);
  const issue = bot.linear.createIssue();

  await expect(bot.adapter.issue(`linear:${issue.id}`).createSubIssues(["One", "Two"])).rejects.toMatchObject({
    code: "RESPONSE_INVALID",
    message:
      "Linear's answer to the creation of sub-issues lacks issues[1]: look in Linear which of them are there before trying again",
  });
});
