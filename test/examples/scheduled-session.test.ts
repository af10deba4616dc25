import { type LinearEmulator, startLinearEmulator } from "chat-adapter-linear/emulator";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { installByBrowser, type RunningExample, startExample } from "./installed-example.js";
import { statusOf, whatWasSaid } from "./session-reading.js";

const SLOW_MS = 120_000;
const MAIN = ["--import", "tsx", "examples/scheduled-session/main.ts"];

let linear: LinearEmulator;
let example: RunningExample;

beforeEach(async () => {
  linear = await startLinearEmulator({ app: { events: ["AgentSessionEvent"] } });
  example = await startExample(linear, () => MAIN, /Listening on/, { CRON_SECRET: "only cron knows" });
});

afterEach(async () => {
  example?.program.kill();
  await linear.close();
});

/** What cron does. */
async function runJob(issueId: string, secret: string): Promise<Response> {
  return await fetch(`${example.url}/jobs/nightly-check`, {
    method: "POST",
    headers: { authorization: `Bearer ${secret}` },
    body: JSON.stringify({ organizationId: linear.organization.id, issueId }),
  });
}

describe("examples/scheduled-session", { timeout: SLOW_MS }, () => {
  it("works in a session that it has opened itself, and answers what people write there later", async () => {
    await installByBrowser(example);
    await example.program.waitForOutput(new RegExp(`Installed in ${linear.organization.id}`));
    const issue = linear.createIssue({ title: "Nightly check" });
    const response = await runJob(issue.identifier, "only cron knows");
    const answer = await response.json();

    const [session, ...others] = linear.sessions();
    if (session === undefined) throw new Error("No session was opened");
    expect([response.status, answer, others]).toEqual([200, { threadId: `linear:${issue.id}:s:${session.id}` }, []]);
    expect(linear.session(session)).toMatchObject({
      issueId: issue.id,
      status: "complete",
      externalUrls: [{ label: "Run", url: "https://ci.example.com/runs/4812" }],
    });
    expect(whatWasSaid(linear, session)).toEqual([
      "thought: The nightly check begins.",
      "action: Ran (the end-to-end tests) -> - Log in with Safari\n- Upload a large file",
      "response: 2 tests fail: there is a sub-issue for each.",
    ]);
    expect(linear.issues({ parent: issue }).map(({ title }) => title)).toEqual([
      "Repair: Log in with Safari",
      "Repair: Upload a large file",
    ]);

    await linear.prompt({ session, by: linear.bo, body: "Which ones?" });
    await expect
      .poll(() => whatWasSaid(linear, session).slice(3), { timeout: 30_000, interval: 50 })
      .toEqual(["prompt: Which ones?", "response: This check has found: Log in with Safari, Upload a large file."]);
    expect(statusOf(linear, session)).toBe("complete");
  });

  it("leaves no session open when it breaks off", async () => {
    await installByBrowser(example);
    const issue = linear.createIssue();
    linear.injectFault({
      on: "graphql",
      operation: "CreateIssues",
      kind: "graphql-error",
      type: "forbidden",
      message: "No",
    });
    const response = await runJob(issue.identifier, "only cron knows");

    expect([response.status, linear.sessions().map(({ status }) => status)]).toEqual([500, ["error"]]);
    expect(linear.sessions().flatMap((session) => whatWasSaid(linear, session).slice(2))).toEqual([
      "error: The nightly check broke off. Its log says why.",
    ]);
  });

  it("lets nobody but cron begin", async () => {
    await installByBrowser(example);
    const response = await runJob(linear.createIssue().identifier, "a guess");

    expect([response.status, linear.sessions()]).toEqual([403, []]);
  });
});
